"""Retention: what is over goes after its time, with all that hangs on it, and the books balance before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ivr.line.outcomes import LegState
from ivr.promise import callback, offer, transfer
from ivr.reports.equation.audit import audit
from ivr.store.retention import RETENTION, purge
from ivr.store.rules.kinds import NAMES
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import (
    Caller,
    CallState,
    Fate,
    MessageState,
    Obligation,
    QueueState,
    RecordingState,
    Source,
)
from tests.store import samples

YEARS = timedelta(days=731)


def rows(store: SqlStore) -> dict[str, int]:
    """How many rows stand in each table that is not empty."""
    with store.engine.connect() as connection:
        counts = {
            NAMES[k]: connection.execute(select(func.count()).select_from(t)).scalar_one() for k, t in TABLES.items()
        }
    return {name: count for name, count in counts.items() if count}


def a_case(unit: Unit, number: str | None, at: timedelta, settled: bool = True) -> Caller:
    """A caller who waited, was not reached at first, and was called back; or is still to be."""
    moment = unit.now - at
    person = samples.caller(unit, number=number)
    on = samples.call(unit, person, started_at=moment)
    row = samples.transfer_row(unit, person, on, asked_at=moment)
    missed = samples.offer_row(unit, samples.agent(unit), row, intended_at=moment)
    unit.save(replace(missed, state=offer.State.WITHDRAWN, in_flight=False, deadline=None))
    waiting = samples.queue(unit, row)
    promise = samples.callback_row(unit, person, created_at=moment)
    debt = unit.get(Obligation, row.obligation_id)
    assert debt is not None
    unit.save(replace(debt, fate=Fate.CALLBACK, callback_id=promise.id, at=moment))
    unit.save(replace(row, state=transfer.State.CALLBACK, deadline=None, ended_at=moment))
    unit.save(replace(waiting, state=QueueState.CLOSED, deadline=None))
    unit.save(replace(on, state=CallState.ENDED, deadline=None, ended_at=moment))
    unit.insert(replace(samples.turn(unit, on, 1), n=2, at=moment))
    if settled:
        yes = samples.offer_row(unit, samples.agent(unit), promise, state=offer.State.ACCEPTED, intended_at=moment)
        leg = samples.customer_leg(unit, yes, placed_at=moment)
        unit.save(replace(leg, state=LegState.ENDED, in_flight=False))
        unit.save(replace(yes, in_flight=False, deadline=None))
        for state in (callback.State.DUE, callback.State.OFFERED, callback.State.DIALLING, callback.State.TALKING):
            promise = unit.save(replace(promise, state=state, offer_id=yes.id))
        unit.save(replace(promise, state=callback.State.CONNECTED, deadline=None, ended_at=moment))
    return person


def test_what_is_over_goes_with_all_that_hangs_on_it(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        for number in ("+12025550101", None):
            a_case(unit, number, YEARS)
    before = rows(sql_store)
    assert before["calls"] == 2 and before["customer_legs"] == 2 and before["callers"] == 2
    gone = purge(sql_store)
    assert audit(sql_store).balanced
    left = rows(sql_store)
    assert set(left) == {"agents", "memberships", "ledger", "turns"}
    assert left["turns"] == 2, "said today, whatever the age of the call"
    assert {name: count - left.get(name, 0) for name, count in before.items() if count != left.get(name)} == gone
    assert purge(sql_store) == {}


def test_what_is_not_over_stays_however_old(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        a_case(unit, "+12025550101", YEARS, settled=False)
        waiting = samples.transfer_row(unit, samples.caller(unit), asked_at=unit.now - YEARS)
        debt = unit.get(Obligation, waiting.obligation_id)
        assert debt is not None
        unit.save(replace(debt, at=unit.now - YEARS))
        samples.message(unit, at=unit.now - YEARS)
        samples.task(unit, at=unit.now - YEARS)
    before = rows(sql_store)
    assert purge(sql_store) == {"turns": 1}
    assert rows(sql_store) == before | {"turns": 1}
    assert audit(sql_store).balanced


def test_what_is_young_stays(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        a_case(unit, "+12025550101", timedelta(days=89))
    before = rows(sql_store)
    assert purge(sql_store) == {} and rows(sql_store) == before


def test_a_debt_that_shares_its_callback_with_a_younger_one(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        person = a_case(unit, "+12025550101", YEARS)
        shared = unit.many(samples.Callback, caller_id=person.id)[0]
        samples.obligation(unit, person, fate=Fate.CALLBACK, callback_id=shared.id, source=Source.REQUEST)
    purge(sql_store)
    left = rows(sql_store)
    assert (left["obligations"], left["callbacks"], left["callers"], left.get("transfers")) == (1, 1, 1, None)
    assert audit(sql_store).balanced


def test_who_asked_not_to_be_phoned_is_remembered_for_that(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        person = a_case(unit, "+12025550101", YEARS)
        unit.save(replace(person, do_not_call=True))
    purge(sql_store)
    assert rows(sql_store)["callers"] == 1


def test_messages_and_tasks_go_when_they_are_done_and_old(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        old = unit.now - timedelta(days=400)
        for at in (unit.now, old):
            samples.message(unit, at=at, state=MessageState.SENT, deadline=None)
            samples.task(unit, at=at, done_at=at, deadline=None)
    assert purge(sql_store) == {"messages": 1, "tasks": 1, "ledger": 1}


@pytest.mark.parametrize("batch", [1, 2, 3, 50])
def test_batches_reach_everything_past_what_must_stay(sql_store: SqlStore, batch: int) -> None:
    with sql_store.unit() as unit:
        for case in range(4):
            a_case(unit, f"+1202555010{case}", YEARS, settled=case != 1)
    purge(sql_store, batch)
    left = rows(sql_store)
    assert (left["calls"], left["obligations"], left["callbacks"], left["callers"]) == (1, 1, 1, 1)
    assert audit(sql_store).balanced


def test_every_table_has_a_term_or_a_reason() -> None:
    named = [kind for kept in RETENTION for kind in kept.kinds]
    assert sorted(map(NAMES.__getitem__, named)) == sorted(NAMES.values())
    assert all(kept.why for kept in RETENTION)


def test_a_recording_goes_once_the_carrier_has_erased_it_and_its_call_after_it(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        person, old = samples.caller(unit), unit.now - YEARS
        ended = {"state": CallState.ENDED, "deadline": None, "started_at": old}
        kept, gone = samples.call(unit, person, **ended), samples.call(unit, person, **ended)
        samples.recording(unit, kept, at=old, state=RecordingState.READY)
        samples.recording(unit, gone, at=old, state=RecordingState.ERASED, deadline=None)
        samples.incident(unit, declared_at=old)
        samples.incident(unit, declared_at=old, resolved_at=old)
    assert purge(sql_store) == {"recordings": 1, "incidents": 1, "calls": 1, "ledger": 1}
    assert rows(sql_store)["calls"] == 1
