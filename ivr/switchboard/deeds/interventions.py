"""What a person of the business changes by hand in what we owe: called off, or put off. Never the caller's own "no".

Both wait for a better moment while the caller is being phoned, or is on the line.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.frozen import replace
from ivr.promise import attempts
from ivr.promise.callback import FINAL, Event, State
from ivr.switchboard import asking, callbacks, callers
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Callback

OPERATOR = "operator"
"""The actor in the ledger."""


class Hindrance(StrEnum):
    """Why nothing was changed."""

    UNKNOWN = "unknown"
    OVER = "over"
    UNDER_WAY = "under_way"
    """An agent is phoning the caller, or talks with them."""
    ON_THE_LINE = "on_the_line"
    """The caller rang in by themselves: how that ends decides."""
    AWAY = "away"
    """The agent is not there to be asked."""
    HOUR = "hour"
    """Outside the team's hours, or the caller's window."""
    OFTEN = "often"
    """The caller's phone rang often enough today."""
    TOO_LATE = "too_late"
    """There is nothing to take back any more."""
    NO_SUCH_TEAM = "no_such_team"


def cancel(board: Board, public_id: str) -> Callback | Hindrance:
    """Nobody is phoned any more. The ledger says who decided that: not the caller."""
    return work(board.store, lambda unit: _cancel(unit, public_id), OPERATOR)


def _cancel(unit: Unit, public_id: str) -> Callback | Hindrance:
    row = held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    asking.withdraw(unit, row)
    return move_callback(unit, row, Event.CLOSE)


def reschedule(board: Board, public_id: str, at: datetime) -> Callback | Hindrance:
    """Phoned at `at`, or at the first moment after it at which the team works and the caller may be phoned; not today,
    where their phone rang often enough today."""
    return work(board.store, lambda unit: _reschedule(unit, board, public_id, at), OPERATOR)


def _reschedule(unit: Unit, board: Board, public_id: str, at: datetime) -> Callback | Hindrance:
    row = held(unit, public_id)
    if isinstance(row, Hindrance):
        return row
    asking.withdraw(unit, row)
    row = replace(row, chosen=False, words="")
    due = earliest(unit, board, row, at)
    promised = due + team_of(board, row.team).policy.within
    alarm = attempts.escalate_at(unit.now, promised)
    row = replace(row, due_at=due, promised_by=promised, escalate_at=alarm, escalated=False)
    event = Event.PUT_OFF if can(row, Event.PUT_OFF) else Event.RESUME
    return move_callback(unit, row, event, callbacks.next_look(row, due))


def earliest(unit: Unit, board: Board, row: Callback, at: datetime) -> datetime:
    """The first moment from `at` on at which the caller may be phoned; not today, where that was often enough. A time
    that they agreed on is one by itself."""
    if row.chosen:
        return max(at, unit.now)
    policy = team_of(board, row.team).policy
    often = unit.attempts_since(row.caller_id, unit.now - attempts.DAY) >= policy.attempts_a_day
    rested = unit.now + attempts.DAY if often else unit.now
    return callbacks.allowed_at(board, unit.lock(row.caller_id), row, max(at, rested))


def held(unit: Unit, public_id: str) -> Callback | Hindrance:
    """The callback, its caller locked, if it can be changed now."""
    row = callers.locked(unit, unit.one(Callback, public_id=public_id))
    if row is None:
        return Hindrance.UNKNOWN
    if row.state in FINAL:
        return Hindrance.OVER
    return _HINDERED.get(row.state, row)


_HINDERED = {
    State.DIALLING: Hindrance.UNDER_WAY,
    State.TALKING: Hindrance.UNDER_WAY,
    State.SUSPENDED: Hindrance.ON_THE_LINE,
}
