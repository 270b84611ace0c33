"""What an attempt comes to: a customer's phone was rung, once, and there is another time, or an end."""

from __future__ import annotations

from datetime import datetime

from ivr.frozen import replace
from ivr.promise.attempts import DAY, next_attempt
from ivr.promise.callback import Event
from ivr.promise.transfer import State as TransferState
from ivr.switchboard import callbacks, doubts
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import move_callback
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Callback, CustomerLeg, Offer, Transfer


def conclude(unit: Unit, callback: Callback, event: Event) -> None:
    """It was the last: there was a conversation, or an agent closes the callback."""
    leg = unit.one(CustomerLeg, offer_id=callback.offer_id) if callback.offer_id else None
    if event is Event.CONNECT and leg is not None and leg.picked_up_at is not None:
        for row in doubts.before(unit, callback.caller_id, leg.picked_up_at):
            doubts.kept_by(unit, row, callback)
    move_callback(unit, replace(callback, attempts=callback.attempts + 1), event)


def try_again(unit: Unit, board: Board, callback: Callback, event: Event) -> None:
    """There was no conversation (`event`: MISS or AGAIN): the next attempt, or a task for the owner after the last."""
    made = callback.attempts + 1
    last_day = unit.attempts_since(callback.caller_id, unit.now - DAY)
    again = next_attempt(team_of(board, callback.team).policy, made, last_day, unit.now)
    if again is None:
        exhausted = move_callback(unit, replace(callback, attempts=made), Event.EXHAUST)
        callbacks.notify(unit, board, exhausted, "exhausted")
        return
    served_at = _served_meanwhile(unit, callback)
    callback = replace(callback, attempts=made, due_at=again, rounds=0, offer_id=None, chosen=False)
    move_callback(unit, callback, event, callbacks.next_look(callback, again))
    if served_at is not None:
        callbacks.came_in(unit, callback.caller_id, served_at)


def _served_meanwhile(unit: Unit, callback: Callback) -> datetime | None:
    """When the caller was answered on a call of their own, if that was while this attempt met a mailbox of theirs."""
    offer = unit.get(Offer, callback.offer_id or 0)
    if offer is None or offer.accepted_at is None:
        return None
    served = unit.many(Transfer, caller_id=callback.caller_id, state=TransferState.SERVED)
    times = [one.answered_at for one in served if one.answered_at is not None]
    return max((at for at in times if at >= offer.accepted_at), default=None)
