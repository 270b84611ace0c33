"""What the databases refuse by themselves, whoever writes: by triggers and by CHECKs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text, update
from sqlalchemy.exc import IntegrityError

from ivr.store.rules.kinds import LIVES, NAMES, ONWARD
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES, Closed
from ivr.switchboard.rows import Callback, Fate, Obligation
from tests.store import samples


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def test_a_final_state_stays_whatever_is_written(engine: Engine) -> None:
    store = SqlStore(engine)
    with store.unit() as unit:
        unit_rows = dict(every_life(unit))
    for kind, onward in ONWARD.items():
        final = min(state for state, further in onward.items() if not further)
        settle(engine, kind, unit_rows[kind].id, final)
        for another in set(type(final)) - {final}:
            with pytest.raises(IntegrityError, match="final"):
                settle(engine, kind, unit_rows[kind].id, another)


def test_every_final_state_of_a_callback_is_held(engine: Engine) -> None:
    store = SqlStore(engine)
    for final in sorted(ONWARD[Callback]):
        with store.unit() as unit:
            row = samples.callback_row(unit, samples.caller(unit))
        settle(engine, Callback, row.id, final)
        with pytest.raises(IntegrityError, match="final"), engine.begin() as connection:
            connection.execute(
                text("UPDATE callbacks SET state = 'due', deadline = due_at, fence = fence + 1 WHERE id = :id"),
                {"id": row.id},
            )


def test_what_became_a_callback_can_be_waived_and_nothing_else(engine: Engine) -> None:
    with SqlStore(engine).unit() as unit:
        debt = dict(every_life(unit))[Obligation]
    settle(engine, Obligation, debt.id, Fate.CALLBACK)
    for fate in (Fate.WAITING, Fate.SERVED):
        with pytest.raises(IntegrityError, match="keeps"):
            settle(engine, Obligation, debt.id, fate)
    settle(engine, Obligation, debt.id, Fate.WAIVED)


def every_life(unit: Any) -> Iterator[tuple[type, Any]]:
    """An open row of every kind that has final states."""
    person = samples.caller(unit)
    waiting = samples.transfer_row(unit, person)
    promise = samples.callback_row(unit, person)
    on = samples.call(unit, person)
    rows = [
        on,
        waiting,
        promise,
        samples.offer_row(unit, samples.agent(unit), promise),
        samples.queue(unit, waiting),
        samples.message(unit),
        samples.recording(unit, on),
        samples.number_change(unit, samples.agent(unit)),
        samples.obligation(unit, person, callback_id=promise.id),
    ]
    return ((type(row), row) for row in rows)


def settle(engine: Engine, kind: type, id: int, state: Any) -> None:
    """Writes a state past the program, with the fields that its CHECKs ask for."""
    table, field = TABLES[kind], LIVES.get(kind, ("", "state"))[1]
    final = state in ONWARD[kind]
    values: dict[str, Any] = {field: state, "fence": table.c.fence + 1}
    if "deadline" in table.c:
        values["deadline"] = None if final else datetime(2026, 1, 1, tzinfo=UTC)
    if "in_flight" in table.c:
        values["in_flight"] = not final
    with engine.begin() as connection:
        connection.execute(update(table).where(table.c.id == id).values(values))


def test_a_fence_only_grows(engine: Engine) -> None:
    store = SqlStore(engine)
    with store.unit() as unit:
        samples.caller(unit)
    for fence in ("fence", "fence - 1", "0"):
        with pytest.raises(IntegrityError, match="fence"), engine.begin() as connection:
            connection.execute(text(f"UPDATE callers SET fence = {fence}"))


def test_the_ledger_is_only_ever_longer_while_its_rows_stand(engine: Engine) -> None:
    store = SqlStore(engine)
    with store.unit() as unit:
        samples.message(unit)
    for change in ("UPDATE ledger SET cause = 'another'", "DELETE FROM ledger"):
        with pytest.raises(IntegrityError, match="ledger"), engine.begin() as connection:
            connection.execute(text(change))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM messages"))
        connection.execute(text("DELETE FROM ledger"))


def test_the_ledger_is_not_emptied_at_one_stroke(postgresql_url: str) -> None:
    engine = make_engine(postgresql_url)
    with pytest.raises(IntegrityError, match="ledger"), engine.begin() as connection:
        connection.execute(text("TRUNCATE ledger"))
    engine.dispose()


def test_the_clock_is_always_there_and_never_goes_back(engine: Engine) -> None:
    SqlStore(engine).move_clock(60)
    for change in (
        "UPDATE clock_offset SET seconds = 59",
        "DELETE FROM clock_offset",
        "INSERT INTO clock_offset (id, seconds) VALUES (2, 0)",
        "INSERT INTO clock_offset (id, seconds) VALUES (1, 0)",
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(change))


STUCK = {
    "calls": ("state = 'ended'", "deadline = NULL", "state = 'unheard of'"),
    "transfers": (
        "deadline = NULL",
        "state = 'served', deadline = NULL",
        "state = 'talking'",
        "state = 'served', deadline = NULL, offer_id = 1",
        "call_id = 999",
    ),
    "callbacks": ("deadline = NULL", "state = 'connected'", "state = 'dialling'"),
    "offers": (
        "deadline = NULL",
        "state = 'missed', deadline = NULL",
        "callback_id = NULL",
        "transfer_id = 1",
        "leg_state = 'ended'",
        "kind = 'dreamt'",
    ),
    "customer_legs": ("state = 'ended'", "outcome = 'bored'", "offer_id = 999"),
    "obligations": ("fate = 'callback'", "fate = 'forgotten'", "source = 'nowhere'", "caller_id = 999"),
    "queues": ("deadline = NULL", "state = 'closed'"),
    "messages": ("deadline = NULL", "state = 'sent'"),
    "tasks": ("deadline = NULL", "done_at = at"),
    "agents": ("state = 'asleep'",),
    "callers": ("vip = NULL", "name = NULL", "fence = -1"),
}


@pytest.mark.parametrize("table", STUCK)
def test_what_is_stuck_or_unheard_of_cannot_be_written_by_anybody(engine: Engine, table: str) -> None:
    store = SqlStore(engine)
    with store.unit() as unit:
        person = samples.caller(unit)
        waiting = samples.transfer_row(unit, person)
        asked = samples.offer_row(unit, samples.agent(unit), samples.callback_row(unit, person))
        samples.customer_leg(unit, asked)
        samples.queue(unit, waiting), samples.task(unit), samples.message(unit)
    for change in STUCK[table]:
        wider = change if "fence" in change else f"{change}, fence = fence + 1"
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET {wider}"))


def test_every_member_of_every_closed_list_may_be_stored_and_nothing_else(engine: Engine) -> None:
    checks = inspect(engine)
    for kind, table in TABLES.items():
        texts = " ".join(one["sqltext"] for one in checks.get_check_constraints(NAMES[kind]))
        for column in table.c:
            if isinstance(column.type, Closed):
                assert all(f"'{member}'" in texts for member in column.type.members), (kind, column.name)


def test_the_columns_are_the_fields() -> None:
    for kind, table in TABLES.items():
        assert [column.name for column in table.c] == [field.name for field in fields(kind)]
    assert set(Fate) > {Fate.WAITING}
