"""Calls as a list that people look through: the newest first, by day, team, caller and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select

from ivr.promise.transfer import State
from ivr.reports.callback.owed import for_calls
from ivr.reports.pages import Page, cut
from ivr.store.sql.searching import begins
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Agent, Call, Caller, CallState, Fate, Obligation, Offer, Published, Transfer

_calls, _callers, _flows = TABLES[Call].c, TABLES[Caller].c, TABLES[Published].c
_transfers, _offers, _agents, _debts = TABLES[Transfer].c, TABLES[Offer].c, TABLES[Agent].c, TABLES[Obligation].c


class Came(StrEnum):
    """What came of a call, as a shop owner asks for it."""

    LIVE = "live"
    """The caller is on the line."""
    TALKED = "talked"
    """With one of our people."""
    OWED = "owed"
    """We owe, or owed, a call back."""
    ALONE = "alone"
    """They asked for nobody, and are owed nothing: the menu was enough, or they hung up in it."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which calls; None or empty: all. `since` and `until` are moments, the second excluded."""

    since: datetime | None = None
    until: datetime | None = None
    team: str = ""
    came: Came | None = None
    number: str = ""
    """In E.164."""
    name: str = ""
    """How the caller's name begins, as `language.sought.key` makes it."""
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class CallListed:
    """One line of the list."""

    id: str
    caller_id: int
    name: str
    number: str | None
    started_at: datetime
    ended_at: datetime | None
    flow: str | None
    language: str
    topic: str
    live: bool
    teams: tuple[str, ...]
    """For whom they asked, in order."""
    state: State | None
    """How the last asking for a person stands; None: they asked for nobody."""
    agent: str | None
    """Who said yes last."""
    owed: bool
    """A call back is owed, or was."""


LISTED = (
    select(
        _calls.id, _calls.public_id, _calls.caller_id, _callers.name, _callers.number, _calls.started_at,
        _calls.ended_at, _flows.name.label("flow"), _calls.language, _calls.topic, _calls.state,
    )
    .join(TABLES[Caller], _callers.id == _calls.caller_id)
    .outerjoin(TABLES[Published], _flows.id == _calls.flow)
)  # fmt: skip

ASKED = (
    select(_transfers.call_id, _transfers.team, _transfers.state, _agents.name)
    .outerjoin(TABLES[Offer], _offers.id == _transfers.offer_id)
    .outerjoin(TABLES[Agent], _agents.id == _offers.agent_id)
    .order_by(_transfers.id)
)


def page(unit: SqlUnit, sought: Sought, dialect: str) -> Page[CallListed]:
    """Three statements, however many calls there are."""
    found = unit.run(_statement(sought, dialect)).all()
    return cut(found, sought.limit, lambda rows: _listed(unit, rows))


def _statement(sought: Sought, dialect: str) -> Select[Any]:
    statement = LISTED.order_by(_calls.id.desc()).limit(sought.limit + 1)
    if sought.since is not None:
        statement = statement.where(_calls.started_at >= sought.since, _calls.id >= _first(sought.since))
    if sought.until is not None:
        statement = statement.where(_calls.started_at < sought.until)
    if sought.number:
        theirs = select(_callers.id).where(_callers.number == sought.number)
        statement = statement.where(_calls.caller_id.in_(theirs))
    if sought.name:
        theirs = select(_callers.id).where(_callers.search != "", begins(_callers.search, sought.name, dialect))
        statement = statement.where(_calls.caller_id.in_(theirs))
    if sought.team:
        statement = statement.where(_asked(_transfers.team == sought.team))
    if sought.came is not None:
        statement = statement.where(_came(sought.came))
    if sought.before is not None:
        statement = statement.where(_calls.id < sought.before)
    return statement


def _asked(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_transfers.call_id == _calls.id, *conditions)


def _owed() -> ColumnElement[bool]:
    return exists().where(_debts.call_id == _calls.id, _debts.fate == Fate.CALLBACK)


def _came(came: Came) -> ColumnElement[bool]:
    match came:
        case Came.LIVE:
            return _calls.state == CallState.LIVE
        case Came.TALKED:
            return _asked(_transfers.state == State.SERVED)
        case Came.OWED:
            return _owed()
        case Came.ALONE:
            return ~_asked() & ~_owed()


def _first(since: datetime) -> ScalarSelect[int]:
    """The smallest id that is late enough; the sum keeps planners from walking all ids for it."""
    calls = TABLES[Call].alias()
    return select(func.min(calls.c.id + 0)).where(calls.c.started_at >= since).scalar_subquery()


def _listed(unit: SqlUnit, rows: Sequence[Any]) -> tuple[CallListed, ...]:
    if not rows:
        return ()
    asked: dict[int, list[Any]] = {row.id: [] for row in rows}
    for line in unit.run(ASKED.where(_transfers.call_id.in_(list(asked)))):
        asked[line.call_id].append(line)
    owed = for_calls(unit, list(asked))
    return tuple(_one(row, asked[row.id], row.id in owed) for row in rows)


def _one(row: Any, asked: Sequence[Any], owed: bool) -> CallListed:
    teams = tuple(dict.fromkeys(line.team for line in asked))
    agents = [line.name for line in asked if line.name]
    return CallListed(
        row.public_id, row.caller_id, row.name, row.number, row.started_at, row.ended_at, row.flow, row.language,
        row.topic, row.state == CallState.LIVE, teams, asked[-1].state if asked else None,
        agents[-1] if agents else None, owed,
    )  # fmt: skip
