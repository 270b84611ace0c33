"""Callbacks as others see them: the promise, the attempts, and what whoever phones should know before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from ivr.callflow.position import read
from ivr.line.outcomes import Outcome
from ivr.promise.callback import FINAL, State
from ivr.reports.pages import Page, Which, cut, restricted
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import (
    Agent,
    Call,
    Callback,
    Caller,
    CustomerLeg,
    Obligation,
    Offer,
    Recording,
    RecordingState,
    Source,
)

_callbacks, _callers, _calls = TABLES[Callback].c, TABLES[Caller].c, TABLES[Call].c
_legs, _offers, _agents, _debts = TABLES[CustomerLeg].c, TABLES[Offer].c, TABLES[Agent].c, TABLES[Obligation].c
_recordings = TABLES[Recording].c

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Attempt:
    """The customer's phone was rung, once, by an agent's own leg."""

    at: datetime
    agent: str
    outcome: Outcome | None
    """None: not over yet, or never told."""
    seconds: int | None
    """How long the leg lasted, as the carrier counts."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why we owe it: one of possibly several debts that this callback keeps."""

    source: Source
    at: datetime
    call_id: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller said into a recording, for whoever phones; the sound itself is heard on the line only."""

    at: datetime
    seconds: int | None
    words: str
    """Empty where nobody wrote them down."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller keyed, or a lookup found, where the flow names it for whoever phones; never what is sensitive."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What whoever phones should know."""

    name: str
    team: str
    reason: str
    language: str
    dialled: str
    """Our number that the caller had called."""
    asked_at: datetime
    promise: str
    """In the words that the caller heard; empty where none were said."""
    calls_lately: int
    """The caller's calls to us within the last seven days."""
    reasons: tuple[Reason, ...]
    said: tuple[Said, ...] = ()
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class CallbackShown:
    """A promise to phone somebody back."""

    id: str
    number: str | None
    state: State
    promised_by: datetime
    due_at: datetime
    attempts: tuple[Attempt, ...]
    result: State | None
    """How it ended; None: it has not."""
    brief: Brief
    version: int
    """Goes up with every change."""


CALLBACKS = select(
    _callbacks.id,
    _callbacks.public_id,
    _callbacks.caller_id,
    _callers.number,
    _callers.name,
    _callbacks.state,
    _callbacks.promised_by,
    _callbacks.due_at,
    _callbacks.team,
    _callbacks.topic,
    _callbacks.language,
    _callbacks.dialled,
    _callbacks.asked_at,
    _callbacks.words,
    _callbacks.fence,
).join(TABLES[Caller], _callers.id == _callbacks.caller_id)

ATTEMPTS = (
    select(_legs.callback_id, _legs.placed_at, _agents.name, _legs.outcome, _legs.seconds)
    .join(TABLES[Offer], _offers.id == _legs.offer_id)
    .join(TABLES[Agent], _agents.id == _offers.agent_id)
    .order_by(_legs.id)
)

REASONS = (
    select(_debts.callback_id, _debts.source, _debts.at, _calls.public_id, _calls.position)
    .outerjoin(TABLES[Call], _calls.id == _debts.call_id)
    .order_by(_debts.id)
)

SAID = (
    select(_debts.callback_id, _recordings.at, _recordings.seconds, _recordings.words)
    .join(TABLES[Recording], _recordings.call_id == _debts.call_id)
    .where(_recordings.state == RecordingState.READY)
    .order_by(_recordings.id)
)

CALLS_LATELY = select(_calls.caller_id, func.count()).group_by(_calls.caller_id)


def page(unit: SqlUnit, which: Which) -> Page[CallbackShown]:
    """Callbacks, the newest first."""
    found = unit.run(restricted(CALLBACKS, Callback, which)).all()
    return cut(found, which.limit, lambda rows: _shown(unit, rows))


def one(unit: SqlUnit, public_id: str) -> CallbackShown | None:
    """The callback with this id."""
    return _first(unit, _callbacks.public_id == public_id)


def open_of(unit: SqlUnit, *caller_ids: int) -> CallbackShown | None:
    """What we owe to this caller now, by any of their rows."""
    final = sorted(FINAL)
    return _first(unit, _callbacks.caller_id.in_(caller_ids) & _callbacks.state.not_in(final))


def by_id(unit: SqlUnit, ids: Sequence[int]) -> dict[int, CallbackShown]:
    """The callbacks with these ids of rows."""
    found = unit.run(CALLBACKS.where(_callbacks.id.in_(ids)).order_by(_callbacks.id)).all() if ids else []
    return dict(zip((row.id for row in found), _shown(unit, found), strict=True))


def _first(unit: SqlUnit, where: ColumnElement[bool]) -> CallbackShown | None:
    shown = _shown(unit, unit.run(CALLBACKS.where(where).limit(1)).all())
    return shown[0] if shown else None


def _shown(unit: SqlUnit, rows: Sequence[Any]) -> tuple[CallbackShown, ...]:
    """Each with what hangs on it: four statements, however many rows."""
    if not rows:
        return ()
    ids, people = [row.id for row in rows], {row.caller_id for row in rows}
    attempts: dict[int, tuple[Attempt, ...]] = {}
    for id, at, agent, outcome, seconds in unit.run(ATTEMPTS.where(_legs.callback_id.in_(ids))):
        attempts[id] = (*attempts.get(id, ()), Attempt(at, agent, outcome, seconds))
    reasons: dict[int, tuple[Reason, ...]] = {}
    known: dict[int, tuple[Known, ...]] = {}
    for id, source, at, call, position in unit.run(REASONS.where(_debts.callback_id.in_(ids))):
        reasons[id] = (*reasons.get(id, ()), Reason(source, at, call))
        known[id] = _laid_over(known.get(id, ()), position)
    said: dict[int, tuple[Said, ...]] = {}
    for id, *what in unit.run(SAID.where(_debts.callback_id.in_(ids))):
        said[id] = (*said.get(id, ()), Said(*what))
    lately = CALLS_LATELY.where(_calls.caller_id.in_(people), _calls.started_at >= unit.now - LATELY)
    calls: dict[int, int] = dict(unit.run(lately).all())
    return tuple(
        CallbackShown(
            row.public_id,
            row.number,
            row.state,
            row.promised_by,
            row.due_at,
            attempts.get(row.id, ()),
            row.state if row.state in FINAL else None,
            _brief(row, calls.get(row.caller_id, 0), *(it.get(row.id, ()) for it in (reasons, said, known))),
            row.fence,
        )
        for row in rows
    )


def _brief(row: Any, calls: int, *told: Any) -> Brief:
    asked = row.name, row.team, row.topic, row.language, row.dialled, row.asked_at, row.words
    return Brief(*asked, calls, *told)


def _laid_over(known: tuple[Known, ...], position: str | None) -> tuple[Known, ...]:
    """With what the flow names of a call that stood there; a position of another release tells nothing."""
    try:
        new = {name: value.text for name, value in read(position).told} if position else {}
    except ValueError:
        new = {}
    return (*(one for one in known if one.name not in new), *(Known(name, value) for name, value in new.items()))
