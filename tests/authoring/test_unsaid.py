"""What is left unsaid has a safe default, and the checker tells which; what it tells is what is compiled."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from ivr.authoring.nodes.asking import MOST_DIGITS
from ivr.authoring.unsaid import spelled
from ivr.calendar import Window
from ivr.callflow.nodes import Callback, Collect, Menu, Survey, Transfer
from ivr.promise.policy import Policy, Strategy
from tests.authoring.shop import check

MENU = """start: main
nodes:
  main: {menu: {prompt: "To talk, press 1.", choices: {"1": person}, otherwise: person}}
  person: {transfer: support, unanswered: promise, done: promise}
  promise: {callback: 30m}
"""


def test_every_default_of_a_node_is_told(tmp_path: Path) -> None:
    told = [line for line in check(tmp_path, MENU).unsaid if line.startswith("main: ")]
    assert told == [
        "main: main: tries: 2",
        "main: main: timeout: 5s",
        "main: main: again: our own words for it",
        "main: main: said: it is asked again",
        "main: main: as: none",
        "main: person: keep_place: 60s",
        "main: promise: team: the team that was asked for before",
        "main: promise: choose_time: false",
        "main: promise: ask_number: true",
        "main: promise: next: goodbye",
        "main: promise: cannot: as next",
    ]


ASKING = """start: order
nodes:
  order: {collect: {kind: digits, prompt: Key it.}, next: person, otherwise: person}
  person: {transfer: support, unanswered: promise, done: rating}
  rating: {survey: {prompt: Press 1 to 5.}, next: bye}
  bye: {hang_up: }
  promise: {callback: 30m}
"""


def test_what_a_question_takes_for_granted_is_told(tmp_path: Path) -> None:
    result = check(tmp_path, ASKING)
    assert [line for line in result.unsaid if line.startswith(("main: order", "main: rating"))] == [
        "main: order: digits: any",
        "main: order: as: the name of the node",
        "main: order: readback: true, but for a pin",
        "main: order: sensitive: only a pin",
        "main: order: tries: 2",
        "main: order: timeout: 10s",
        "main: rating: scale: 5",
        "main: rating: as: the name of the node",
        "main: rating: timeout: 5s",
    ]
    order, rating = result.flows[0].nodes["order"], result.flows[0].nodes["rating"]
    assert isinstance(order, Collect) and (order.answer, order.least, order.most) == ("order", 1, MOST_DIGITS)
    assert order.readback and not order.sensitive and (order.tries, order.timeout) == (2, timedelta(seconds=10))
    assert isinstance(rating, Survey) and (rating.answer, rating.scale) == ("rating", 5)
    assert rating.timeout == timedelta(seconds=5)


def test_what_is_told_is_so(tmp_path: Path) -> None:
    nodes = check(tmp_path, MENU).flows[0].nodes
    menu, person, promise = nodes["main"], nodes["person"], nodes["promise"]
    assert isinstance(menu, Menu) and (menu.tries, menu.timeout) == (2, timedelta(seconds=5))
    assert isinstance(person, Transfer) and person.keep_place_after == timedelta(seconds=60)
    assert isinstance(promise, Callback) and not promise.choose_time and promise.ask_number
    assert promise.cannot == promise.next


def test_every_knob_that_was_not_turned_is_told(tmp_path: Path) -> None:
    told = [line for line in check(tmp_path).unsaid if line.startswith("team ")]
    assert len(told) == len(Policy.__dataclass_fields__)
    assert "team support: within: 30m" in told
    assert "team support: attempt_delays: [5m, 2h]" in told
    assert "team support: window: 09:00-20:00" in told
    turned = "teams: {support: {title: {en: Us}, hours: shop, owner: {name: R, number: '+8801712345678'}, %s}}"
    told = list(check(tmp_path, "", turned % "strategy: all, policy: {within: 1h}").unsaid)
    assert not any("within" in line or "strategy" in line for line in told)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (timedelta(minutes=90), "1h30m"),
        (timedelta(seconds=45), "45s"),
        ((timedelta(minutes=5),), "[5m]"),
        (Window(time(8, 30), time(20)), "08:30-20:00"),
        (Strategy.LONGEST_IDLE, "longest_idle"),
        (3, "3"),
    ],
)
def test_values_are_told_as_they_would_be_written(value: object, expected: str) -> None:
    assert spelled(value) == expected
