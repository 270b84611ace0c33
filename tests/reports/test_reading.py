"""Calls, transfers, callbacks and callers as others see them, after real calls over a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivr.callflow.position import Position
from ivr.callflow.values import Type, Value
from ivr.promise.callback import State as CallbackState
from ivr.promise.transfer import State as TransferState
from ivr.rehearsal.people import Person
from ivr.reports.call import calls, transfers
from ivr.reports.callback import callbacks
from ivr.reports.caller import callers
from ivr.reports.pages import Page, Which
from ivr.reports.shown import as_json
from ivr.simulator.exchange import answers
from ivr.store.sql.store import SqlStore
from ivr.switchboard.rows import RecordingState
from tests.api.worlds import NASRIN, NUMBER, SqlWorld, an_agent, asks_for_a_person, owed, served
from tests.store import samples


@pytest.fixture
def world(sql_store: SqlStore) -> SqlWorld:
    return SqlWorld(sql_store)


def test_a_call_tells_all_that_happened_in_its_order(world: SqlWorld) -> None:
    served(world)
    with world.store.reading() as unit:
        (call,) = calls.page(unit, Which()).rows
        again = calls.one(unit, call.id)
    assert again == call
    assert (call.caller, call.to, call.callflow, call.language) == (NASRIN, NUMBER, "main", "en")
    assert call.version > 0 and call.outcome and call.ended_at and call.started_at < call.ended_at
    kinds = [event["kind"] for event in call.events]
    assert kinds[:2] == ["entered", "call"] or kinds[:2] == ["call", "entered"]
    assert {"language_chosen", "pressed", "topic_chosen", "transfer_asked"} <= {*kinds}
    states = [event["state"] for event in call.events if event["kind"] == "transfer"]
    assert states == ["waiting", "offered", "accepted", "joining", "talked", "served"] or "served" in states
    asked = [event for event in call.events if event["kind"] == "offer"]
    assert {event["agent"] for event in asked} == {"Asha"} and asked[-1]["state"] == "accepted"
    assert [event["at"] for event in call.events] == sorted(event["at"] for event in call.events)
    assert all("node" in event for event in call.events)
    (transfer,) = call.transfers
    assert (transfer.state, transfer.answered_by, transfer.reason) == (TransferState.SERVED, "Asha", "orders")
    assert transfer.call_id == call.id and transfer.callback_id is None
    assert 2 <= transfer.wait_seconds < 60


def test_what_is_not_over_yet_has_no_end(world: SqlWorld) -> None:
    an_agent(world)
    asks_for_a_person(world)
    world.run_for(20)
    with world.store.reading() as unit:
        (call,) = calls.page(unit, Which()).rows
    assert call.outcome is None and call.ended_at is None
    (transfer,) = call.transfers
    assert transfer.answered_by is None and transfer.wait_seconds >= 20


def test_a_callback_tells_its_promise_its_attempts_and_its_brief(world: SqlWorld) -> None:
    owed(world)
    with world.store.reading() as unit:
        (waiting,) = callbacks.page(unit, Which()).rows
        person = callers.one(unit, NASRIN)
    assert waiting.number == NASRIN and waiting.result is None and not waiting.attempts
    assert person is not None and person.open_callback == waiting
    asha = an_agent(world)
    asha.behaves(answers(after=2, keys=((1.0, "1"),), leaves=90.0))
    world.run_for(300)
    with world.store.reading() as unit:
        done = callbacks.one(unit, waiting.id)
        person = callers.one(unit, NASRIN)
        (call,) = calls.page(unit, Which()).rows
    assert done is not None and person is not None
    assert (done.state, done.result) == (CallbackState.CONNECTED, CallbackState.CONNECTED)
    (attempt,) = done.attempts
    assert attempt.agent == "Asha" and attempt.outcome == "answered" and (attempt.seconds or 0) > 10
    assert (done.brief.team, done.brief.reason, done.brief.dialled) == ("support", "orders", NUMBER)
    assert done.brief.calls_lately == 1 and [one.call_id for one in done.brief.reasons] == [call.id]
    assert call.transfers[0].callback_id == done.id
    assert done.version > waiting.version
    assert person.open_callback is None
    assert [contact.kind for contact in person.contacts] == ["callback", "call"]


def test_nobody_and_nothing_are_none(world: SqlWorld) -> None:
    with world.store.reading() as unit:
        assert callers.one(unit, NASRIN) is None
        assert calls.one(unit, "nothing") is None and callbacks.one(unit, "nothing") is None
        assert calls.page(unit, Which()) == Page((), None)


def test_a_withheld_caller_has_no_number(world: SqlWorld) -> None:
    caller = Person(world, "somebody", "anonymous")
    caller.rings(NUMBER)
    with world.store.reading() as unit:
        (call,) = calls.page(unit, Which()).rows
    assert call.caller is None


def test_pages_hold_everything_once_the_newest_first(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        person = samples.caller(unit)
        made = [samples.call(unit, person).public_id for _ in range(7)]
    seen: list[str] = []
    before = None
    for length in (3, 3, 1):
        with sql_store.reading() as unit:
            page = calls.page(unit, Which(before=before, limit=3))
        assert len(page.rows) == length
        seen += [call.id for call in page.rows]
        before = page.next
    assert before is None and seen == made[::-1]


def test_lists_are_narrowed_by_state_caller_and_time(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        one, other = samples.caller(unit), samples.caller(unit)
        old = samples.call(unit, one, started_at=unit.now - timedelta(days=2))
        new = samples.call(unit, one)
        samples.call(unit, other)
        samples.callback_row(unit, one)
        exhausted = samples.callback_row(unit, other, state=CallbackState.EXHAUSTED, deadline=None)
        waiting = samples.transfer_row(unit, other)
        samples.transfer_row(unit, one, state=TransferState.WAIVED, deadline=None)
        now = unit.now
    with sql_store.reading() as unit:
        yesterday = now - timedelta(days=1)
        both = calls.page(unit, Which(caller=one.number)).rows
        assert {call.id for call in both} >= {new.public_id, old.public_id}
        late = calls.page(unit, Which(caller=one.number, since=yesterday)).rows
        assert old.public_id not in {call.id for call in late} and new.public_id in {call.id for call in late}
        assert calls.page(unit, Which(caller="+12025550199")).rows == ()
        assert [row.id for row in callbacks.page(unit, Which(state="exhausted")).rows] == [exhausted.public_id]
        assert [row.id for row in transfers.page(unit, Which(state="waiting")).rows] == [waiting.public_id]


def test_how_many_statements_a_page_takes_does_not_depend_on_its_length(sql_store: SqlStore) -> None:
    counts = []
    for rows in (1, 20):
        with sql_store.unit() as unit:
            for _ in range(rows):
                promise = samples.callback_row(unit, person := samples.caller(unit))
                yes = samples.offer_row(unit, samples.agent(unit), promise)
                samples.customer_leg(unit, yes)
                samples.turn(unit, on := samples.call(unit, person), 1)
                samples.transfer_row(unit, person, on)
                samples.obligation(unit, person, callback_id=promise.id)
        before = sql_store.statements
        with sql_store.reading() as unit:
            assert len(calls.page(unit, Which()).rows) >= rows
            assert len(callbacks.page(unit, Which()).rows) >= rows
            assert len(transfers.page(unit, Which()).rows) >= rows
        counts.append(sql_store.statements - before)
    assert counts[0] == counts[1] <= 11


def test_what_the_flow_names_of_what_was_keyed_is_told_with_what_we_owe(sql_store: SqlStore) -> None:
    answers = ("order", Value(Type.DIGITS, "4711", told=True)), ("pin", Value(Type.DIGITS, "7390", sensitive=True))
    stood = Position("person", "en", answers=(*answers, ("size", Value(Type.NUMBER, "4")))).write()
    with sql_store.unit() as unit:
        person = samples.caller(unit)
        on, promise = samples.call(unit, person, position=stood), samples.callback_row(unit, person)
        samples.obligation(unit, person, callback_id=promise.id, call_id=on.id)
    with sql_store.reading() as unit:
        shown = callbacks.one(unit, promise.public_id)
    assert shown and [(one.name, one.value) for one in shown.brief.known] == [("order", "4711")]


def test_what_a_caller_said_is_told_with_what_we_owe_for_it(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        person = samples.caller(unit)
        on, other, promise = samples.call(unit, person), samples.call(unit, person), samples.callback_row(unit, person)
        samples.obligation(unit, person, callback_id=promise.id, call_id=on.id)
        ready = {"state": RecordingState.READY, "seconds": 7}
        samples.recording(unit, on, 1, words="My parcel is late", at=samples.NOON, **ready)
        samples.recording(unit, on, 2)
        samples.recording(unit, other, 1, words="Something else", **ready)
    with sql_store.reading() as unit:
        shown = callbacks.one(unit, promise.public_id)
    assert shown is not None
    assert shown.brief.said == (callbacks.Said(samples.NOON, 7, "My parcel is late"),)


def test_reports_leave_the_program_as_plain_json(world: SqlWorld) -> None:
    owed(world)
    with world.store.reading() as unit:
        (shown,) = callbacks.page(unit, Which()).rows
    plain = as_json(shown)
    assert list(plain) == [
        "id", "number", "state", "promised_by", "due_at", "attempts", "result", "brief", "version",
    ]  # fmt: skip
    assert plain["promised_by"].endswith("+00:00") and plain["result"] is None and plain["brief"]["reasons"]
