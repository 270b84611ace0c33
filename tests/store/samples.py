"""Rows to store: each call gives a new one, valid, with what matters to a test said by that test."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, insert, literal, select

from ivr.promise import callback, offer, transfer
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import (
    Agent,
    AgentState,
    Call,
    Callback,
    Caller,
    CallState,
    Consent,
    CustomerLeg,
    Erasure,
    Incident,
    Matter,
    Membership,
    Message,
    MessageState,
    Note,
    NumberChange,
    NumberState,
    Obligation,
    Offer,
    Published,
    Queue,
    QueueState,
    Recording,
    RecordingState,
    Row,
    Source,
    Tag,
    Task,
    Trace,
    Transfer,
    Turn,
)

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
LATER = NOON + timedelta(days=36_500)
"""After every moment at which these tests will be run: databases have a clock of their own."""
_numbers = itertools.count(1)


def fresh(prefix: str) -> str:
    """A key that no other row has."""
    return f"{prefix}{next(_numbers)}"


def caller(unit: Unit, **fields: Any) -> Caller:
    return unit.insert(replace(Caller(0, f"+1202555{next(_numbers):04}"), **fields))


def call(unit: Unit, of: Caller, **fields: Any) -> Call:
    row = Call(0, fresh("call"), fresh("CA"), of.id, "+12025550100", 1, "en", "[]", 1, CallState.LIVE, unit.now, LATER)
    return unit.insert(replace(row, **fields))


def obligation(unit: Unit, of: Caller, **fields: Any) -> Obligation:
    return unit.insert(replace(Obligation(0, Source.REQUEST, fresh("key"), of.id, unit.now), **fields))


def transfer_row(unit: Unit, of: Caller, on: Call | None = None, **fields: Any) -> Transfer:
    on = on or call(unit, of)
    debt = obligation(unit, of, source=Source.TRANSFER, call_id=on.id)
    row = Transfer(
        0, fresh("tr"), on.id, of.id, debt.id, 1, "support", "orders", "en", transfer.State.WAITING,
        unit.now, unit.now, unit.now, LATER,
    )  # fmt: skip
    return unit.insert(replace(row, **fields))


def callback_row(unit: Unit, of: Caller, **fields: Any) -> Callback:
    row = Callback(
        0, fresh("cb"), of.id, "support", "orders", "en", "+12025550100", callback.State.SCHEDULED,
        unit.now, unit.now, LATER, LATER, LATER, LATER,
    )  # fmt: skip
    return unit.insert(replace(row, **fields))


def agent(unit: Unit, team: str = "support", **fields: Any) -> Agent:
    row = Agent(0, fresh("Ada"), f"+1303555{next(_numbers):04}", AgentState.AVAILABLE, unit.now)
    row = unit.insert(replace(row, **fields))
    unit.insert(Membership(0, row.id, team))
    return row


def offer_row(unit: Unit, to: Agent, of: Transfer | Callback, **fields: Any) -> Offer:
    row = Offer(0, fresh("of"), to.id, of.caller_id, offer.State.INTENDED, unit.now, LATER)
    row = replace(row, **{"transfer_id" if isinstance(of, Transfer) else "callback_id": of.id})
    return unit.insert(replace(row, **fields))


def customer_leg(unit: Unit, of: Offer, **fields: Any) -> CustomerLeg:
    assert of.callback_id is not None
    return unit.insert(replace(CustomerLeg(0, of.id, of.callback_id, of.caller_id, unit.now), **fields))


def turn(unit: Unit, of: Call, n: int, answer: str = "said") -> Turn:
    return unit.insert(Turn(0, of.public_id, n, answer, "[]", unit.now))


def task(unit: Unit, **fields: Any) -> Task:
    return unit.insert(replace(Task(0, fresh("task"), "late", "Bo", "callback x", unit.now, LATER), **fields))


def message(unit: Unit, **fields: Any) -> Message:
    row = Message(0, fresh("message"), "support", "Please look", MessageState.INTENDED, unit.now, LATER)
    return unit.insert(replace(row, **fields))


def queue(unit: Unit, of: Transfer, **fields: Any) -> Queue:
    return unit.insert(replace(Queue(0, fresh("QU"), of.id, QueueState.OPEN, LATER), **fields))


def recording(unit: Unit, of: Call, n: int = 1, **fields: Any) -> Recording:
    row = Recording(0, fresh("rec"), of.id, n, RecordingState.INTENDED, unit.now, LATER)
    return unit.insert(replace(row, **fields))


def note(unit: Unit, of: Caller, **fields: Any) -> Note:
    row = Note(0, fresh("note"), of.id, "Prefers mornings", None, "Ada", unit.now, "prefers mornings")
    return unit.insert(replace(row, **fields))


def tag(unit: Unit, of: Caller, word: str = "wholesale") -> Tag:
    return unit.insert(Tag(0, of.id, word, word, "Ada", unit.now))


def consent(unit: Unit, of: Caller, **fields: Any) -> Consent:
    return unit.insert(replace(Consent(0, of.id, Matter.RECORDING, True, "asked", "Ada", unit.now), **fields))


def erasure(unit: Unit, **fields: Any) -> Erasure:
    return unit.insert(replace(Erasure(0, Trace.CALL, fresh("CA"), unit.now, LATER), **fields))


def number_change(unit: Unit, of: Agent, **fields: Any) -> NumberChange:
    state = NumberState.ASKED
    row = NumberChange(0, fresh("nc"), of.id, "+13035550199", "123456", state, "account:1", unit.now, LATER)
    return unit.insert(replace(row, **fields))


def incident(unit: Unit, **fields: Any) -> Incident:
    return unit.insert(replace(Incident(0, fresh("topic"), '{"en":"Late."}', unit.now, unit.now), **fields))


def published(unit: Unit, **fields: Any) -> Published:
    return unit.insert(replace(Published(0, "flow", fresh("flow"), "hash", "{}", unit.now), **fields))


def again(store: SqlStore, row: Row, times: int, key: str) -> None:
    """So many rows more like this one, made by the database itself: each with a value of its own under `key`."""
    table = TABLES[type(row)]
    one = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = one.union_all(select(one.c.n + 1).where(one.c.n < times))
    given = {
        column.name: literal(getattr(row, column.name), column.type) for column in table.c if column.name != "id"
    } | {key: literal(fresh(key)) + "-" + cast(numbers.c.n, String)}
    with store.engine.begin() as on:
        on.execute(insert(table).from_select(list(given), select(*given.values()).select_from(numbers)))
