"""Callbacks as the people of the floor look at them: what is to be done now, today and later, what is done, what
failed; and who has which. A list takes three statements, however long it is, and its numbers two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from ivr.promise import offer
from ivr.promise.callback import FINAL, State
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.asking import LEASE
from ivr.switchboard.rows import Agent, AgentState, Callback, Caller, Obligation, Offer, Source

_callbacks, _callers, _offers = TABLES[Callback].c, TABLES[Caller].c, TABLES[Offer].c
_agents, _debts = TABLES[Agent].c, TABLES[Obligation].c
_theirs = TABLES[Offer].alias("theirs")
_phones = TABLES[Agent].alias("phones")


class Tab(StrEnum):
    """Every callback is in one of these; what is over, for some days."""

    DUE = "due"
    """Its time has come, or it is being worked on."""
    TODAY = "today"
    LATER = "later"
    DONE = "done"
    """The caller was helped, or wants no call any more."""
    MISSED = "missed"
    """Given up: all attempts made, may not be phoned, cannot be reached."""


MISSED = frozenset({State.EXHAUSTED, State.BARRED, State.UNREACHABLE})
DONE = FINAL - MISSED
KEPT = timedelta(days=7)
"""So long what is over stays in the lists."""
LONGEST = 50
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class Sought:
    """`midnight`: when today ends for whoever looks. `team` empty: all of them."""

    tab: Tab
    midnight: datetime
    team: str = ""
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Holder:
    """The agent whose it is: claimed until then, or (None) on the line for it now."""

    agent_id: int
    name: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One callback. Of `number`, None is a withheld one; `zone` is the caller's own, where we keep it."""

    id: int
    public_id: str
    caller_id: int
    name: str
    number: str | None
    zone: str | None
    team: str
    topic: str
    language: str
    state: State
    due_at: datetime
    promised_by: datetime
    attempts: int
    words: str
    chosen: bool
    vip: bool
    cancel_at: datetime | None
    ended_at: datetime | None
    holder: Holder | None = None
    asked: tuple[str, ...] = ()
    """The agents who are being asked for it now."""
    sources: tuple[Source, ...] = ()
    """Why we owe it."""


_OPEN = _callbacks.state.in_(sorted(set(State) - FINAL))
_ROWS = (
    select(
        _callbacks.id, _callbacks.public_id, _callbacks.caller_id, _callers.name, _callers.number, _callers.zone,
        _callbacks.team, _callbacks.topic, _callbacks.language, _callbacks.state, _callbacks.due_at,
        _callbacks.promised_by, _callbacks.attempts, _callbacks.words, _callbacks.chosen, _callbacks.vip,
        _callbacks.cancel_at, _callbacks.ended_at, _callbacks.claimed_by, _callbacks.claimed_until,
        _agents.name, _phones.c.id, _phones.c.name,
    )
    .join(TABLES[Caller], _callers.id == _callbacks.caller_id)
    .outerjoin(TABLES[Agent], _agents.id == _callbacks.claimed_by)
    .outerjoin(_theirs, and_(_theirs.c.id == _callbacks.offer_id, _OPEN))
    .outerjoin(_phones, _phones.c.id == _theirs.c.agent_id)
)  # fmt: skip
_ASKED = select(_offers.callback_id, _offers.agent_id, _offers.state, _offers.intended_at, _agents.name).join(
    TABLES[Agent], _agents.id == _offers.agent_id
)
_ORDERS: Mapping[Tab, tuple[ColumnElement[Any], ...]] = {
    Tab.DUE: (_callbacks.promised_by, _callbacks.id),
    Tab.TODAY: (_callbacks.due_at, _callbacks.id),
    Tab.LATER: (_callbacks.due_at, _callbacks.id),
    Tab.DONE: (_callbacks.ended_at.desc(), _callbacks.id.desc()),
    Tab.MISSED: (_callbacks.ended_at.desc(), _callbacks.id.desc()),
}


