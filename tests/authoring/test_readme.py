"""The page that teaches the language: every example on it checks without a complaint."""

import re
from pathlib import Path

import pytest

from ivr.authoring.nodes import KINDS
from ivr.authoring.shape import keys
from tests.authoring.pages import run
from tests.authoring.shop import check, shown, write
from tests.paths import ROOT

README = (ROOT / "callflows" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml (\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
BILINGUAL = """languages: {en: en-US, bn: {locale: bn-IN, voice: Google.bn-IN-Wavenet-A}}
teams:
  support: {title: {en: Support, bn: সেবা}, hours: shop, owner: {name: Rahima, number: "+8801712345678"}}
"""


def test_every_example_says_what_it_is_an_example_of() -> None:
    assert len(EXAMPLES) == README.count("```yaml")
    assert {kind for kind, _ in EXAMPLES} == {"flow", "nodes", "bilingual", "business", "lookups", "card", "subflow"}


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_example_checks(number: int, tmp_path: Path) -> None:
    kind, text = EXAMPLES[number]
    if kind == "flow":
        write(tmp_path)
        (tmp_path / "main.yaml").write_text(text, encoding="utf-8")
        result = check(tmp_path, None)
    elif kind == "business":
        (tmp_path / "business.yaml").write_text(text, encoding="utf-8")
        result = check(tmp_path, None, None)
    elif kind == "lookups":
        result = check(tmp_path, text, "lookups: {hosts: [shop.example]}\n")
    elif kind in ("card", "subflow"):
        result = run(tmp_path, f"with a {kind} below", text)
    else:
        result = check(tmp_path, text, BILINGUAL if kind == "bilingual" else "")
    assert not result.problems, shown(result)
    assert result.business is not None


def test_every_key_of_the_language_is_taught() -> None:
    taught = set(re.findall(r"[a-z_]+(?=:)", "\n".join(text for _, text in EXAMPLES)))
    taken = {"prompt", "sound", "to", "schedule", "always", "what", "cases", "values", "card", "spoken"}
    # where one value stands instead
    known = {key for form in KINDS.values() for key in keys(form)} - taken
    assert known | set(KINDS) <= taught
