"""The whole checker over damaged files: it says what is wrong, and never falls over, hangs or swells.

How many inputs that were stands at the end of the test run; HYPOTHESIS_PROFILE=explore tries many more.
"""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.authoring.business import BusinessForm
from ivr.authoring.check.before import Before
from ivr.authoring.flow import FlowForm, SubflowFile
from ivr.authoring.folder import load_folder
from ivr.authoring.nodes import KINDS
from ivr.authoring.parse import lines_of
from ivr.authoring.shape import keys
from ivr.authoring.show import as_github, as_json, as_sarif, as_text, speech_as_text
from tests.authoring.shop import BUSINESS as SHOP
from tests.authoring.shop import FLOW as LINE
from tests.authoring.shop import laid_over
from tests.authoring.test_readme import EXAMPLES
from tests.paths import ROOT

FLOW = (ROOT / "callflows" / "main.yaml").read_bytes()
BUSINESS = (ROOT / "callflows" / "business.yaml").read_bytes()
OTHERS = [
    laid_over(text.split("\n---\n")[0].split("\n===\n")[0], LINE) for kind, text in EXAMPLES if kind != "business"
]
WORDS = ("null", "[]", "{}", "''", "-1", "no", "{a: [b]}", "9999999", "x-y", "ক", "*", "\\", "nodes", "say", "go")
EACH_IN_A_FOLDER = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
FORMS = (FlowForm, SubflowFile, BusinessForm, *KINDS.values())
LONGEST = 2.0
"""Seconds of the processor for one small folder, on a machine that has other things to do."""

Survives = Callable[..., None]


@pytest.fixture
def survives(tmp_path: Path, record_property: Callable[[str, object], None]) -> Iterator[Survives]:
    """Checks a folder in every way; counts how many there were."""
    count = 0
    before = Before({flow.name: flow for flow in load_folder(ROOT / "callflows").flows})

    def check(flow: bytes, business: bytes = BUSINESS, **more: bytes) -> None:
        nonlocal count
        count += 1
        for name, text in {"main": flow, "business": business, **more}.items():
            (tmp_path / f"{name}.yaml").write_bytes(text)
        began = time.process_time()
        result = load_folder(tmp_path, before=before)
        assert (result.business is None) == bool(result.errors)
        for show in (as_text, as_json, as_github, as_sarif, speech_as_text):
            assert isinstance(show(result), str)
        assert time.process_time() - began < LONGEST
        for problem in result.problems:
            assert problem.mark.line <= len(lines_of(result.texts.get(problem.file, "")))

    yield check
    record_property("fuzzed", count)


@EACH_IN_A_FOLDER
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_for_files(survives: Survives, flow: bytes, business: bytes) -> None:
    survives(flow, business)


@st.composite
def damaged(draw: st.DrawFn, texts: list[bytes]) -> bytes:
    """A text with a few places cut out, doubled, moved, or replaced by something else."""
    lines = draw(st.sampled_from(texts)).decode().splitlines()
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
@given(damaged([FLOW]))
def test_a_damaged_flow(survives: Survives, flow: bytes) -> None:
    survives(flow)


@EACH_IN_A_FOLDER
@given(damaged([BUSINESS]))
def test_a_damaged_business(survives: Survives, business: bytes) -> None:
    survives(FLOW, business)


@EACH_IN_A_FOLDER
@given(damaged([text.encode() for text in OTHERS]))
def test_every_kind_of_node_damaged(survives: Survives, flow: bytes) -> None:
    survives(flow, laid_over("lookups: {hosts: [shop.example]}", SHOP).encode())


def vocabulary() -> list[str]:
    own = {key for form in FORMS for key in keys(form)}
    return sorted(own | {*KINDS, "allow", "a", "b", "main", "support", "shop", "en", "bn", "1", "0", "x-note"})


