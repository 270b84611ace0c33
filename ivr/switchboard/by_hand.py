"""Callbacks taken in hand by people at the console: claimed, phoned now, moved, called off, handed over, taken back.

Every verb is one unit of work, and says by a value why nothing was changed. A call-off is only announced, so that it
can be taken back: `drive.callback` carries it out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from ivr.frozen import replace
from ivr.promise import attempts
from ivr.promise.callback import FINAL, Event, State
from ivr.switchboard import asking, callbacks, destinations, interventions
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.interventions import Hindrance
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, AgentState, Callback

REGRET = timedelta(seconds=10)
"""So long a move or a call-off can be taken back."""


class Why(StrEnum):
    """Why a callback is called off."""

    CALLER = "caller"
    """The caller said so: it ends as `cancelled`."""
    SETTLED = "settled"
    """The matter is settled otherwise: it ends as `closed_by_agent`, as everything below."""
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody else was quicker, and holds it until then."""

    agent_id: int
    name: str
    until: datetime


Answer = Callback | Taken | Hindrance
"""The callback as it is now, or why it is not as was wished."""


def claim(board: Board, actor: str, public_id: str, agent_id: int) -> Answer:
    """The callback is this agent's for five minutes: offered to nobody else, and to them as soon as it is due. A claim
    that they let pass is over at once. The doorbell is to be rung for ("callback", id)."""
    return work(board.store, lambda unit: _claim(unit, public_id, agent_id, agent_id), actor)


def _claim(unit: Unit, public_id: str, agent_id: int, by: int) -> Answer:
    row = _free_for(unit, public_id, by)
    if not isinstance(row, Callback):
        return row
    agent = unit.get(Agent, agent_id)
    if agent is None or agent.state is not AgentState.AVAILABLE:
        return Hindrance.AWAY
    return _lease(unit, row, agent_id)


def _free_for(unit: Unit, public_id: str, agent_id: int | None) -> Answer:
    """The callback, its caller locked, if it can be changed now and nobody but this agent has claimed it."""
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    holder = asking.holder(unit, row)
    if holder is None or holder == agent_id:
        return row
    other = unit.get(Agent, holder)
    assert row.claimed_until is not None
    return Taken(holder, other.name if other else "", row.claimed_until)


def _lease(unit: Unit, row: Callback, agent_id: int) -> Callback:
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


def release(board: Board, actor: str, public_id: str, agent_id: int | None = None) -> Answer:
    """Everybody's again. With `agent_id`: only if that agent holds it, else `Taken`; without: whoever does."""
    return work(board.store, lambda unit: _release(unit, public_id, agent_id), actor)


def _release(unit: Unit, public_id: str, agent_id: int | None) -> Answer:
    row = interventions.held(unit, public_id) if agent_id is None else _free_for(unit, public_id, agent_id)
    if not isinstance(row, Callback) or row.claimed_by is None:
        return row
    row = unit.save(replace(row, claimed_by=None, claimed_until=None, deadline=_soon(unit, row)))
    unit.tell(row, "release")
    return row


def _soon(unit: Unit, row: Callback) -> datetime | None:
    return unit.now if row.state is State.DUE else row.deadline


def call_now(board: Board, actor: str, public_id: str, agent_id: int) -> Answer:
    """Claimed, and due at once: the agent is asked as soon as the sweep or the doorbell comes by. Not at an hour at
    which the caller may not be phoned (`HOUR`), nor when their phone rang often enough today (`OFTEN`)."""
    return work(board.store, lambda unit: _call_now(unit, board, public_id, agent_id), actor)


def _call_now(unit: Unit, board: Board, public_id: str, agent_id: int) -> Answer:
    row = _claim(unit, public_id, agent_id, agent_id)
    if not isinstance(row, Callback) or row.due_at <= unit.now:
        return row
    caller = unit.lock(row.caller_id)
    early = replace(row, chosen=False)
    if callbacks.allowed_at(board, caller, early, unit.now) > unit.now:
        return Hindrance.HOUR
    if destinations.rested_at(unit, caller, team_of(board, row.team).policy.attempts_a_day) > unit.now:
        return Hindrance.OFTEN
    return _put(unit, replace(early, due_at=unit.now), unit.now, "call_now")


def move(
    board: Board,
    actor: str,
    public_id: str,
    at: datetime,
    promised_by: datetime | None = None,
    words: str = "",
    agreed: bool = False,
) -> Answer:
    """Phoned from `at` on, by `promised_by` (left out: within the team's usual time). `words`: what the caller was
    told. `agreed`: with the caller, so that hours and window are no hindrance; else it is the first moment after `at`
    at which they may be phoned. It can be taken back for ten seconds."""
    return work(board.store, lambda unit: _move(unit, board, public_id, at, promised_by, words, agreed), actor)


