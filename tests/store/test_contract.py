"""What every store promises: the same story on memory, SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.line.outcomes import LegState, Outcome
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Conflict, Fenced
from ivr.switchboard.rows import (
    Agent,
    AgentState,
    Budget,
    Call,
    Caller,
    CallState,
    Entry,
    Fate,
    Membership,
    Obligation,
    Pulse,
    Task,
)
from tests.store import samples

AnyStore = MemoryStore | SqlStore


def test_every_kind_of_row_comes_back_as_it_was_laid_down(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit, name="নীলা", zone="Asia/Dhaka", vip=True)
        on = samples.call(unit, person, started_at=samples.NOON)
        waiting = samples.transfer_row(unit, person, on, keep_place_after=12.5)
        promise = samples.callback_row(unit, person, words="soon")
        ada = samples.agent(unit, cool_off_until=samples.NOON)
        asked = samples.offer_row(unit, ada, promise, leg_state=LegState.RINGING, placed_at=samples.NOON)
        rows = [
            person,
            on,
            waiting,
            promise,
            ada,
            asked,
            samples.customer_leg(unit, asked, outcome=Outcome.BUSY, seconds=3),
            samples.turn(unit, on, 1),
            samples.obligation(unit, person, fate=Fate.CALLBACK, callback_id=promise.id),
            samples.task(unit),
            samples.message(unit, caller_id=person.id),
            samples.recording(unit, on, sid="RE1", seconds=4, words="হ্যালো"),
            samples.incident(unit, ends_at=samples.NOON),
            samples.queue(unit, waiting),
            samples.published(unit),
            unit.insert(Budget(0, "AC1", 1.5, samples.NOON)),
            unit.insert(Pulse(0, "sweep", samples.NOON, 2)),
            samples.note(unit, person, text="আগামীকাল", call_id=on.id),
            samples.tag(unit, person),
            samples.consent(unit, person, given=False),
            samples.erasure(unit),
            samples.number_change(unit, ada),
            *unit.many(Membership, team="support"),
        ]
    with store.reading() as unit:
        for row in rows:
            found = unit.get(type(row), row.id)
            assert found == row
            assert repr(found) == repr(row)  # enums are enums, moments are UTC to the microsecond


def test_rows_are_found_by_one_key_by_several_values_and_in_the_order_of_their_ids(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
        first, second = (samples.call(unit, person) for _ in range(2))
        debt = samples.obligation(unit, person)
        assert unit.one(Call, sid=second.sid) == second
        assert unit.one(Call, sid="CA nobody") is None
        assert unit.many(Call, caller_id=person.id) == (first, second)
        assert unit.many(Call, public_id=(second.public_id, first.public_id)) == (first, second)
        assert unit.many(Call, id=(second.id, first.id, 0)) == (first, second)
        assert unit.many(Call, caller_id=person.id, state=CallState.LIVE) == (first, second)
        assert unit.many(Call, caller_id=person.id, state=CallState.ENDED) == ()
        assert unit.many(Call, state=(CallState.LIVE,)) == (first, second)
        assert unit.many(Obligation, caller_id=person.id, callback_id=None) == (debt,)
        assert unit.many(Task, done_at=None) == ()
        assert unit.many(Call, id=()) == ()


def test_a_key_without_an_index_is_refused_before_it_costs_anything(store: AnyStore) -> None:
    with store.reading() as unit:
        for kind, key in ((Call, {"topic": "orders"}), (Call, {}), (Call, {"state": CallState.ENDED}), (Entry, {})):
            with pytest.raises(LookupError):
                unit.many(kind, **key)


def test_one_row_means_one(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
        samples.call(unit, person), samples.call(unit, person)
        with pytest.raises(LookupError):
            unit.one(Call, caller_id=person.id)


def test_small_tables_are_read_whole(store: AnyStore) -> None:
    with store.unit() as unit:
        ada, bo = samples.agent(unit), samples.agent(unit, state=AgentState.AWAY)
        assert unit.many(Agent) == (ada, bo)
        assert unit.many(Agent, state=(AgentState.AWAY, AgentState.AVAILABLE)) == (ada, bo)
        assert unit.many(Agent, state=AgentState.AWAY) == (bo,)


def test_what_is_written_in_a_unit_is_there_for_the_next_one_and_not_after_an_exception(store: AnyStore) -> None:
    with store.unit() as unit:
        kept = samples.caller(unit, name="before")
    with pytest.raises(ZeroDivisionError), store.unit() as unit:
        samples.caller(unit, number="+12025550199")
        unit.save(replace(unit.save(replace(kept, name="after", number="+12025550197")), name="long after"))
        unit.save(replace(samples.call(unit, kept), topic="orders"))
        1 / 0  # noqa: B018
    with store.reading() as unit:
        assert unit.get(Caller, kept.id) == kept
        assert unit.one(Caller, number=kept.number) == kept
        assert unit.one(Caller, number=("+12025550197", "+12025550199")) is None
        assert unit.many(Call, caller_id=kept.id) == ()
        assert unit.many(Entry, entity="call", entity_id=1) == ()


def test_a_row_is_written_over_only_as_it_was_read(store: AnyStore) -> None:
    with store.unit() as unit:
        first = samples.caller(unit)
    with store.unit() as unit:
        second = unit.save(replace(first, name="Nila"))
        assert (second.name, second.fence) == ("Nila", first.fence + 1)
    with pytest.raises(Fenced), store.unit() as unit:
        unit.save(replace(first, name="somebody else"))
    with pytest.raises(Fenced), store.unit() as unit:
        unit.save(replace(first, id=99))
    with store.reading() as unit:
        assert unit.get(Caller, first.id) == second


def test_a_refused_write_ends_the_unit_even_where_the_refusal_is_swallowed(store: AnyStore) -> None:
    with store.unit() as unit:
        known = samples.caller(unit)
    with pytest.raises(RuntimeError), store.unit() as unit:
        samples.caller(unit, number="+12025550198")
        with pytest.raises(Conflict):
            unit.insert(Caller(0, known.number))
    with store.reading() as unit:
        assert unit.one(Caller, number="+12025550198") is None


def test_a_unit_that_reads_neither_locks_nor_writes(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
    with store.reading() as unit:
        for act in (
            lambda: unit.lock(person.id),
            lambda: unit.lock_call("x", 1),
            lambda: unit.save(person),
            lambda: unit.insert(person),
        ):
            with pytest.raises(RuntimeError):
                act()


def test_a_unit_inside_another_one_is_a_bug(store: AnyStore) -> None:
    with store.unit(), pytest.raises(RuntimeError), store.unit():
        pass
    with store.unit() as unit:
        samples.caller(unit)


def test_kinds_that_are_never_written_over(store: AnyStore) -> None:
    with store.unit() as unit:
        said = samples.turn(unit, samples.call(unit, samples.caller(unit)), 1)
        with pytest.raises(TypeError):
            unit.save(said)
        line = unit.many(Entry, entity="call", entity_id=1)[0]
        for act in (unit.save, unit.insert):
            with pytest.raises(TypeError):
                act(line)


def test_a_call_is_locked_with_its_caller_and_the_answer_that_was_given(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
        on = samples.call(unit, person, turn=2)
        samples.turn(unit, on, 1, "good morning")
    with store.unit() as unit:
        locked = unit.lock_call(on.public_id, 1)
        assert locked is not None
        assert (locked.caller, locked.call, locked.answer) == (person, on, "good morning")
    with store.unit() as unit:
        locked = unit.lock_call(on.public_id, 2)
        assert locked is not None and locked.answer is None
        assert unit.lock_call("nobody", 1) is None
        assert unit.lock(person.id) == person
        with pytest.raises(LookupError):
            unit.lock(99)


def test_things_that_go_wrong_around_a_commit(store: AnyStore) -> None:
    class Death(BaseException):
        pass

    def die() -> None:
        raise Death

    def write(number: str) -> None:
        with store.unit() as unit:
            samples.caller(unit, number=number)

    for point, number, written in (
        ("at_open", "+12025550101", False),
        ("before_commit", "+12025550102", False),
        ("after_commit", "+12025550103", True),
    ):
        setattr(store, point, die)
        with pytest.raises(Death):
            write(number)
        setattr(store, point, lambda: None)
        with store.reading() as unit:
            assert (unit.one(Caller, number=number) is not None) is written
    write("+12025550104")
