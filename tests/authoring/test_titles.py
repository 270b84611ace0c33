"""A node may have a title per language: people read it where they look at calls, and no caller ever hears it."""

from pathlib import Path

import pytest

from ivr.authoring.diff import Weight, compare
from ivr.callflow.compiled import dump_flow, load_flow
from tests.authoring.diff.test_diff import BILINGUAL, FLOW, version
from tests.authoring.shop import check, codes

TITLE = "title: {en: What it is about, bn: কী বিষয়ে}"
TITLES = {"en": "What it is about", "bn": "কী বিষয়ে"}
BESIDE = FLOW.replace("  reason:\n", f"  reason:\n    {TITLE}\n")
UNDER = FLOW.replace("      otherwise: person\n", f"      otherwise: person\n      {TITLE}\n")


@pytest.mark.parametrize("flow", [BESIDE, UNDER])
def test_it_stands_beside_the_kind_or_under_it_and_is_kept(flow: str, tmp_path: Path) -> None:
    (made,) = version(tmp_path, flow).flows.values()
    assert made.titles == {"reason": TITLES} and load_flow(dump_flow(made)) == made


def test_a_flow_that_was_published_before_there_were_titles_is_read(tmp_path: Path) -> None:
    (made,) = version(tmp_path).flows.values()
    text = dump_flow(made)
    assert ',"titles":{}' in text and load_flow(text.replace(',"titles":{}', "")) == made


@pytest.mark.parametrize(
    ("title", "code"), [("{fr: A}", "F204"), ("{}", "F103"), ("Reason", "F103"), ("{en: }", "F103")]
)
def test_what_is_no_title_is_said(title: str, code: str, tmp_path: Path) -> None:
    found = codes(check(tmp_path, BESIDE.replace(TITLE, f"title: {title}"), BILINGUAL))
    assert code in found, found


def test_in_a_subflow_it_goes_with_its_node(tmp_path: Path) -> None:
    flow = "start: ask\nnodes:\n  ask: {subflow: welcome, exits: {done: person}}\n  person: {transfer: support, unanswered: promise}\n  promise: {callback: 30m, team: support}\n"  # noqa: E501
    welcome = f"version: 1\ncallflow: welcome\nreturns: [done]\nstart: hello\nnodes:\n  hello: {{say: {{en: Hello., bn: নমস্কার।}}, next: back, {TITLE}}}\n  back: {{return: done}}\n"  # noqa: E501
    (tmp_path / "welcome.yaml").write_text(welcome, encoding="utf-8")
    (made,) = version(tmp_path, flow).flows.values()
    assert made.titles == {"ask.hello": TITLES}


def test_another_title_is_another_word_and_nothing_else(tmp_path: Path) -> None:
    old, new = version(tmp_path / "old"), version(tmp_path / "new", BESIDE)
    found = compare(old, new)
    assert {one.weight for one in found} == {Weight.WORDS}
    assert "reason is now called What it is about on a screen (was reason)" in [one.says for one in found]
    assert [one.language for one in found] == ["en", "bn"]