def _move(
    unit: Unit, board: Board, public_id: str, at: datetime, promised_by: datetime | None, words: str, agreed: bool
) -> Answer:
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    former = _former(row, unit.now)
    row = replace(row, chosen=agreed, words=words)
    due = interventions.earliest(unit, board, row, at)
    promised = max(promised_by or due + team_of(board, row.team).policy.within, due)
    alarm = attempts.escalate_at(unit.now, promised)
    row = replace(row, due_at=due, promised_by=promised, escalate_at=alarm, escalated=False, before=former)
    return _put(unit, row, callbacks.next_look(row, due), "move")


def _put(unit: Unit, row: Callback, look: datetime, cause: str) -> Callback:
    """Back to waiting for its time, from whatever state it is in; nobody is asked for it any more."""
    asking.withdraw(unit, row)
    event = Event.PUT_OFF if can(row, Event.PUT_OFF) else Event.RESUME
    row = move_callback(unit, row, event, look)
    unit.tell(row, cause)
    return row


def hand_over(board: Board, actor: str, public_id: str, team: str = "", agent_id: int | None = None) -> Answer:
    """To another team, to an agent (who then holds it as by a claim), or both. It can be taken back like a move."""
    return work(board.store, lambda unit: _hand_over(unit, board, public_id, team, agent_id), actor)


def _hand_over(unit: Unit, board: Board, public_id: str, team: str, agent_id: int | None) -> Answer:
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    if team and team not in board.library.business().teams:
        return Hindrance.NO_SUCH_TEAM
    agent = unit.get(Agent, agent_id) if agent_id is not None else None
    if agent_id is not None and (agent is None or agent.state is not AgentState.AVAILABLE):
        return Hindrance.AWAY
    row = replace(row, team=team or row.team, before=_former(row, unit.now), claimed_by=None, claimed_until=None)
    row = _put(unit, replace(row, rounds=0), callbacks.next_look(row, max(row.due_at, unit.now)), "hand_over")
    return row if agent is None else _lease(unit, row, agent.id)


def cancel(board: Board, actor: str, public_id: str, why: Why) -> Answer:
    """Called off in ten seconds, unless it is taken back; meanwhile nobody is asked. With `Why.CALLER` it is the
    caller's own no, told to us by a person."""
    return work(board.store, lambda unit: _cancel(unit, public_id, why), actor)


def _cancel(unit: Unit, public_id: str, why: Why) -> Answer:
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance) or row.cancel_at is not None:
        return row
    asking.withdraw(unit, row)
    at = unit.now + REGRET
    if can(row, Event.PUT_OFF):
        row = move_callback(unit, row, Event.PUT_OFF, at)
    row = unit.save(replace(row, cancel_at=at, cancel_why=why.value, deadline=at))
    unit.tell(row, f"call_off: {why}")
    return row


def undo(board: Board, actor: str, public_id: str) -> Answer:
    """Takes back the last call-off, move or handing over, within ten seconds: `TOO_LATE` after them, or where something
    else happened since. The doorbell is to be rung for ("callback", id)."""
    return work(board.store, lambda unit: _undo(unit, public_id), actor)


def _undo(unit: Unit, public_id: str) -> Answer:
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    if row.cancel_at is not None and row.cancel_at > unit.now:
        row = unit.save(replace(row, cancel_at=None, cancel_why="", deadline=unit.now))
        unit.tell(row, "taken_back")
        return row
    former = _remembered(row, unit.now)
    if former is None:
        return Hindrance.TOO_LATE
    row = replace(row, **former, before="", claimed_by=None, claimed_until=None)
    return _put(unit, row, callbacks.next_look(row, max(row.due_at, unit.now)), "taken_back")


_MOMENTS = ("due_at", "promised_by", "escalate_at")
_OTHERS = ("escalated", "words", "chosen", "team")


def _former(row: Callback, now: datetime) -> str:
    """What a move changes, as text, with the moment until which it may come back."""
    kept = {name: getattr(row, name).isoformat() for name in _MOMENTS} | {name: getattr(row, name) for name in _OTHERS}
    return json.dumps({"until": (now + REGRET).isoformat(), **kept}, ensure_ascii=False)


def _remembered(row: Callback, now: datetime) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = json.loads(row.before) if row.before and row.state not in FINAL else None
    if kept is None or datetime.fromisoformat(kept.pop("until")) < now:
        return None
    return kept | {name: datetime.fromisoformat(kept[name]) for name in _MOMENTS}
