"""Who waits for us now: callers on the line, and promises to phone that are open, the most pressing first; and for
which calls one was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ivr.promise import callback, transfer
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Callback, Caller, Fate, Obligation, Transfer

_callers, _callbacks, _transfers = TABLES[Caller].c, TABLES[Callback].c, TABLES[Transfer].c
_debts = TABLES[Obligation].c

WAITING = (
    select(
        _callers.name, _callers.number, _transfers.team, _transfers.topic, _transfers.state, _transfers.waiting_since
    )
    .join(TABLES[Caller], _callers.id == _transfers.caller_id)
    .where(_transfers.deadline.is_not(None))
    .order_by(_transfers.waiting_since, _transfers.id)
)
OPEN = (
    select(
        _callbacks.public_id,
        _callers.name,
        _callers.number,
        _callbacks.team,
        _callbacks.topic,
        _callbacks.state,
        _callbacks.due_at,
        _callbacks.promised_by,
        _callbacks.attempts,
        _callbacks.words,
        _callbacks.language,
    )
    .join(TABLES[Caller], _callers.id == _callbacks.caller_id)
    .where(_callbacks.deadline.is_not(None))
    .order_by(_callbacks.promised_by, _callbacks.id)
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A caller on the line who has asked for a person. `number` is None where it was withheld."""

    name: str
    number: str | None
    team: str
    topic: str
    state: transfer.State
    since: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """An open promise to phone somebody."""

    id: str
    name: str
    number: str | None
    team: str
    topic: str
    state: callback.State
    due_at: datetime
    promised_by: datetime
    attempts: int
    words: str
    """In which it was promised; empty where none were said."""
    language: str


def waiting(unit: SqlUnit, most: int) -> tuple[Waiting, ...]:
    """Who waits, the longest first."""
    return tuple(Waiting(*row) for row in unit.run(WAITING.limit(most)))


def owed(unit: SqlUnit, most: int) -> tuple[Owed, ...]:
    """What we have promised, by when."""
    return tuple(Owed(*row) for row in unit.run(OPEN.limit(most)))


def for_calls(unit: SqlUnit, calls: Sequence[int]) -> frozenset[int]:
    """Those of these calls (ids of rows) for which a call back is owed, or was."""
    where = (_debts.call_id.in_(calls), _debts.fate == Fate.CALLBACK)
    return frozenset(unit.run(select(_debts.call_id).where(*where)).scalars())
