"""The facts that a flow names: each is what it says, is asked for once, and costs nothing where nobody names it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ivr.callflow.position import read
from ivr.line.inputs import Digits, Ring
from ivr.line.outcomes import LegReport, LegState, Outcome
from ivr.promise import transfer
from ivr.rehearsal.world import Shelf
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard import calls, named, turns
from ivr.switchboard.board import Board, Rules
from ivr.switchboard.rows import Call, Turn
from tests.authoring.shop import check
from tests.store import samples

SID = "CA" + "1" * 32
RING = Ring(SID, "+8801712345678", "+12025550100")
FLOW = """start: main
nodes:
  main: {menu: {prompt: "To go on, press 1.", choices: {"1": deciding}, otherwise: person}}
  deciding: {branch: [{when: '%s', go: yes_it_is}], otherwise: no_it_is}
  yes_it_is: {menu: {prompt: "Yes. To talk, press 1.", choices: {"1": person}, otherwise: person}}
  no_it_is: {menu: {prompt: "No. To talk, press 1.", choices: {"1": person}, otherwise: person}}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""

MakeBoard = Callable[[str], Board]


@pytest.fixture
def made(database_url: str, tmp_path: Path):
    engine = make_engine(database_url)

    def make(flow: str) -> Board:
        result = check(tmp_path, flow)
        assert result.business is not None, result.problems
        shelf = Shelf(result.business, {one.name: one for one in result.flows})
        return Board(SqlStore(engine), shelf, Rules("AC" + "0" * 32))

    yield make
    engine.dispose()


def at_menu(board: Board, sid: str = SID) -> str:
    answer = turns.begin(board, replace(RING, sid=sid))
    return dict(answer.instructions[-1].door.params)["call"]


@pytest.mark.parametrize(
    ("when", "statements"),
    [
        ("caller.vip or caller.known or now.hour < 30 or hours.support.open", 0),
        ("caller.calls > 3", 1),
        ("caller.calls > 3 or caller.calls_this_week > 2", 1),
        ("caller.open_callback", 1),
        ("queue.support.waiting > 3 and queue.support.longest_wait > 10m", 1),
        ("queue.support.estimate > 10m or queue.support.waiting > 3", 2),
        ("queue.support.available == 0", 1),
        ("queue.support.available == 0 and queue.support.waiting > 1 and caller.calls > 1", 3),
    ],
)
def test_only_what_is_named_is_asked_for_and_each_question_once(made: MakeBoard, when: str, statements: int) -> None:
    plain, naming = made(FLOW % "caller.vip"), made(FLOW % when)
    costs = []
    for board, sid in ((plain, SID), (naming, "CA" + "2" * 32)):
        call = at_menu(board, sid)
        before = board.store.statements
        turns.next(board, call, 1, sid, Digits("1"))
        costs.append(board.store.statements - before)
    assert costs[1] - costs[0] == statements


def test_a_caller_who_calls_often_is_known_as_one(made: MakeBoard) -> None:
    board = made(FLOW % "caller.calls_this_week >= 2 and caller.calls == 3")
    with board.store.unit() as unit:
        person = samples.caller(unit, number=RING.from_)
        for days in (1, 6, 8):
            samples.call(unit, person, started_at=unit.now - timedelta(days=days))
    call = at_menu(board)
    answer = turns.next(board, call, 1, SID, Digits("1"))
    assert answer.instructions[0].sounds[0].text.startswith("Yes.")


def test_a_queue_is_told_as_it_is(made: MakeBoard) -> None:
    board = made(FLOW % "caller.vip")
    everything = frozenset(f"queue.support.{what}" for what in ("waiting", "longest_wait", "available", "estimate"))
    with board.store.unit() as unit:
        person = samples.caller(unit)
        row = samples.call(unit, person)
        assert named.fetch(unit, person, row, False, everything) == {
            "queue.support.waiting": Decimal(0),
            "queue.support.longest_wait": timedelta(0),
            "queue.support.available": Decimal(0),
        }, "where nobody was answered yet, no estimate is honest"
        samples.agent(unit)
        for minutes, state in ((9, transfer.State.WAITING), (4, transfer.State.OFFERED)):
            since = unit.now - timedelta(minutes=minutes)
            samples.transfer_row(unit, samples.caller(unit), waiting_since=since, asked_at=since, state=state)
        samples.transfer_row(unit, samples.caller(unit), team="repairs")
        told = named.fetch(unit, person, row, False, everything)
        assert told["queue.support.waiting"] == 2 and told["queue.support.available"] == 1
        assert told["queue.support.longest_wait"] == timedelta(minutes=9)


PIN = """start: pin
nodes:
  pin: {collect: {kind: pin, prompt: "Key your PIN."}, next: order, otherwise: person}
  order: {collect: {kind: digits, prompt: "Key your order."}, next: check_it, otherwise: person}
  check_it: {branch: [{when: 'answers.pin == "7391"', go: told}], otherwise: person}
  told: {say: "Order {answers.order}.", next: person}
  person: {transfer: support, unanswered: promise}
  promise: {callback: 30m}
"""


def test_a_pin_stands_nowhere_but_in_the_position_and_goes_with_it(made: MakeBoard) -> None:
    board = made(PIN)
    call = at_menu(board)
    turns.next(board, call, 1, SID, Digits("7391"))
    turns.next(board, call, 2, SID, Digits("4455"))
    answer = turns.next(board, call, 3, SID, Digits("1"))
    assert answer.instructions[0].text == "Order 4 4 5 5."
    with board.store.reading() as unit:
        row = unit.one(Call, sid=SID)
        kept = unit.many(Turn, leg=call)
        assert row and "7391" in row.position
        assert not any("7391" in one.answer + one.events or "7 3 9 1" in one.answer for one in kept)
        assert any('"4455"' in one.events for one in kept)
    calls.report(board, LegReport(SID, LegState.ENDED, Outcome.ANSWERED), RING)
    with board.store.reading() as unit:
        row = unit.one(Call, sid=SID)
        assert row and read(row.position).node == "person", "where the caller stood is told to whoever compares logs"
        assert "7391" not in row.position and "4455" not in row.position
