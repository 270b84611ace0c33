"""The audit: an honest house balances at every instant; each thing that could be wrong is found, and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from ivr.promise import callback, transfer
from ivr.reports.equation.audit import audit, balance
from ivr.reports.equation.books import Books
from ivr.store.memory.store import MemoryStore
from ivr.store.rules.fields import COLUMNS, VALUES
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import CallState, Entry, Fate, Source
from tests.store import samples

AnyStore = MemoryStore | SqlStore


def past_the_port(store: AnyStore, row: Any) -> None:
    """Writes a row over, as somebody with a database client would: the ledger hears nothing of it."""
    row = replace(row, fence=row.fence + 1)
    if isinstance(store, MemoryStore):
        store.shelves[type(row)].put(row.id, row)
        return
    table = TABLES[type(row)]
    with store.engine.begin() as connection:
        values = dict(zip(COLUMNS[type(row)], VALUES[type(row)](row), strict=True))
        connection.execute(update(table).where(table.c.id == row.id).values(values))


def told(store: AnyStore, entity: str, id: int, before: str, after: str) -> None:
    """A line in the ledger that no unit of work has written."""
    line = Entry(0, entity, id, before, after, "", "", 0, samples.NOON)
    if isinstance(store, MemoryStore):
        store.ledger.tell(VALUES[Entry](line))  # type: ignore[arg-type]
        return
    with store.engine.begin() as connection:
        connection.execute(insert(TABLES[Entry]).values(dict(zip(COLUMNS[Entry], VALUES[Entry](line), strict=True))))


def test_an_empty_house_balances(store: AnyStore) -> None:
    found = audit(store)
    assert found.balanced and not found.findings
    assert found.as_json() == {
        "obligations": 0,
        "waiting": 0,
        "served": 0,
        "via_callback": {"open": 0, "final": 0},
        "waived": 0,
        "overdue": 0,
        "late": 0,
        "callback_rows": 0,
        "balanced": True,
    }


def test_every_obligation_is_counted_once_by_its_fate(store: AnyStore) -> None:
    with store.unit() as unit:
        a_day(unit)
    found = audit(store)
    assert found.findings == ()
    assert found.as_json() == {
        "obligations": 7,
        "waiting": 1,
        "served": 1,
        "via_callback": {"open": 2, "final": 1},
        "waived": 2,
        "overdue": 0,
        "late": 0,
        "callback_rows": 2,
        "balanced": True,
    }
    assert found.as_text().startswith("7 obligations = 1 waiting + 1 served + 2 with an open callback")


def a_day(unit: Unit) -> None:
    """One waits, one was served, one said no; two debts share an open callback, one of a third said no later; one
    callback is over."""
    person, other = samples.caller(unit), samples.caller(unit)
    far = unit.now + timedelta(hours=1)
    promise = samples.callback_row(unit, person, deadline=far, promised_by=far)
    over = samples.callback_row(unit, other, deadline=far)
    unit.save(replace(over, state=callback.State.CANCELLED, deadline=None), "cancel")

    def end(state: transfer.State, fate: Fate, **fields: Any) -> Any:
        row = samples.transfer_row(unit, person, deadline=far)
        debt = unit.get(samples.Obligation, row.obligation_id)
        assert debt is not None
        if state is transfer.State.SERVED:
            row = replace(row, offer_id=99, bridged=True)
            for way in (transfer.State.OFFERED, transfer.State.ACCEPTED, transfer.State.TALKED):
                row = unit.save(replace(row, state=way))
        unit.save(replace(row, state=state, deadline=None))
        return unit.save(replace(debt, fate=fate, **fields))

    samples.transfer_row(unit, person, deadline=far)
    end(transfer.State.SERVED, Fate.SERVED)
    end(transfer.State.WAIVED, Fate.WAIVED)
    end(transfer.State.CALLBACK, Fate.CALLBACK, callback_id=promise.id)
    declined = end(transfer.State.CALLBACK, Fate.CALLBACK, callback_id=promise.id)
    unit.save(replace(declined, fate=Fate.WAIVED))
    samples.obligation(unit, person, fate=Fate.CALLBACK, callback_id=promise.id)
    samples.obligation(unit, other, fate=Fate.CALLBACK, callback_id=over.id)


def test_what_is_overdue_and_what_is_late(store: AnyStore) -> None:
    with store.unit() as unit:
        person, now = samples.caller(unit), unit.now
        second = timedelta(seconds=1)
        promise = samples.callback_row(unit, person, promised_by=now - second)
        samples.obligation(unit, person, fate=Fate.CALLBACK, callback_id=promise.id)
        just = samples.call(unit, person, deadline=now - 3 * second)
        stuck = samples.call(unit, person, deadline=now - timedelta(hours=1))
        samples.task(unit, deadline=now - timedelta(minutes=1))
    found = audit(store, sweep_period=timedelta(seconds=60))
    assert (found.overdue, found.late, found.balanced) == (1, 1, True)
    assert found.findings == (f"call {stuck.public_id} is overdue",)
    assert audit(store, sweep_period=second).overdue == 3
    assert f"call {just.public_id} is overdue" in audit(store, sweep_period=second).findings


def _half_done_transfer(store: AnyStore) -> str:
    with store.unit() as unit:
        row = samples.transfer_row(unit, samples.caller(unit))
        unit.save(replace(row, state=transfer.State.WAIVED, deadline=None))
    return f"transfer {row.public_id} is waived, and its obligation waiting"


def _fate_without_transfer(store: AnyStore) -> str:
    with store.unit() as unit:
        row = samples.transfer_row(unit, samples.caller(unit))
        debt = unit.get(samples.Obligation, row.obligation_id)
        assert debt is not None
        unit.save(replace(debt, fate=Fate.SERVED))
    return f"transfer {row.public_id} is waiting, and its obligation served"


def _debt_that_nobody_looks_after(store: AnyStore) -> str:
    with store.unit() as unit:
        debt = samples.obligation(unit, samples.caller(unit))
    return f"obligation {debt.id} waits, and no transfer looks after it"


def _transfer_that_was_lost(store: AnyStore) -> str:
    with store.unit() as unit:
        debt = samples.obligation(unit, samples.caller(unit), source=Source.TRANSFER, fate=Fate.SERVED)
    return f"obligation {debt.id} waits, and no transfer looks after it"


def _callback_for_nobody(store: AnyStore) -> str:
    with store.unit() as unit:
        row = samples.callback_row(unit, samples.caller(unit))
    return f"callback {row.public_id} is open and keeps no promise"


def _state_that_was_not_told(store: AnyStore) -> str:
    with store.unit() as unit:
        row = samples.call(unit, samples.caller(unit))
    past_the_port(store, replace(row, state=CallState.ENDED, deadline=None))
    return f"call {row.public_id} is ended, and the ledger does not say so"


def _row_without_a_birth(store: AnyStore) -> str:
    with store.unit() as unit:
        row = samples.call(unit, samples.caller(unit))
    told(store, "call", row.id, "ended", "live")
    return f"the ledger of call {row.id} has a gap"


def _step_that_is_no_arrow(store: AnyStore) -> str:
    with store.unit() as unit:
        person = samples.caller(unit)
        row = samples.callback_row(unit, person)
        samples.obligation(unit, person, fate=Fate.CALLBACK, callback_id=row.id)
        unit.save(replace(row, state=callback.State.CONNECTED, deadline=None))
    return "the ledger tells of a callback that went from scheduled to connected"


@pytest.mark.parametrize(
    "wrong",
    [
        _half_done_transfer,
        _fate_without_transfer,
        _debt_that_nobody_looks_after,
        _transfer_that_was_lost,
        _callback_for_nobody,
        _state_that_was_not_told,
        _row_without_a_birth,
        _step_that_is_no_arrow,
    ],
)
def test_what_is_wrong_is_found_and_named(store: AnyStore, wrong: Callable[[AnyStore], str]) -> None:
    finding = wrong(store)
    found = audit(store)
    assert not found.balanced
    assert finding in found.findings
    assert "+1" not in " ".join(found.findings)


def test_the_equation_itself() -> None:
    fates: Counter[tuple[Fate, bool | None]] = Counter({(Fate.WAITING, None): 2, (Fate.CALLBACK, False): 3})
    assert balance(Books(5, fates, 1, 0, 0, (), ())).balanced
    assert not balance(Books(6, fates, 1, 0, 0, (), ())).balanced
    assert not balance(Books(5, fates, 1, 0, 0, (), ("one",))).balanced
    assert balance(Books(5, fates, 1, 0, 4, ("late",), ())).balanced
    nowhere = Counter({(Fate.CALLBACK, None): 1})
    assert not balance(Books(1, nowhere, 0, 0, 0, (), ())).balanced


def test_many_findings_of_one_sort_are_counted_and_some_are_named(store: AnyStore) -> None:
    with store.unit() as unit:
        person = samples.caller(unit)
        for _ in range(25):
            samples.call(unit, person, deadline=unit.now - timedelta(hours=1))
    found = audit(store)
    assert found.overdue == 25 and len(found.findings) == 20


def test_an_audit_sees_one_moment(sql_store: SqlStore) -> None:
    before = sql_store.statements
    audit(sql_store)
    assert sql_store.statements - before <= 25
