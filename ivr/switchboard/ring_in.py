"""A caller to whom we owe a call is on the line by themselves: what waits for what, and which agent takes whom."""

from __future__ import annotations

from datetime import timedelta

from ivr.frozen import replace
from ivr.promise import callback
from ivr.promise.transfer import Event, State
from ivr.switchboard import asking, callers, transfers
from ivr.switchboard.change import can, move_callback, move_transfer
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Callback, Offer, Transfer

SUSPENSION = timedelta(seconds=60)
"""How often a suspended callback is looked at."""


def take_over(unit: Unit, row: Transfer, owed: Callback) -> tuple[tuple[str, int], ...]:
    """The caller is on the line by themselves: what we owe them waits, and agents asked for it are asked for this.

    While an agent is phoning them, nothing is changed but that this phone is to stop ringing: what becomes of that leg
    has to be told by the callback, and until then nobody is asked for the transfer (`take_dialling`).
    """
    if owed.state is callback.State.DIALLING and owed.offer_id is not None:
        return (("offer", _look_now(unit, owed.offer_id)),)
    if not can(owed, callback.Event.SUSPEND):
        return ()
    live = asking.live_offers(unit, owed)
    move_callback(unit, owed, callback.Event.SUSPEND, unit.now + SUSPENSION)
    for one in live:
        unit.save(replace(one, transfer_id=row.id, callback_id=None, caller_id=row.caller_id))
    if live:
        move_transfer(unit, row, Event.OFFER)
    return ()


def _look_now(unit: Unit, offer_id: int) -> int:
    accepted = unit.get(Offer, offer_id)
    if accepted is not None and accepted.in_flight:
        unit.save(replace(accepted, deadline=unit.now))
    return offer_id


def in_the_queue(unit: Unit, caller_id: int) -> Transfer | None:
    """This caller's transfer for which nobody has been asked yet."""
    return next(iter(unit.many(Transfer, caller_id=callers.theirs(unit, caller_id), state=State.WAITING)), None)


def take_dialling(unit: Unit, owed: Callback, accepted: Offer | None) -> Transfer | None:
    """The customer's phone was rung in vain, for they wait in our queue: no attempt. The agent, if still there, takes
    that call. None: they do not wait."""
    row = in_the_queue(unit, owed.caller_id)
    if row is None or not can(owed, callback.Event.SUSPEND):
        return None
    move_callback(unit, replace(owed, offer_id=None), callback.Event.SUSPEND, unit.now + SUSPENSION)
    if accepted is None or not accepted.in_flight:
        return unit.save(replace(row, deadline=unit.now))
    accepted = unit.save(replace(accepted, transfer_id=row.id, callback_id=None, caller_id=row.caller_id))
    return transfers.accept(unit, move_transfer(unit, row, Event.OFFER), accepted)