TEXTS = st.sampled_from(
    [*vocabulary(), "For it, press 1.", "{answers.a}", "[{", "10m", "caller.calls > 3", "+12025550100"]
)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.none() | st.integers(-5, 10**9) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(vocabulary()), inner, max_size=5),
    max_leaves=25,
)
NODES = st.dictionaries(
    st.sampled_from(["a", "b", "c"]), st.dictionaries(st.sampled_from(vocabulary()), VALUES, max_size=4)
)


def line(nodes: Any, **more: Any) -> bytes:
    head = {"version": 1, "callflow": "main", "title": "x", "numbers": ["+12025550100"], "start": "a"}
    return json.dumps({**head, "nodes": nodes, **more}, ensure_ascii=False).encode("utf-8", "replace")


@EACH_IN_A_FOLDER
@given(NODES, VALUES)
def test_trees_of_words_of_the_language(survives: Survives, nodes: Any, prompts: Any) -> None:
    survives(line(nodes, prompts=prompts), other=line(nodes, returns=["a"], numbers=None))


@EACH_IN_A_FOLDER
@given(st.dictionaries(st.sampled_from([*keys(BusinessForm)]), VALUES, min_size=3))
def test_trees_as_a_business(survives: Survives, business: Any) -> None:
    said = json.dumps(business, ensure_ascii=False).encode("utf-8", "replace")
    survives(FLOW, said)


def case(when: str) -> Any:
    return {"branch": [{"when": when, "go": "a"}], "otherwise": "a"}


def menu(prompt: str, choices: dict[str, str]) -> Any:
    return {"menu": {"prompt": prompt, "choices": choices, "otherwise": "a"}}


def collect(digits: str) -> Any:
    return {"collect": {"kind": "digits", "digits": digits, "prompt": "x", "next": "a", "otherwise": "a"}}


BOMBS = {
    "a condition in brackets": {"a": case("(" * 9_000 + "true" + ")" * 9_000)},
    "a condition of nots": {"a": case("not " * 9_000 + "true")},
    "many groups": {"a": {"hang_up": "[{caller.name}]" * 1_900}},
    "many marks": {"a": {"hang_up": "<p>" * 9_000}},
    "breaks": {"a": {"hang_up": "<break " * 4_000}},
    "many keys": {"a": menu("1 2 3 " * 4_000, {str(n): "a" for n in range(999)})},
    "a breath without an end": {"a": menu("press" + " " * 25_000, {"1": "a"})},
    "long names": {"a": {"say": "x", "next": "n" * 900_000}},
    "a url": {"a": {"lookup": {"url": "https://" + "a." * 90_000, "next": "a", "failed": "a"}}},
    "digits": {"a": collect("9" * 90_000)},
    "long time": {"a": {"callback": "9d" * 90_000}},
    "all to all": {f"n{n}": menu("x", {str(k): f"n{n * k % 300}" for k in range(10)}) for n in range(300)},
    "itself": {"a": {"subflow": "main", "exits": {"a": "a"}}},
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_is_small_to_write_and_large_to_read_is_soon_refused(survives: Survives, bomb: str) -> None:
    survives(line(BOMBS[bomb]))
    survives(line(BOMBS[bomb], returns=["a"]))


def test_subflows_in_subflows_do_not_swell(survives: Survives) -> None:
    """Each uses the next one nine times: 9^20 nodes, if anybody followed them."""
    files = {}
    for n in range(20):
        nodes: dict[str, Any] = {f"u{k}": {"subflow": f"s{n + 1}", "exits": {"r": f"u{k + 1}"}} for k in range(9)}
        files[f"s{n}"] = line(
            {"a": {"go": "u0"}, **nodes, "u9": {"return": "r"}}, returns=["r"], callflow=f"s{n}", numbers=[]
        )
    files["s20"] = line({"a": {"return": "r"}}, returns=["r"], callflow="s20", numbers=[])
    survives(line({"a": {"subflow": "s0", "exits": {"r": "b"}}, "b": {"hang_up": "x"}}), **files)
