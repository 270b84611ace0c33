"""What it costs: how many statements a unit takes, and that none of them reads a big table from end to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from ivr.store.rules.keys import KEYS
from ivr.store.rules.kinds import DUE, NAMES
from ivr.store.sql.store import SqlStore
from ivr.switchboard import sweep
from ivr.switchboard.board import Board
from ivr.switchboard.rows import (
    Account,
    Agent,
    Budget,
    Call,
    Caller,
    CallState,
    Endpoint,
    Form,
    Membership,
    Pulse,
    Token,
    Turn,
)
from tests.store import samples

SMALL = {*(NAMES[kind] for kind in (Account, Agent, Membership, Budget, Pulse, Token, Form, Endpoint)), "clock_offset"}
"""As many rows as there are people; reading them whole is right."""

Sent = list[tuple[str, Any]]


@pytest.fixture
def sent(sql_store: SqlStore) -> Iterator[Sent]:
    """Every statement that goes to the database, with its parameters."""
    statements: Sent = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        statements.append((statement, parameters))

    event.listen(sql_store.engine, "before_cursor_execute", note)
    yield statements
    event.remove(sql_store.engine, "before_cursor_execute", note)


def test_a_turn_is_four_statements(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        on = samples.call(unit, samples.caller(unit))
    sent.clear()
    before = sql_store.statements
    with sql_store.unit() as unit:
        locked = unit.lock_call(on.public_id, 1)
        assert locked and unit.now
        samples.turn(unit, locked.call, 1)
        row = unit.save(replace(locked.call, turn=2))
        unit.save(replace(row, state=CallState.ENDED, deadline=None), "hung_up")
    counted = [statement for statement, _ in sent if not statement.startswith("BEGIN")]
    assert len(counted) == sql_store.statements - before == 5  # the fifth: the ledger's lines, in one
    assert "FROM calls" in counted[0] and "turns.answer" in counted[0] and "clock_offset" in counted[0]


def test_a_unit_that_only_reads_the_clock_asks_once(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        assert unit.now == unit.now
    assert len([statement for statement, _ in sent if not statement.startswith("BEGIN")]) == 1


def test_ten_changes_of_state_are_told_in_one_statement(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        for _ in range(10):
            samples.message(unit)
        sent.clear()
    assert [statement.split()[2] for statement, _ in sent] == ["ledger"]


def test_a_pass_of_the_sweep_with_nothing_due_is_one_statement(sql_store: SqlStore, sent: Sent) -> None:
    with sql_store.unit() as unit:
        samples.call(unit, samples.caller(unit))
    sent.clear()
    nobody: Any = None
    assert sweep.once(Board(sql_store, nobody, nobody), nobody) == sweep.Swept(0, 0)
    assert len([statement for statement, _ in sent if not statement.startswith("BEGIN")]) == 1


def tour(store: SqlStore) -> None:
    """Asks everything that may be asked."""
    with store.unit() as unit:
        person = samples.caller(unit)
        on = samples.call(unit, person)
        samples.transfer_row(unit, person, on)
        unit.lock(person.id), unit.lock_call(on.public_id, 1), unit.lock_call(on.public_id, 0)
        unit.record(replace(on, turn=2), Turn(0, on.public_id, 7, "said", "[]", unit.now))
        unit.save(replace(person, name="Nila"))
        unit.free_agents("support"), unit.claimants("support"), unit.waits("support"), unit.legs_in_flight()
        unit.attempts_since(person.id, unit.now), unit.requests_since(person.id, unit.now)
        for kind, keys in KEYS.items():
            unit.get(kind, 1)
            for key in keys:
                values: dict[str, Any] = {field: _a_value(field, key.fields) for field in key.fields}
                values |= {one.field: one.values if len(one.values) > 1 else one.values[0] for one in key.where}
                if not any(one.other for one in key.where):
                    unit.many(kind, **values)
        unit.many(Caller, id=(1, 2, 3))
    for kind in DUE:
        store.due(kind, 100)
    store.late(), store.next_deadline(), store.live_editions()


def _a_value(field: str, fields: tuple[str, ...]) -> Any:
    if field.endswith("_at"):
        return samples.NOON
    return 1 if any(name.endswith("_id") and name != "public_id" for name in fields) else "1"


def scans_of_sqlite(cursor: Any, statement: str, parameters: Any) -> list[str]:
    cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
    steps = [row[3] for row in cursor.fetchall()]
    return [step.split()[1] for step in steps if step.startswith("SCAN") and "USING" not in step]


def scans_of_postgresql(cursor: Any, statement: str, parameters: Any) -> list[str]:
    cursor.execute("SET LOCAL enable_seqscan = off")
    cursor.execute(f"EXPLAIN {statement}", parameters)
    steps = [row[0] for row in cursor.fetchall()]
    return [step.split("Seq Scan on ")[1].split()[0] for step in steps if "Seq Scan on" in step]


def test_no_statement_reads_a_big_table_from_end_to_end(sql_store: SqlStore, sent: Sent) -> None:
    tour(sql_store)
    scans: Callable[[Any, str, Any], list[str]]
    scans = scans_of_sqlite if sql_store.engine.dialect.name == "sqlite" else scans_of_postgresql
    explained = 0
    with sql_store.engine.connect() as connection:
        connection.begin()
        cursor = connection.connection.cursor()
        for statement, parameters in list(sent):
            if statement.split()[0] in ("SELECT", "UPDATE", "WITH") and isinstance(parameters, tuple | dict):
                whole = [table for table in scans(cursor, statement, parameters) if table in NAMES.values()]
                assert set(whole) <= SMALL, statement
                explained += 1
    assert explained > 60


def test_a_plan_that_scans_would_be_seen(sql_store: SqlStore, sent: Sent) -> None:
    scans = scans_of_sqlite if sql_store.engine.dialect.name == "sqlite" else scans_of_postgresql
    with sql_store.engine.connect() as connection:
        connection.begin()
        cursor = connection.connection.cursor()
        assert scans(cursor, "SELECT * FROM calls WHERE topic = 'x'", ()) == ["calls"]


_ = Call
