"""The equation that a page can afford: what is open is counted whole, what is settled among the newest only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ivr.promise import callback, transfer
from ivr.reports.equation import fates
from ivr.reports.equation.fates import CALLBACK_FINAL, CALLBACK_OPEN, LATELY, SERVED, WAITING, WAIVED, counted
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Fate, Obligation
from tests.store import samples


def waits(unit: Unit) -> Obligation:
    """Somebody on the line."""
    row = samples.transfer_row(unit, samples.caller(unit), state=transfer.State.WAITING)
    debt = unit.get(Obligation, row.obligation_id)
    assert debt is not None
    return debt


def owed(unit: Unit, final: bool = False) -> Obligation:
    """Somebody who is to be phoned, or was."""
    who = samples.caller(unit)
    row = samples.callback_row(unit, who)
    debt = samples.obligation(unit, who, fate=Fate.CALLBACK, callback_id=row.id)
    if final:
        unit.save(replace(row, state=callback.State.CONNECTED, deadline=None, ended_at=unit.now))
    return debt


def settled(unit: Unit, fate: Fate) -> Obligation:
    """Somebody whom nothing is owed to any more."""
    return samples.obligation(unit, samples.caller(unit), fate=fate)


def test_each_request_is_in_exactly_one_term(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        waits(unit), owed(unit), owed(unit), owed(unit, final=True)
        settled(unit, Fate.SERVED), settled(unit, Fate.SERVED), settled(unit, Fate.SERVED), settled(unit, Fate.WAIVED)
    with sql_store.reading() as unit:
        found = counted(unit)
    assert found.terms == {WAITING: 1, SERVED: 3, CALLBACK_OPEN: 2, CALLBACK_FINAL: 1, WAIVED: 1}
    assert tuple(found.terms) == fates.TERMS and found.total == 8


def test_what_is_open_counts_however_old_and_what_is_settled_for_a_month(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        for debt in (waits(unit), owed(unit), owed(unit, final=True), settled(unit, Fate.SERVED)):
            unit.save(replace(debt, at=unit.now - LATELY - timedelta(hours=1)))
        settled(unit, Fate.SERVED)
    with sql_store.reading() as unit:
        found = counted(unit)
        assert found.terms == {WAITING: 1, SERVED: 1, CALLBACK_OPEN: 1, CALLBACK_FINAL: 0, WAIVED: 0}
        assert found.since == unit.now - LATELY


def test_where_more_came_than_are_looked_through_it_says_since_when_they_are_counted(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        first = settled(unit, Fate.SERVED)
        first = unit.save(replace(first, at=unit.now - timedelta(hours=1)))
        lately = unit.now - timedelta(minutes=5)
    samples.again(sql_store, replace(first, at=lately), fates.NEWEST, "source_key")
    with sql_store.reading() as unit:
        found = counted(unit)
    assert found.terms[SERVED] == fates.NEWEST, "the one before them is not looked at"
    assert found.since == lately
