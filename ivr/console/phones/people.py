"""The business as the phones page shows it: its agents and what each is asked, its hours, and callers whom we know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ivr.calendar import is_open, next_closing, next_opening
from ivr.promise.business import Business
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Agent, AgentState, Callback, Offer, Transfer

Json = dict[str, object]


def people(board: Board, known: Iterable[tuple[str, str]]) -> Json:
    """`known`: name and number of callers who may be played. Agents in the order in which they were added."""
    business = board.library.business()
    with board.store.reading() as unit:
        agents = unit.many(Agent, state=tuple(AgentState))
        asked = {offer.agent_id: offer for offer in unit.many(Offer, in_flight=True)}
        shown = [_agent(unit, business, one, asked.get(one.id)) for one in sorted(agents, key=lambda row: row.id)]
        now = unit.now
    return {
        "business": business.title,
        "zone": business.zone,
        "languages": list(business.voices),
        "numbers": list(business.numbers),
        "teams": [_team(business, name, now) for name in business.teams],
        "agents": shown,
        "known": [{"name": name, "number": number} for name, number in known],
    }


def _agent(unit: Unit, business: Business, agent: Agent, offer: Offer | None) -> Json:
    resting = agent.cool_off_until if agent.cool_off_until and agent.cool_off_until > unit.now else None
    return {
        "name": agent.name,
        "address": agent.address,
        "available": agent.state is AgentState.AVAILABLE,
        "resting_until": resting and resting.isoformat(),
        "asked": offer and _asked(unit, business, offer),
    }


def _asked(unit: Unit, business: Business, offer: Offer) -> Json | None:
    """What an agent is asked: for whom, of which team. No name and no number: they have not said yes."""
    transfer = unit.get(Transfer, offer.transfer_id) if offer.transfer_id else None
    callback = unit.get(Callback, offer.callback_id) if offer.callback_id else None
    target = transfer or callback
    if target is None:
        return None
    return {"what": "transfer" if transfer else "callback", "team": title(business, target.team), "state": offer.state}


def _team(business: Business, name: str, now: datetime) -> Json:
    hours = business.schedules[business.teams[name].hours]
    opens, closes = next_opening(hours, now), next_closing(hours, now)
    return {
        "name": name,
        "title": title(business, name),
        "open": is_open(hours, now),
        "opens_at": opens and opens.isoformat(),
        "closes_at": closes and closes.isoformat(),
    }


def title(business: Business, team: str) -> dict[str, str]:
    """What a team is called, per language; one that is no longer there goes by its key."""
    return dict(business.teams[team].titles) if team in business.teams else {"en": team}
