"""A turn is kept in one step with where it leaves the call: both or neither, in every store, and in few statements."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.store.memory import MemoryStore
from ivr.store.sql import SqlStore
from ivr.switchboard.ports import Conflict, Fenced, Unit
from ivr.switchboard.rows import Call, CallState, Entry, Turn
from tests.store import samples

AnyStore = MemoryStore | SqlStore


@pytest.fixture
def on(store: AnyStore) -> Call:
    """A call that waits for its first turn."""
    with store.unit() as unit:
        return samples.call(unit, samples.caller(unit), turn=1)


def told(unit: Unit, call: Call, n: int) -> Turn:
    return Turn(0, call.public_id, n, "[বলা]", '[{"kind":"Entered"}]', unit.now)


def test_the_call_goes_on_and_the_turn_is_kept(store: AnyStore, on: Call) -> None:
    with store.unit() as unit:
        locked = unit.lock_call(on.public_id, 1)
        assert locked
        moved = unit.record(replace(locked.call, turn=2, position="the menu", topic="bills"), told(unit, on, 1))
        assert moved.fence == on.fence + 1
    with store.reading() as unit:
        assert unit.get(Call, on.id) == moved
        kept = unit.one(Turn, leg=on.public_id, n=1)
        assert kept and kept == replace(told(unit, on, 1), id=kept.id, at=kept.at)


def test_over_a_call_that_was_changed_meanwhile_nothing_is_kept(store: AnyStore, on: Call) -> None:
    with store.unit() as unit:
        unit.save(replace(on, topic="delivery"))
    with pytest.raises(Fenced), store.unit() as unit:
        unit.record(replace(on, turn=2), told(unit, on, 1))
    with store.reading() as unit:
        assert unit.one(Turn, leg=on.public_id, n=1) is None


def test_a_turn_is_kept_once(store: AnyStore, on: Call) -> None:
    with store.unit() as unit:
        on = unit.record(replace(on, turn=2), told(unit, on, 1))
    with pytest.raises(Conflict), store.unit() as unit:
        unit.record(replace(on, turn=3), told(unit, on, 1))
    with store.reading() as unit:
        assert unit.get(Call, on.id) == on


def test_a_call_that_ends_by_it_is_told_of(store: AnyStore, on: Call) -> None:
    with store.unit() as unit:
        unit.lock_call(on.public_id, 1)
        unit.record(replace(on, turn=2, state=CallState.ENDED, deadline=None), told(unit, on, 1))
    with store.reading() as unit:
        lines = unit.many(Entry, entity="call", entity_id=on.id)
    assert [(line.from_state, line.to_state) for line in lines] == [("", "live"), ("live", "ended")]


def test_what_is_written_is_heard_of_in_one_order(store: AnyStore, on: Call) -> None:
    heard: list[str] = []
    store.written = lambda row: heard.append(type(row).__name__)
    with store.unit() as unit:
        unit.record(replace(on, turn=2), told(unit, on, 1))
    assert heard == ["Call", "Turn"]


def test_a_unit_that_only_reads_keeps_none(store: AnyStore, on: Call) -> None:
    with pytest.raises(RuntimeError), store.reading() as unit:
        unit.record(replace(on, turn=2), told(unit, on, 1))
