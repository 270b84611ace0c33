"""Deadlines and the ledger: what is due, what was told; the same in memory, SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.promise import callback
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.rows import (
    Call,
    Callback,
    CallState,
    Entry,
)
from tests.store import samples

AnyStore = MemoryStore | SqlStore


def test_the_ledger_tells_every_change_of_state_and_nothing_else(store: AnyStore) -> None:
    with store.unit("web") as unit:
        promise = samples.callback_row(unit, samples.caller(unit))
        promise = unit.save(replace(promise, rounds=1), "not told")
        promise = unit.save(replace(promise, state=callback.State.DUE), "fall_due")
        told = unit.many(Entry, entity="callback", entity_id=promise.id)
        moment = unit.now
    with store.unit("sweep") as unit:
        promise = unit.save(replace(promise, state=callback.State.BARRED, deadline=None), "bar")
        told_again = unit.many(Entry, entity="callback", entity_id=promise.id)
    assert [(line.from_state, line.to_state, line.cause, line.actor, line.fence) for line in told_again] == [
        ("", "scheduled", "", "web", 0),
        ("scheduled", "due", "fall_due", "web", 2),
        ("due", "barred", "bar", "sweep", 3),
    ]
    assert told_again[:2] == told and told[0].at == moment


def test_the_ledger_knows_the_state_of_a_row_that_was_read_in_an_earlier_unit(store: AnyStore) -> None:
    with store.unit() as unit:
        on = samples.call(unit, samples.caller(unit))
    with store.unit() as unit:
        unit.save(replace(on, state=CallState.ENDED, deadline=None), "hung_up")
        assert unit.many(Entry, entity="call", entity_id=on.id)[-1].from_state == "live"


def test_what_is_due_comes_by_its_deadline_the_oldest_first(store: AnyStore) -> None:
    now = store.now()
    with store.unit() as unit:
        person = samples.caller(unit)
        late = samples.call(unit, person, deadline=now - timedelta(seconds=5))
        later = samples.call(unit, person, deadline=now - timedelta(seconds=9))
        samples.call(unit, person, deadline=now + timedelta(hours=1))
        over = samples.call(unit, person, deadline=now - timedelta(seconds=7))
        unit.save(replace(over, state=CallState.ENDED, deadline=None))
        moved = samples.call(unit, person, deadline=now - timedelta(seconds=8))
        unit.save(replace(moved, deadline=now + timedelta(hours=2)))
    assert store.due(Call, 10) == (later.id, late.id)
    assert store.due(Call, 1) == (later.id,)
    assert store.due(Call, 10) == (later.id, late.id)
    assert store.due(Callback, 10) == ()
    assert list(store.late()) == [Call]
    assert store.next_deadline() == later.deadline


def test_where_nothing_is_awaited_there_is_no_next_deadline(store: AnyStore) -> None:
    assert store.next_deadline() is None
    assert not store.late()


def test_a_deadline_that_was_moved_by_a_unit_that_failed_stands_as_before(store: AnyStore) -> None:
    now = store.now()
    with store.unit() as unit:
        on = samples.call(unit, samples.caller(unit), deadline=now - timedelta(seconds=5))
    with pytest.raises(ZeroDivisionError), store.unit() as unit:
        unit.save(replace(on, deadline=now + timedelta(hours=1)))
        if isinstance(store, MemoryStore):
            assert store.due(Call, 5) == ()
        1 / 0  # noqa: B018
    assert store.due(Call, 5) == (on.id,)