def counts(unit: SqlUnit, sought: Sought) -> dict[Tab, int]:
    """How many there are in each tab: two statements."""
    found: dict[Tab, int] = {}
    for tabs, where in (((Tab.DUE, Tab.TODAY, Tab.LATER), _OPEN), ((Tab.DONE, Tab.MISSED), _over(unit.now))):
        sums = [func.count().filter(_in_tab(tab, unit.now, sought.midnight)) for tab in tabs]
        statement: Any = select(*sums).select_from(TABLES[Callback]).where(where)
        row = unit.run(_of_team(statement, sought.team)).one()
        found.update(zip(tabs, row, strict=True))
    return found


def listed(unit: SqlUnit, sought: Sought) -> tuple[Listed, ...]:
    """One page: three statements. What is to be done, by what was promised; what is over, the newest first."""
    where = _in_tab(sought.tab, unit.now, sought.midnight)
    bounds = _over(unit.now) if sought.tab in (Tab.DONE, Tab.MISSED) else _OPEN
    order = _ORDERS[sought.tab]
    ids = _of_team(select(_callbacks.id).where(bounds, where), sought.team)
    page = ids.order_by(*order).limit(LONGEST).offset(sought.skip).subquery()
    return _shown(unit, unit.run(_ROWS.where(_callbacks.id.in_(select(page.c.id))).order_by(*order)).all())


def one(unit: SqlUnit, public_id: str) -> Listed | None:
    """The callback with this public id: three statements."""
    found = _shown(unit, unit.run(_ROWS.where(_callbacks.public_id == public_id)).all())
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent, as somebody to whom a callback could be handed."""

    id: int
    name: str
    there: bool


def colleagues(unit: SqlUnit) -> tuple[Colleague, ...]:
    """All agents, by name."""
    found = unit.run(select(_agents.id, _agents.name, _agents.state).order_by(_agents.name))
    return tuple(Colleague(id, name, state is AgentState.AVAILABLE) for id, name, state in found)


def _over(now: datetime) -> ColumnElement[bool]:
    return _callbacks.ended_at >= now - KEPT


def _in_tab(tab: Tab, now: datetime, midnight: datetime) -> ColumnElement[bool]:
    waits = and_(_callbacks.state == State.SCHEDULED, _callbacks.due_at > now)
    match tab:
        case Tab.DUE:
            return _OPEN & ~waits
        case Tab.TODAY:
            return waits & (_callbacks.due_at < midnight)
        case Tab.LATER:
            return waits & (_callbacks.due_at >= midnight)
    return _callbacks.state.in_(sorted(DONE if tab is Tab.DONE else MISSED))


def _of_team(statement: Select[Any], team: str) -> Select[Any]:
    return statement.where(_callbacks.team == team) if team else statement


def _shown(unit: SqlUnit, rows: Sequence[Any]) -> tuple[Listed, ...]:
    if not rows:
        return ()
    ids = [row.id for row in rows]
    now = unit.now
    live = _offers.state.not_in(sorted(offer.FINAL))
    asked: dict[int, list[Any]] = {}
    for one in unit.run(_ASKED.where(_offers.callback_id.in_(ids), live | (_offers.intended_at >= now - LEASE))):
        asked.setdefault(one.callback_id, []).append(one)
    why: dict[int, tuple[Source, ...]] = {}
    debts = select(_debts.callback_id, _debts.source).where(_debts.callback_id.in_(ids)).order_by(_debts.id)
    for id, source in unit.run(debts):
        why[id] = (*why.get(id, ()), source)
    return tuple(_one(row, asked.get(row.id, []), why.get(row.id, ()), now) for row in rows)


def _one(row: Any, offers: Sequence[Any], sources: tuple[Source, ...], now: datetime) -> Listed:
    *columns, claimed_by, until, claimer, phoning, name = row
    holder = None
    if phoning is not None:
        holder = Holder(phoning, name, None)
    elif until is not None and until > now and not _let_pass(offers, claimed_by, until - LEASE):
        holder = Holder(claimed_by, claimer or "", until)
    asked = tuple(one.name for one in offers if one.state not in offer.FINAL)
    return replace(Listed(*columns), holder=holder, asked=asked, sources=tuple(dict.fromkeys(sources)))


def _let_pass(offers: Sequence[Any], agent_id: int, since: datetime) -> bool:
    """Whether the agent who claimed it was asked since, and did not take it: as `asking.holder` has it."""
    return any(one.agent_id == agent_id and one.intended_at >= since and one.state in offer.FINAL for one in offers)
