"""Callbacks in the hands of people at the console: phoned now, moved, handed over, called off, and that taken back.

Every verb is one unit of work, and says by a value why nothing was changed. A call-off is only announced, so that it
can be taken back: `drive.callback` carries it out.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from ivr.access import Action
from ivr.frozen import replace
from ivr.promise import attempts
from ivr.promise.callback import FINAL, Event, State
from ivr.switchboard import asking, callbacks, destinations
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.deeds import interventions
from ivr.switchboard.deeds.claims import Answer, Edited, act, edit, lease, take
from ivr.switchboard.deeds.glances import Glance
from ivr.switchboard.deeds.interventions import Hindrance
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Agent, AgentState, Callback
from ivr.switchboard.trail import By

REGRET = timedelta(seconds=10)
"""So long a move or a call-off can be taken back."""


class Why(StrEnum):
    """Why a callback is called off."""

    CALLER = "caller"
    """The caller said so: it ends as `cancelled`."""
    SETTLED = "settled"
    """The matter is settled otherwise: it ends as `closed_by_agent`, as everything below."""
    MISTAKE = "mistake"


def call_now(board: Board, by: By, public_id: str, agent_id: int) -> Answer:
    """Claimed, and due at once: the agent is asked as soon as the sweep or the doorbell comes by. Not at an hour at
    which the caller may not be phoned (`HOUR`), nor when their phone rang often enough today (`OFTEN`)."""
    return act(board, by, Action.CALL_CALLBACK, public_id, lambda unit: _call_now(unit, board, public_id, agent_id))


def _call_now(unit: Unit, board: Board, public_id: str, agent_id: int) -> Answer:
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance) or (row.due_at <= unit.now and row.state is not State.REVIEW):
        return take(unit, public_id, agent_id)
    caller = unit.lock(row.caller_id)
    if callbacks.allowed_at(board, caller, replace(row, chosen=False), unit.now) > unit.now:
        return Hindrance.HOUR
    if destinations.rested_at(unit, caller, team_of(board, row.team).policy.attempts_a_day) > unit.now:
        return Hindrance.OFTEN
    taken = take(unit, public_id, agent_id)
    if not isinstance(taken, Callback):
        return taken
    return _put(unit, replace(taken, chosen=False, due_at=unit.now), unit.now, "call_now")


def move(
    board: Board,
    by: By,
    public_id: str,
    at: datetime,
    promised_by: datetime | None = None,
    words: str = "",
    agreed: bool = False,
    seen: Glance | None = None,
) -> Edited:
    """Phoned from `at` on, by `promised_by` (left out: within the team's usual time). `words`: what the caller was
    told. `agreed`: with the caller, so that hours and window are no hindrance; else it is the first moment after `at`
    at which they may be phoned. It can be taken back for ten seconds. `seen`: only if it still is as it was seen."""
    return edit(
        board,
        by,
        Action.MOVE_CALLBACK,
        public_id,
        seen,
        lambda unit: _move(unit, board, by, public_id, at, promised_by, words, agreed),
    )


def _move(
    unit: Unit,
    board: Board,
    by: By,
    public_id: str,
    at: datetime,
    promised_by: datetime | None,
    words: str,
    agreed: bool,
) -> Answer:
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    former = _former(row, by, unit.now)
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


def hand_over(
    board: Board, by: By, public_id: str, team: str = "", agent_id: int | None = None, seen: Glance | None = None
) -> Edited:
    """To another team, to an agent (who then holds it as by a claim), or both. It can be taken back like a move."""
    change = partial(_hand_over, board=board, by=by, public_id=public_id, team=team, agent_id=agent_id)
    return edit(board, by, Action.HAND_OVER_CALLBACK, public_id, seen, change)


def _hand_over(unit: Unit, board: Board, by: By, public_id: str, team: str, agent_id: int | None) -> Answer:
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    if team and team not in board.library.business().teams:
        return Hindrance.NO_SUCH_TEAM
    agent = unit.get(Agent, agent_id) if agent_id is not None else None
    if agent_id is not None and (agent is None or not _is_there(agent, unit.now)):
        return Hindrance.AWAY
    row = replace(row, team=team or row.team, before=_former(row, by, unit.now), claimed_by=None, claimed_until=None)
    row = _put(unit, replace(row, rounds=0), callbacks.next_look(row, max(row.due_at, unit.now)), "hand_over")
    return row if agent is None else lease(unit, row, agent.id)


def _is_there(agent: Agent, now: datetime) -> bool:
    """Whose page is shut would hold it for five minutes, and nobody would be asked."""
    return agent.state is AgentState.AVAILABLE and agent.present(now)


def cancel(board: Board, by: By, public_id: str, why: Why, seen: Glance | None = None) -> Edited:
    """Called off in ten seconds, unless it is taken back; meanwhile nobody is asked. With `Why.CALLER` it is the
    caller's own no, told to us by a person."""
    return edit(board, by, Action.CANCEL_CALLBACK, public_id, seen, lambda unit: _cancel(unit, by, public_id, why))


def _cancel(unit: Unit, by: By, public_id: str, why: Why) -> Answer:
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance) or row.cancel_at is not None:
        return row
    asking.withdraw(unit, row)
    at = unit.now + REGRET
    if can(row, Event.PUT_OFF):
        row = move_callback(unit, row, Event.PUT_OFF, at)
    row = replace(row, cancel_at=at, cancel_why=why.value, before=_former(row, by, unit.now))
    row = unit.save(replace(row, deadline=at))
    unit.tell(row, f"call_off: {why}")
    return row


def undo(board: Board, by: By, public_id: str) -> Answer:
    """Takes back the last call-off, move or handing over, within ten seconds and by whoever did it: `TOO_LATE` after
    them, or where somebody else did something since. The doorbell is to be rung for ("callback", id)."""
    return act(board, by, Action.MOVE_CALLBACK, public_id, lambda unit: _undo(unit, by, public_id))


def _undo(unit: Unit, by: By, public_id: str) -> Answer:
    row = interventions.held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    former = _remembered(row, by, unit.now)
    if former is None:
        return Hindrance.TOO_LATE
    if row.cancel_at is not None:
        row = unit.save(replace(row, cancel_at=None, cancel_why="", before="", deadline=unit.now))
        unit.tell(row, "taken_back")
        return row
    row = replace(row, **former, before="", claimed_by=None, claimed_until=None)
    return _put(unit, row, callbacks.next_look(row, max(row.due_at, unit.now)), "taken_back")


_MOMENTS = ("due_at", "promised_by", "escalate_at")
_OTHERS = ("escalated", "words", "chosen", "team")


def _former(row: Callback, by: By, now: datetime) -> str:
    """What a move changes, as text, with the moment until which it may come back, and by whom."""
    kept = {name: getattr(row, name).isoformat() for name in _MOMENTS} | {name: getattr(row, name) for name in _OTHERS}
    return json.dumps({"until": (now + REGRET).isoformat(), "by": by.actor, **kept}, ensure_ascii=False)


def _remembered(row: Callback, by: By, now: datetime) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = json.loads(row.before) if row.before and row.state not in FINAL else None
    if kept is None or datetime.fromisoformat(kept.pop("until")) <= now or kept.pop("by", "") != by.actor:
        return None
    return kept | {name: datetime.fromisoformat(kept[name]) for name in _MOMENTS}
