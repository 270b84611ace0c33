"""The page that teaches the language: every example on it checks without a complaint."""

import re
from pathlib import Path
from textwrap import indent

import pytest

from ivr.authoring.folder import Result
from ivr.authoring.nodes import KINDS
from ivr.authoring.shape import keys
from ivr.rehearsal.scripts.show import as_text
from ivr.rehearsal.scripts.suite import run_suite
from tests.authoring.pages import run
from tests.authoring.shop import check, shown, write
from tests.paths import ROOT

README = (ROOT / "callflows" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml (\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
EXAMPLES = [(kind, text) for kind, text in BLOCKS if kind != "script"]
DIALOGUES = [(*BLOCKS[place - 1], text) for place, (kind, text) in enumerate(BLOCKS) if kind == "script"]
"""Each with the example below which it stands."""
BILINGUAL = """languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {en: Support, bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
"""


def test_every_example_says_what_it_is_an_example_of() -> None:
    assert len(BLOCKS) == README.count("```yaml")
    assert {kind for kind, _ in EXAMPLES} == {"flow", "nodes", "bilingual", "business", "lookups", "card", "subflow"}


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_example_checks(number: int, tmp_path: Path) -> None:
    result = laid_out(tmp_path, *EXAMPLES[number])
    assert not result.problems, shown(result)
    assert result.business is not None


def laid_out(folder: Path, kind: str, text: str) -> Result:
    """An example as a folder of flows."""
    if kind == "flow":
        write(folder)
        (folder / "main.yaml").write_text(text, encoding="utf-8")
        return check(folder, None)
    if kind == "business":
        (folder / "business.yaml").write_text(text, encoding="utf-8")
        return check(folder, None, None)
    if kind == "lookups":
        return check(folder, text, "lookups: {hosts: [shop.example]}\n")
    if kind in ("card", "subflow"):
        return run(folder, f"with a {kind} below", text)
    return check(folder, text, BILINGUAL if kind == "bilingual" else "")


@pytest.mark.parametrize("number", range(len(DIALOGUES)))
def test_the_dialogue_below_an_example_is_what_a_caller_hears(number: int, tmp_path: Path) -> None:
    kind, text, script = DIALOGUES[number]
    laid_out(tmp_path, kind, text)
    (tmp_path / "scripts").mkdir()
    whole = f"version: 1\nflow: main\nscripts:\n  it:\n{indent(script, '    ')}"
    (tmp_path / "scripts" / "main.yaml").write_text(whole, encoding="utf-8")
    suite = run_suite(tmp_path)
    assert suite.good and suite.count == 1, as_text([suite], with_coverage=False)


def test_every_example_of_a_flow_has_a_dialogue() -> None:
    with_one = {text for _, text, _ in DIALOGUES}
    assert [text for kind, text in EXAMPLES if kind != "business" and text not in with_one] == []


def test_every_key_of_the_language_is_taught() -> None:
    taught = set(re.findall(r"[a-z_]+(?=:)", "\n".join(text for _, text in EXAMPLES)))
    taken = {"prompt", "sound", "to", "schedule", "always", "what", "cases", "values", "card", "spoken"}
    # where one value stands instead
    known = {key for form in KINDS.values() for key in keys(form)} - taken
    assert known | set(KINDS) <= taught
