"""Who has taken a callback for themselves: for five minutes it is offered to nobody else. Of two who want it at once
one holds it, and the other learns who. Every verb leaves a line in the ledger and in the trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.access import Action
from ivr.frozen import replace
from ivr.promise.callback import Event, State
from ivr.switchboard import asking, trail
from ivr.switchboard.board import Board
from ivr.switchboard.change import move_callback
from ivr.switchboard.deeds import glances, interventions
from ivr.switchboard.deeds.glances import Changed, Glance
from ivr.switchboard.deeds.interventions import Hindrance
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, AgentState, Callback
from ivr.switchboard.trail import By


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody else was quicker, and holds it until then."""

    agent_id: int
    name: str
    until: datetime


Answer = Callback | Taken | Hindrance
"""The callback as it is now, or why it is not as was wished."""


Edited = Answer | Changed
"""The same of what is decided by what was seen."""


def act(board: Board, by: By, action: Action, public_id: str, change: Callable[[Unit], Answer]) -> Answer:
    """One unit of work, with its line of the trail if anything was changed."""
    return work(board.store, lambda unit: _noted(unit, by, action, public_id, change), by.actor)


def edit(
    board: Board, by: By, action: Action, public_id: str, seen: Glance | None, change: Callable[[Unit], Answer]
) -> Edited:
    """The same, unless the callback is another one by now than was `seen` (None: however it is)."""

    def unit_of_work(unit: Unit) -> Edited:
        row = interventions.held(unit, public_id) if seen else None
        stale = glances.since(unit, by, row, seen) if seen and isinstance(row, Callback) else None
        return stale or _noted(unit, by, action, public_id, change)

    return work(board.store, unit_of_work, by.actor)


def _noted(unit: Unit, by: By, action: Action, public_id: str, change: Callable[[Unit], Answer]) -> Answer:
    before = unit.one(Callback, public_id=public_id)
    after = change(unit)
    if isinstance(after, Callback) and before is not None:
        trail.note(unit, by, action, f"callback {public_id}", *trail.changes(before, after, *_TOLD))
    return after


_TOLD = ("due_at", "promised_by", "team", "claimed_by", "cancel_at")


def claim(board: Board, by: By, public_id: str, agent_id: int) -> Answer:
    """The callback is this agent's for five minutes: offered to nobody else, and to them as soon as it is due. A claim
    that they let pass is over at once. The doorbell is to be rung for ("callback", id)."""
    return act(board, by, Action.CLAIM_CALLBACK, public_id, lambda unit: take(unit, public_id, agent_id))


def take(unit: Unit, public_id: str, agent_id: int) -> Answer:
    row = _free_for(unit, public_id, agent_id)
    if not isinstance(row, Callback):
        return row
    agent = unit.get(Agent, agent_id)
    if agent is None or agent.state is not AgentState.AVAILABLE:
        return Hindrance.AWAY
    return lease(unit, replace(row, before=""), agent_id)


def _free_for(unit: Unit, public_id: str, agent_id: int | None) -> Answer:
    """The callback, its caller locked, if it can be changed now and nobody but this agent has claimed it. One that was
    called off a moment ago is as good as over: nobody is told that it is theirs, and then it is gone."""
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    if row.cancel_at is not None:
        return Hindrance.OVER
    holder = asking.holder(unit, row)
    if holder is None or holder == agent_id:
        return row
    other = unit.get(Agent, holder)
    assert row.claimed_until is not None
    return Taken(holder, other.name if other else "", row.claimed_until)


def lease(unit: Unit, row: Callback, agent_id: int) -> Callback:
    """Whoever else is being asked for it is asked no more; the pause between two rounds is over."""
    for one in asking.live_offers(unit, row):
        if one.agent_id != agent_id:
            asking.withdraw_one(unit, one)
    row = replace(row, claimed_by=agent_id, claimed_until=unit.now + asking.LEASE)
    if row.state is State.OFFERED and not asking.live_offers(unit, row):
        row = move_callback(unit, row, Event.ROUND_OVER, unit.now)
    if row.state is State.DUE:
        row = replace(row, rounds=0, deadline=unit.now)
    row = unit.save(row)
    unit.tell(row, f"claim: agent {agent_id}")
    return row


def release(board: Board, by: By, public_id: str, agent_id: int | None = None) -> Answer:
    """Everybody's again. With `agent_id`: only if that agent holds it, else `Taken`; without: whoever does."""
    return act(board, by, Action.CLAIM_CALLBACK, public_id, lambda unit: _release(unit, public_id, agent_id))


def _release(unit: Unit, public_id: str, agent_id: int | None) -> Answer:
    row = interventions.held(unit, public_id) if agent_id is None else _free_for(unit, public_id, agent_id)
    if not isinstance(row, Callback) or row.claimed_by is None:
        return row
    row = unit.save(replace(row, claimed_by=None, claimed_until=None, deadline=_soon(unit, row)))
    unit.tell(row, "release")
    return row


def _soon(unit: Unit, row: Callback) -> datetime | None:
    return unit.now if row.state is State.DUE else row.deadline
