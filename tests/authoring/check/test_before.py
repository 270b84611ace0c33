"""What changes for callers who know the flow, and what the call log says of a menu."""

from collections import Counter
from pathlib import Path

import pytest

from ivr.authoring.check.before import Before
from tests.authoring.shop import codes, load, write

FLOW = """start: main
nodes:
  main: {{menu: {{prompt: "{}", choices: {{{}}}, otherwise: person}}}}
  person: {{transfer: support, unanswered: promise}}
  promise: {{callback: 30m}}
"""
ORDERS = FLOW.format("For orders, press 1. For us, press 2.", '"1": promise, "2": person')


def said(folder: Path, flow: str, before: Before) -> list[str]:
    return codes(load(write(folder, flow), before))


@pytest.mark.parametrize(
    ("prompt", "choices", "expected"),
    [
        ("For orders, press 1. For us, press 2.", '"1": promise, "2": person', []),
        ("For us, press 1. For orders, press 2.", '"1": person, "2": promise', ["F719", "F719"]),
        ("Our menu has changed. For us, press 1. For orders, press 2.", '"1": person, "2": promise', []),
        ("For orders, press 1.", '"1": promise', []),
        ("For orders, press 1. For us, press 2. For all else, press 3.", '"1": promise, "2": person, "3": person', []),
    ],
)
def test_a_key_that_means_something_else_is_told(
    prompt: str, choices: str, expected: list[str], tmp_path: Path
) -> None:
    old = load(write(tmp_path / "old", ORDERS)).flows[0]
    assert said(tmp_path / "new", FLOW.format(prompt, choices), Before({"main": old})) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(20, 90, ["F720"]), (90, 20, []), (50, 55, []), (9, 90, []), (0, 0, [])],
)
def test_what_is_pressed_most_comes_first(first: int, second: int, expected: list[str], tmp_path: Path) -> None:
    log = Counter({("main", "main", "1", "promise"): first, ("main", "main", "2", "person"): second})
    assert said(tmp_path, ORDERS, Before(presses=log)) == expected


def test_a_choice_that_has_moved_takes_its_presses_with_it(tmp_path: Path) -> None:
    log = Counter({("main", "main", "1", "promise"): 20, ("main", "main", "2", "person"): 90})
    moved = FLOW.format("For us, press 1. For orders, press 2.", '"1": person, "2": promise')
    assert said(tmp_path, moved, Before(presses=log)) == []


def test_the_log_of_another_flow_says_nothing(tmp_path: Path) -> None:
    log = Counter({("other", "main", "1", "promise"): 20, ("other", "main", "2", "person"): 90})
    assert said(tmp_path, ORDERS, Before(presses=log)) == []
