"""The whole checker over damaged files: it says what is wrong, and never falls over."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.authoring.folder import load_folder
from ivr.authoring.parse import lines_of
from ivr.authoring.show import as_github, as_json, as_sarif, as_text
from tests.authoring.shop import BUSINESS as OF_THE_SHOP
from tests.authoring.shop import FLOW as SHOP
from tests.authoring.shop import laid_over
from tests.authoring.test_readme import EXAMPLES
from tests.paths import ROOT

FLOW = (ROOT / "callflows" / "main.yaml").read_bytes()
BUSINESS = (ROOT / "callflows" / "business.yaml").read_bytes()
WORDS = ("null", "[]", "{}", "''", "-1", "no", "{a: [b]}", "9999999", "x-y", "ক", "*", "\\", "nodes", "say", "go")
EACH_IN_A_FOLDER = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def survives(folder: Path, flow: bytes, business: bytes) -> None:
    (folder / "main.yaml").write_bytes(flow)
    (folder / "business.yaml").write_bytes(business)
    result = load_folder(folder)
    assert (result.business is None) == bool(result.errors)
    for show in (as_text, as_json, as_github, as_sarif):
        assert isinstance(show(result), str)
    for problem in result.problems:
        assert problem.mark.line <= len(lines_of(result.texts.get(problem.file, "")))


EVERY_KIND = [laid_over(text, SHOP).encode() for kind, text in EXAMPLES if kind == "nodes"]
"""The examples of the page that teaches the language: every kind of node, damaged in every way."""


@EACH_IN_A_FOLDER
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_for_files(tmp_path: Path, flow: bytes, business: bytes) -> None:
    survives(tmp_path, flow, business)


@st.composite
def damaged(draw: st.DrawFn, text: bytes) -> bytes:
    """The text with a few places cut out, doubled, moved, or replaced by something else."""
    lines = text.decode().splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
            case 2:
                head, colon, _ = lines[at].partition(":")
                lines[at] = f"{head}{colon} {draw(st.sampled_from(WORDS))}"
            case 3:
                lines[at] = "  " * draw(st.integers(0, 2)) + lines[at]
            case 4:
                cut = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:cut] + draw(st.sampled_from(WORDS)) + lines[at][cut + 1 :]
        if not lines:
            break
    return "\n".join(lines).encode()


@EACH_IN_A_FOLDER
@given(damaged(FLOW))
def test_a_damaged_flow(tmp_path: Path, flow: bytes) -> None:
    survives(tmp_path, flow, BUSINESS)


@EACH_IN_A_FOLDER
@given(damaged(BUSINESS))
def test_a_damaged_business(tmp_path: Path, business: bytes) -> None:
    survives(tmp_path, FLOW, business)


@EACH_IN_A_FOLDER
@given(st.sampled_from(EVERY_KIND).flatmap(damaged))
def test_a_damaged_example_of_every_kind(tmp_path: Path, flow: bytes) -> None:
    survives(tmp_path, flow, laid_over("", OF_THE_SHOP).encode())
