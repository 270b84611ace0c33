"""Who was helped after they had asked is not phoned for it: what our own record tells of talks that came before we
heard of the asking, or of its end. It believes nothing but rows; what the carrier tells, others have written there."""

from __future__ import annotations

from datetime import datetime

from ivr.promise import callback, transfer
from ivr.switchboard import callbacks, callers
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, Callback, CustomerLeg, Obligation, Transfer


def settle(unit: Unit, debt: Obligation, gone_at: datetime) -> None:
    """The debt is with a callback; whoever asked had gone by `gone_at`. It is settled where we have talked since with
    whom it is owed, on a line that began after everything that they are owed: two lines may be two people."""
    row = unit.get(Callback, debt.callback_id or 0)
    if row is None or row.state in callback.FINAL:
        return
    began_at = max(_talks(unit, row.caller_id), default=None)
    if began_at is None or began_at < gone_at:
        return
    row = callers.locked(unit, row)
    kept = unit.many(Obligation, callback_id=row.id) if row else ()
    if row and all(_gone_by(unit, one, began_at) for one in kept if one.id != debt.id):
        callbacks.came_in(unit, row.caller_id, began_at)


def _talks(unit: Unit, caller_id: int) -> list[datetime]:
    """When each line began on which this caller had a conversation: a line of ours when it was picked up, for between
    the order to ring them and the ringing seconds pass. A wrong number, as an agent found, is none."""
    served = unit.many(Transfer, caller_id=caller_id, state=transfer.State.SERVED)
    calls = unit.many(Call, id=tuple(row.call_id for row in served)) if served else ()
    phoned = unit.many(Callback, caller_id=caller_id, state=callback.State.CONNECTED)
    legs = (unit.one(CustomerLeg, offer_id=row.offer_id) for row in phoned if row.offer_id)
    lines = (leg.picked_up_at or leg.placed_at for leg in legs if leg is not None)
    return [*(call.started_at for call in calls), *lines]


def _gone_by(unit: Unit, debt: Obligation, at: datetime) -> bool:
    call = unit.get(Call, debt.call_id) if debt.call_id else None
    return debt.at <= at if call is None else call.ended_at is not None and call.ended_at <= at
