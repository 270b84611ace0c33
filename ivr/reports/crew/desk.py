"""An agent's own page: how they stand, who is offered to them or talks with them, and which calls are theirs to make.

It only reads, and decides nothing about offers; a fixed number of statements, whatever there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select

from ivr.promise import callback, offer, transfer
from ivr.reports.crew import brief
from ivr.reports.crew.brief import Brief
from ivr.store.rules.keys import DUE_BY_TEAM
from ivr.store.sql.tables import TABLES, condition
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard import legs, wrap_up
from ivr.switchboard.rows import (
    Agent,
    Callback,
    Caller,
    CustomerLeg,
    Deed,
    Membership,
    Offer,
    Transfer,
)
from ivr.switchboard.wrap_up import Mode

_offers, _deeds = TABLES[Offer].c, TABLES[Deed].c
_callbacks, _callers = TABLES[Callback].c, TABLES[Caller].c

AFTERWARDS = timedelta(minutes=10)
"""So long after a talk the page asks how it went, unless somebody has said."""


class Stage(StrEnum):
    """How far an offer is, as the agent sees it."""

    SHOWN = "shown"
    """On the page: a click is the yes."""
    RUNG = "rung"
    """Their telephone is about to ring, rings, or tells them why."""
    CONNECTING = "connecting"
    """They said yes; the caller is not with them yet, or the customer's phone rings."""
    TALKING = "talking"
    OVER = "over"
    """The talk is over; how it went is not said yet."""


@dataclass(frozen=True, slots=True)
class Case:
    """One caller, and this agent: from the asking until it is said how it went."""

    id: str
    """Of the offer."""
    stage: Stage
    callback: bool
    """Whether the caller is phoned by us; else they wait on the line."""
    page: bool
    """Whether the agent talks through the page; else by a telephone."""
    until: datetime | None
    """Until when the offer stands."""
    awaits_leg: bool
    """Accepted by a click, and the page's own leg has not come yet."""
    since: datetime | None
    """Since when they talk."""
    said: bool
    """Whether it was said at the console how the talk went."""
    brief: Brief


@dataclass(frozen=True, slots=True)
class Mine:
    """A callback that this agent holds, or that is next in their teams."""

    id: str
    name: str
    number: str | None
    team: str
    topic: str
    state: callback.State
    due_at: datetime
    promised_by: datetime
    held: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """`until`: when wrap-up or rest ends. `longer`: whether wrap-up may still be made longer."""

    agent: Agent
    teams: tuple[str, ...]
    mode: Mode
    until: datetime | None
    longer: bool
    case: Case | None


def desk(unit: SqlUnit, agent_id: int) -> Desk | None:
    """How this agent stands now; None: there is none."""
    agent = unit.get(Agent, agent_id)
    if agent is None:
        return None
    mode = wrap_up.mode(unit, agent)
    until = {Mode.WRAP_UP: agent.wrap_up_until, Mode.RESTING: agent.cool_off_until}.get(mode)
    teams = tuple(one.team for one in unit.many(Membership, agent_id=agent_id))
    longer = mode is Mode.WRAP_UP and not agent.wrap_up_longer
    return Desk(agent, teams, mode, until, longer, _case(unit, agent_id))


def asked(unit: SqlUnit, agent_id: int) -> str:
    """The id of the offer that waits for this agent's yes; empty: none does."""
    row = unit.one(Offer, agent_id=agent_id, in_flight=True)
    return row.public_id if row is not None and row.state not in offer.FINAL else ""


def _case(unit: SqlUnit, agent_id: int) -> Case | None:
    row = unit.one(Offer, agent_id=agent_id, in_flight=True)
    if row is not None and (row.state is offer.State.ACCEPTED or row.state not in offer.FINAL):
        return _shown(unit, row)
    return _afterwards(unit, agent_id)


def _afterwards(unit: SqlUnit, agent_id: int) -> Case | None:
    """The last talk, while nobody has said how it went."""
    newest = select(_offers.id).where(_offers.agent_id == agent_id).order_by(_offers.id.desc()).limit(1)
    row = unit.get(Offer, unit.run(newest).scalar() or 0)
    if row is None or row.state is not offer.State.ACCEPTED or row.ended_at is None:
        return None
    if row.ended_at < unit.now - AFTERWARDS:
        return None
    case = _shown(unit, row)
    return case if case.since is not None and not case.said else None


def said(unit: SqlUnit, public_id: str) -> bool:
    """Whether somebody has said at the console how the talk of this offer went."""
    told = select(_deeds.id).where(_deeds.subject == f"offer {public_id}", _deeds.after.contains('"said"')).limit(1)
    return unit.run(told).first() is not None


def _shown(unit: SqlUnit, row: Offer) -> Case:
    target = legs.target_of(unit, row)
    since = _talking_since(unit, row, target)
    stage = _stage(row, target, since)
    awaits = row.shown and row.state is offer.State.ACCEPTED and row.sid is None and row.in_flight
    until = row.deadline if stage is Stage.SHOWN else None
    by_us = isinstance(target, Callback)
    told = since is not None and said(unit, row.public_id)
    return Case(row.public_id, stage, by_us, row.shown, until, awaits, since, told, brief.of(unit, target))


def _talking_since(unit: SqlUnit, row: Offer, target: Transfer | Callback) -> datetime | None:
    """Since when the two are connected; None: they are not, and never were by this offer."""
    if isinstance(target, Transfer):
        return target.joined_at if target.offer_id == row.id else None
    leg = unit.one(CustomerLeg, offer_id=row.id)
    return leg.picked_up_at if leg else None


_JOINED = (transfer.State.JOINING, transfer.State.TALKING)


def _stage(row: Offer, target: Transfer | Callback, since: datetime | None) -> Stage:
    if row.state is not offer.State.ACCEPTED:
        return Stage.SHOWN if row.shown else Stage.RUNG
    if not row.in_flight:
        return Stage.OVER
    if since is None:
        return Stage.CONNECTING
    talks = target.state in _JOINED if isinstance(target, Transfer) else target.state is callback.State.TALKING
    return Stage.TALKING if talks else Stage.OVER


def mine(unit: SqlUnit, agent_id: int, teams: tuple[str, ...], most: int) -> tuple[Mine, ...]:
    """The callbacks that this agent holds, then the next of their teams; whatever another holds is not among them."""
    held = _MINE.where(_callbacks.claimed_by == agent_id, _callbacks.claimed_until > unit.now)
    free = or_(_callbacks.claimed_by.is_(None), _callbacks.claimed_until <= unit.now)
    following = _MINE.where(_callbacks.team.in_(teams), condition(Callback, DUE_BY_TEAM), free)
    found = [_mine(row, True) for row in unit.run(held.order_by(_callbacks.due_at, _callbacks.id).limit(most))]
    if teams:
        rows = unit.run(following.order_by(_callbacks.due_at, _callbacks.id).limit(most))
        found += [_mine(row, False) for row in rows]
    return tuple(found[:most])


_MINE = (
    select(
        _callbacks.public_id,
        _callers.name,
        _callers.number,
        _callbacks.team,
        _callbacks.topic,
        _callbacks.state,
        _callbacks.due_at,
        _callbacks.promised_by,
    )
    .join(TABLES[Caller], _callers.id == _callbacks.caller_id)
    .where(_callbacks.deadline.is_not(None), _callbacks.cancel_at.is_(None))
)


def _mine(row: Any, held: bool) -> Mine:
    who = row.public_id, row.name, row.number
    return Mine(*who, row.team, row.topic, row.state, row.due_at, row.promised_by, held)
