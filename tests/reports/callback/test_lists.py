"""Callbacks in tabs: each in one, with who has it; at a cost that does not grow, by indexes alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ivr.access import Role
from ivr.frozen import replace
from ivr.promise import callback, offer
from ivr.promise.callback import State
from ivr.reports.callback import lists as lists
from ivr.reports.callback import story as story
from ivr.reports.callback.lists import Holder, Listed, Sought, Tab
from ivr.store.rules.kinds import NAMES
from ivr.store.sql.store import SqlStore
from ivr.switchboard.asking import LEASE
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Account, Agent, Callback, Source
from tests.store import samples
from tests.store.test_plans import SMALL, Sent, scans_of_postgresql, scans_of_sqlite, sent

__all__ = ["sent"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def owed(unit: Unit, due: timedelta = -HOUR, **fields: Any) -> Callback:
    row = {"due_at": unit.now + due, "promised_by": unit.now + due + HOUR, **fields}
    return samples.callback_row(unit, samples.caller(unit), **row)


def sought(store: SqlStore, tab: Tab = Tab.DUE, **more: Any) -> Sought:
    """Today ends in five hours."""
    return Sought(tab, store.now() + 5 * HOUR, **more)


def ids(store: SqlStore, tab: Tab, **more: Any) -> list[str]:
    with store.reading() as unit:
        return [one.public_id for one in lists.listed(unit, sought(store, tab, **more))]


def test_every_callback_is_in_one_tab_and_counted_there(sql_store: SqlStore) -> None:
    with sql_store.unit() as unit:
        ended = {"deadline": None, "ended_at": unit.now}
        expected = {
            Tab.DUE: [owed(unit, -2 * HOUR, state=State.DUE), owed(unit, -HOUR), owed(unit, DAY, state=State.REVIEW)],
            Tab.TODAY: [owed(unit, HOUR), owed(unit, 4 * HOUR, team="repairs")],
            Tab.LATER: [owed(unit, 6 * HOUR)],
            Tab.DONE: [owed(unit, state=state, **ended) for state in (State.CAME_IN, State.CONNECTED)][::-1],
            Tab.MISSED: [owed(unit, state=State.BARRED, **ended)],
        }
        owed(unit, state=State.CONNECTED, deadline=None, ended_at=unit.now - 8 * DAY)
    for tab, rows in expected.items():
        assert ids(sql_store, tab) == [row.public_id for row in rows], tab
    with sql_store.reading() as unit:
        assert lists.counts(unit, sought(sql_store)) == {tab: len(rows) for tab, rows in expected.items()}
        assert lists.counts(unit, sought(sql_store, team="repairs"))[Tab.TODAY] == 1
    assert ids(sql_store, Tab.TODAY, team="repairs") == [expected[Tab.TODAY][1].public_id]
    assert ids(sql_store, Tab.DUE, skip=1) == [row.public_id for row in expected[Tab.DUE][1:]]
    assert set(lists.DONE | lists.MISSED) == set(callback.FINAL)


def shown(store: SqlStore, row: Callback) -> Listed:
    with store.reading() as unit:
        found = lists.one(unit, row.public_id)
    assert found is not None
    return found


def claimed(unit: Unit, by: Agent, **fields: Any) -> Callback:
    return owed(unit, state=State.DUE, claimed_by=by.id, claimed_until=unit.now + LEASE / 2, **fields)


def test_whose_it_is(sql_store: SqlStore) -> None:
    """Claimed, on the line, or nobody's: because the lease is over, or they let it pass."""
    with sql_store.unit() as unit:
        ada = samples.agent(unit)
        taken, passed = claimed(unit, ada), claimed(unit, ada)
        samples.offer_row(unit, ada, passed, state=offer.State.MISSED, in_flight=False, deadline=None)
        stale = owed(unit, state=State.DUE, claimed_by=ada.id, claimed_until=unit.now - HOUR)
        asked = owed(unit, state=State.OFFERED)
        samples.offer_row(unit, ada, asked, in_flight=False)
        row = owed(unit, state=State.DUE)
        yes = samples.offer_row(unit, samples.agent(unit), row, state=offer.State.ACCEPTED)
        unit.save(replace(row, state=State.DIALLING, offer_id=yes.id))
        samples.obligation(unit, samples.caller(unit), source=Source.MISSED_CALL, callback_id=row.id)
    assert shown(sql_store, taken).holder == Holder(ada.id, ada.name, taken.claimed_until)
    assert shown(sql_store, passed).holder is None and shown(sql_store, stale).holder is None
    assert shown(sql_store, asked).asked == (ada.name,) and shown(sql_store, asked).holder is None
    phoned = shown(sql_store, row)
    assert phoned.holder is not None and phoned.holder.until is None and phoned.sources == (Source.MISSED_CALL,)


def test_its_life_is_told_with_names(sql_store: SqlStore) -> None:
    with sql_store.unit("account:1") as unit:
        account = unit.insert(Account(0, "a@shop.example", "Rahima", Role.OWNER, unit.now))
        ada = samples.agent(unit)
        row = owed(unit)
        samples.note(unit, samples.caller(unit))
        unit.tell(row, f"claim: agent {ada.id}")
        unit.tell(row, "call_off: caller")
        unit.tell(row, "fall_due")
        unit.tell(row, "put_off")
    with sql_store.reading() as unit:
        off, claim, *_ = story.history(unit, row.id)
        assert story.notes(unit, row.caller_id, row.id) == ()
    assert (off.cause, off.detail) == ("call_off", "caller")
    assert (claim.cause, claim.detail) == ("claim", ada.name)
    assert (claim.by, claim.named) == (("Rahima", True) if account.id == 1 else ("account:1", False))


def tour(store: SqlStore) -> None:
    with store.reading() as unit:
        for tab in Tab:
            lists.listed(unit, sought(store, tab))
            lists.listed(unit, sought(store, tab, team="support"))
        lists.counts(unit, sought(store)), lists.counts(unit, sought(store, team="support"))
        row = lists.one(unit, "cb0") or lists.listed(unit, sought(store))[0]
        story.history(unit, row.id), story.notes(unit, row.caller_id, row.id), lists.colleagues(unit)


@pytest.mark.parametrize("many", [1, 40])
def test_a_list_takes_three_statements_however_long(sql_store: SqlStore, many: int) -> None:
    with sql_store.unit() as unit:
        for _ in range(many):
            row = owed(unit, state=State.DUE)
            samples.offer_row(unit, samples.agent(unit), row, in_flight=False)
    with sql_store.reading() as unit:
        assert unit.now
        before = sql_store.statements
        assert len(lists.listed(unit, sought(sql_store))) == many
        assert sql_store.statements - before <= 4  # the fourth: when today ends
        before = sql_store.statements
        lists.counts(unit, Sought(Tab.DUE, unit.now))
        assert sql_store.statements - before == 2


def test_no_list_reads_a_big_table_from_end_to_end(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        samples.offer_row(unit, samples.agent(unit), owed(unit, state=State.DUE))
    tour(sql_store)
    scans: Any = scans_of_sqlite if sql_store.engine.dialect.name == "sqlite" else scans_of_postgresql
    with sql_store.engine.connect() as connection:
        connection.begin()
        cursor = connection.connection.cursor()
        for statement, parameters in [one for one in sent if one[0].startswith("SELECT")]:
            whole = {table for table in scans(cursor, statement, parameters) if table in NAMES.values()}
            assert whole <= SMALL, statement
