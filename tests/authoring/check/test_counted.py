"""Rounds that a silent caller leaves because they are counted, and those that only look like it."""

from pathlib import Path

import pytest

from ivr.rehearsal.scripts.show import as_text
from ivr.rehearsal.scripts.suite import run_suite
from tests.authoring.shop import check

ROUND = """start: {start}
nodes:
  zero: {{set: {{tries: 0}}, next: ask}}
  ask: {{menu: {{prompt: "For an order, press 1.", choices: {{"1": person}}, otherwise: {back}}}}}
  count: {{set: {{tries: {add}}}, next: enough}}
  enough: {{branch: [{{when: "{when}", go: {again}}}], otherwise: person}}
  person: {{transfer: support, unanswered: promise}}
  promise: {{callback: 30m}}
"""
GOOD = {
    "start": "zero",
    "back": "count",
    "add": "{add: 1}",
    "when": "answers.tries < 3",
    "again": "ask",
}


def endless(folder: Path, **other: str) -> bool:
    result = check(folder, ROUND.format(**{**GOOD, **other}))
    return any(str(it.code) == "F303" for it in result.problems)


def test_a_round_that_is_counted_ends(tmp_path: Path) -> None:
    assert not endless(tmp_path)


@pytest.mark.parametrize(
    "other",
    [
        {"add": "{add: -1}"},
        {"add": "{add: 0.5}"},
        {"when": "answers.tries < 11"},
        {"when": "answers.tries > 3"},
        {"when": "answers.tries < 3 or caller.vip"},
        {"when": "not answers.tries < 3"},
        {"again": "zero"},
        {"back": "enough"},
        {"back": "enough", "start": "count"},
    ],
)
def test_a_round_whose_count_does_not_end_it_is_endless(tmp_path: Path, other: dict[str, str]) -> None:
    assert endless(tmp_path, **other)


def test_a_count_that_begins_below_nothing_is_no_bound(tmp_path: Path) -> None:
    assert not endless(tmp_path, start="ask", add="{add: 1, first: 0}")
    flow = ROUND.replace("tries: 0", "tries: -1000").format(**GOOD)
    assert any(str(it.code) == "F303" for it in check(tmp_path, flow).problems)


def test_a_counted_round_in_which_nobody_is_waited_for_is_endless(tmp_path: Path) -> None:
    """One turn never comes to the same node twice."""
    assert endless(tmp_path, start="zero", again="count")


def test_who_says_nothing_is_asked_as_often_as_is_counted(tmp_path: Path) -> None:
    check(tmp_path, ROUND.format(**GOOD))
    (tmp_path / "scripts").mkdir()
    asked = "      - hears: For an order\n      - stays silent\n      - stays silent\n"
    script = (
        f"    at: 2026-11-23 12:00\n    steps:\n{asked * 3}      - hears: We will call you back\n    ends: callback\n"
    )
    whole = f"version: 1\nflow: main\nscripts:\n  it:\n{script}"
    (tmp_path / "scripts" / "main.yaml").write_text(whole, encoding="utf-8")
    suite = run_suite(tmp_path)
    assert suite.good, as_text([suite], with_coverage=False)
