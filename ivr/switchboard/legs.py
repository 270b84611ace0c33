"""Agents' legs: what is heard of them, by report or by asking, and what their end means."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.frozen import replace
from ivr.line.outcomes import RANK, LegReport, LegState
from ivr.promise import callback, transfer
from ivr.promise.offer import FINAL, Event, State
from ivr.switchboard import agents, asking, callbacks, callers, transfers, wrap_up
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback, move_offer
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Callback, CustomerLeg, Offer, Transfer

GRACE = timedelta(seconds=20)
"""After the ring time a leg that has not ended is asked after; the carrier adds five seconds of its own."""

Due = tuple[tuple[str, int], ...]


def locked(unit: Unit, public_id: str, sid: str | None = None) -> Offer | None:
    """The offer with this id, its caller locked; None where the leg `sid` is not the one that the offer is known by."""
    row = callers.locked(unit, unit.one(Offer, public_id=public_id))
    if row is None or (sid is not None and row.sid is not None and row.sid != sid):
        return None
    return row


def target_of(unit: Unit, row: Offer) -> Transfer | Callback:
    """The transfer or the callback that the offer is for."""
    found = unit.get(Transfer, row.transfer_id) if row.transfer_id else unit.get(Callback, row.callback_id or 0)
    assert found is not None
    return found


def adopt(unit: Unit, board: Board, row: Offer, sid: str) -> Offer:
    """The leg is known by its id from here on; a leg of an offer that is over is ended at the next look, now."""
    if row.sid is None:
        row = unit.save(replace(row, sid=sid))
    if row.state in (State.PLACING, State.UNKNOWN):
        ring = team_of(board, target_of(unit, row).team).policy.ring
        event = Event.PLACED if row.state is State.PLACING else Event.FOUND
        return move_offer(unit, row, event, unit.now + ring + GRACE)
    return unit.save(replace(row, deadline=unit.now)) if unwanted(row) else row


def unwanted(row: Offer) -> bool:
    """Whether this leg is to be ended: it lives, and its offer is over without a yes."""
    return row.in_flight and row.state in FINAL and row.state is not State.ACCEPTED


def heard(unit: Unit, board: Board, row: Offer, said: LegReport) -> Due:
    """A report of the leg, late, double or out of order as it may be."""
    if not row.in_flight:
        return ()
    row = adopt(unit, board, row, said.sid)
    if said.state is LegState.ENDED:
        return ended(unit, board, row, said.ended_at)
    if row.leg_state is None or RANK[said.state] > RANK[row.leg_state]:
        row = unit.save(replace(row, leg_state=said.state))
    return (("offer", row.id),) if unwanted(row) else ()


def ended(unit: Unit, board: Board, row: Offer, at: datetime | None = None) -> Due:
    """The agent's leg is over, since `at` by the carrier's clock: whatever was not a yes is a miss; a yes has
    consequences for who was joined."""
    if not row.in_flight:
        return ()
    target = target_of(unit, row)
    row = replace(row, in_flight=False, leg_state=LegState.ENDED, ended_at=min(at or unit.now, unit.now))
    if not _rings_out(row, target):
        close_customer(unit, row.id)
    if row.state in FINAL:
        row = unit.save(replace(row, deadline=None))
    else:
        row = move_offer(unit, row, Event.MISS)
        agents.missed(unit, row.agent_id, team_of(board, target.team).policy)
    agents.freed(unit, row.agent_id)
    if row.state is State.ACCEPTED:
        wrap_up.begin(unit, board, row.agent_id, target)
    return (*after(unit, board, row, target), *agents.waiting_for(unit, row.agent_id))


def _rings_out(row: Offer, target: Transfer | Callback) -> bool:
    """Whether what became of the customer's leg is still to be found out."""
    attempting = target.state in (callback.State.DIALLING, callback.State.TALKING)
    return isinstance(target, Callback) and target.offer_id == row.id and attempting


def close_customer(unit: Unit, offer_id: int) -> None:
    """A customer's leg never outlives the one that rang it."""
    leg = unit.one(CustomerLeg, offer_id=offer_id)
    if leg is not None and leg.in_flight:
        unit.save(replace(leg, in_flight=False, state=LegState.ENDED))


def given_up(unit: Unit, row: Callback) -> None:
    """Nobody looks after an attempt of this callback any more: where the agent's leg is over, so is the customer's;
    where it lives, its end closes both."""
    offer = unit.get(Offer, row.offer_id or 0)
    if offer is not None and not offer.in_flight:
        close_customer(unit, offer.id)


def after(unit: Unit, board: Board, row: Offer, target: Transfer | Callback) -> Due:
    """What the end of an asking, or of an accepted leg, means for the caller."""
    if isinstance(target, Transfer):
        if target.offer_id == row.id and target.state not in transfer.FINAL:
            return transfers.agent_lost(unit, board, target)
        waiting = transfers.round_over(unit, target).state is transfer.State.WAITING
        return (("transfer", target.id),) if waiting else ()
    if target.offer_id == row.id and target.state in (callback.State.DIALLING, callback.State.TALKING):
        unit.save(replace(target, deadline=unit.now))
        return (("callback", target.id),)
    again = round_over(unit, board, target)
    return (("callback", again.id),) if again is not target and again.deadline == unit.now else ()


def round_over(unit: Unit, board: Board, row: Callback) -> Callback:
    """The callback as it is; where nobody said yes this time, looked at again, after a pause that grows where all were
    asked, so as not to pester."""
    if not can(row, callback.Event.ROUND_OVER) or asking.live_offers(unit, row):
        return row
    row = asking.unclaimed(unit, row)
    all_asked = asking.all_asked(unit, row)
    pause = PAUSE * min(row.rounds + 1, 5) if all_asked else timedelta(0)
    row = replace(row, rounds=row.rounds + 1 if all_asked else row.rounds)
    return move_callback(unit, row, callback.Event.ROUND_OVER, callbacks.next_look(row, unit.now + pause))


PAUSE = timedelta(seconds=60)
"""Between two rounds of asking for a callback."""
