"""Everybody who answers, and how they stand: free, talking, writing up, away. Four statements, however many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ivr.promise import offer
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard import wrap_up
from ivr.switchboard.rows import Agent, AgentState, Membership, Offer
from ivr.switchboard.wrap_up import Mode


class Doing(StrEnum):
    """How an agent stands, as others see it."""

    FREE = "free"
    ASKED = "asked"
    """Somebody is being offered to them."""
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    RESTING = "resting"
    CLOSED = "closed"
    """Available, but works at a page, and none is open."""
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Seat:
    """`since`: when this began, where we know. `until`: when it ends by itself."""

    name: str
    teams: tuple[str, ...]
    doing: Doing
    since: datetime | None
    until: datetime | None


def seats(unit: SqlUnit) -> tuple[Seat, ...]:
    """By name; who is away stands last."""
    agents = unit.many(Agent, state=tuple(AgentState))
    offers = {one.agent_id: one for one in unit.many(Offer, in_flight=True)}
    teams: dict[int, tuple[str, ...]] = {}
    for one in unit.many(Membership):
        teams[one.agent_id] = (*teams.get(one.agent_id, ()), one.team)
    found = [_seat(unit, agent, teams.get(agent.id, ()), offers.get(agent.id)) for agent in agents]
    return tuple(sorted(found, key=lambda seat: (seat.doing is Doing.AWAY, seat.name)))


_MODES = {Mode.AWAY: Doing.AWAY, Mode.WRAP_UP: Doing.WRAP_UP, Mode.RESTING: Doing.RESTING, Mode.AVAILABLE: Doing.FREE}


def _seat(unit: SqlUnit, agent: Agent, teams: tuple[str, ...], row: Offer | None) -> Seat:
    if row is not None and row.state is offer.State.ACCEPTED:
        return Seat(agent.name, teams, Doing.TALKING, row.accepted_at, None)
    if row is not None and row.state not in offer.FINAL:
        return Seat(agent.name, teams, Doing.ASKED, row.intended_at, None)
    doing = _MODES[wrap_up.mode(unit, agent)]
    if doing is Doing.FREE and not agent.present(unit.now):
        return Seat(agent.name, teams, Doing.CLOSED, agent.seen_at, None)
    until = {Doing.WRAP_UP: agent.wrap_up_until, Doing.RESTING: agent.cool_off_until}.get(doing)
    return Seat(agent.name, teams, doing, agent.free_since if doing is Doing.FREE else None, until)
