"""A customer was phoned, and our books have lost it: offer and leg are written anew from the carrier's log, and the
attempt is settled as if it had just ended."""

from __future__ import annotations

from ivr.frozen import replace
from ivr.line.log import Request
from ivr.line.outcomes import LegReport, LegState
from ivr.promise import callback, offer
from ivr.promise.proof import read_proof
from ivr.switchboard import attempts, callbacks, customers
from ivr.switchboard.board import Board
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Agent, Callback, Caller, CustomerLeg, Offer


def rebuild(unit: Unit, board: Board, leg: LegReport, parent: LegReport, record: tuple[Request, ...]) -> None:
    """`leg` is the customer's, `parent` the agent's who rang it, `record` the latter's."""
    agent, caller = unit.one(Agent, address=parent.agent), unit.one(Caller, number=leg.to)
    if agent is None or caller is None or unit.one(Offer, sid=parent.sid) is not None:
        return
    unit.lock(caller.id)
    owed = callbacks.open_for(unit, caller.id)
    if owed is None or leg.created_at is None or owed.created_at > leg.created_at:
        return
    if not (can(owed, callback.Event.FALL_DUE) or can(owed, callback.Event.OFFER)):
        return
    row = unit.insert(_offer(unit, agent, owed, leg, parent), "rebuild")
    rung = unit.insert(_leg(row, owed, leg), "rebuild")
    if can(owed, callback.Event.FALL_DUE):
        owed = move_callback(unit, owed, callback.Event.FALL_DUE, unit.now)
    owed = move_callback(unit, owed, callback.Event.OFFER, unit.now)
    owed = move_callback(unit, replace(owed, offer_id=row.id), callback.Event.ACCEPT, unit.now)
    if rung.picked_up_at is not None:
        owed = move_callback(unit, owed, callback.Event.PICK_UP, unit.now)
    _settle(unit, board, owed, rung, read_proof(record, after=("ring",)).verdict)


def _settle(unit: Unit, board: Board, owed: Callback, rung: CustomerLeg, verdict: str | None) -> None:
    match verdict:
        case "1":
            attempts.conclude(unit, owed, callback.Event.CONNECT)
        case "2":
            attempts.try_again(unit, board, owed, callback.Event.AGAIN)
        case "3":
            attempts.conclude(unit, owed, callback.Event.CLOSE)
        case _:
            customers.settle(unit, board, owed, rung)


def _offer(unit: Unit, agent: Agent, owed: Callback, leg: LegReport, parent: LegReport) -> Offer:
    began = parent.created_at or unit.now
    return Offer(
        id=0,
        public_id=unit.token(),
        agent_id=agent.id,
        caller_id=owed.caller_id,
        state=offer.State.ACCEPTED,
        intended_at=began,
        deadline=None,
        callback_id=owed.id,
        in_flight=False,
        placed_at=began,
        sid=parent.sid,
        leg_state=LegState.ENDED,
        accepted_at=leg.created_at,
        ended_at=parent.ended_at,
    )


def _leg(row: Offer, owed: Callback, leg: LegReport) -> CustomerLeg:
    at = leg.created_at or row.intended_at
    return CustomerLeg(
        id=0,
        offer_id=row.id,
        callback_id=owed.id,
        caller_id=owed.caller_id,
        placed_at=at,
        sid=leg.sid,
        state=LegState.ENDED,
        outcome=leg.outcome,
        in_flight=False,
        picked_up_at=at if leg.seconds else None,
        seconds=leg.seconds,
    )
