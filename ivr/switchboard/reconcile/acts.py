"""What each difference between the ledgers is put right by: the same steps as a report of the carrier takes."""

from __future__ import annotations

from collections.abc import Callable

from ivr.line.inputs import Ring
from ivr.line.outcomes import LegReport
from ivr.switchboard import callers, calls, customers, legs, rescue
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.reconcile.compare import Finding, Kind
from ivr.switchboard.rows import Call, CallState, CustomerLeg, Offer

ACTOR = "reconcile"


def put_right(board: Board, finding: Finding) -> None:
    """One finding in one unit of work, which looks again behind the lock."""
    act = ACTS.get(finding.kind)
    if act is not None:
        work(board.store, lambda unit: act(unit, board, finding.leg), ACTOR)


def _missed(unit: Unit, board: Board, leg: LegReport) -> None:
    if unit.one(Call, sid=leg.sid) is None:
        rescue.owe(unit, board, Ring(leg.sid, leg.from_, leg.to or ""), leg.created_at)


def _ended(unit: Unit, board: Board, leg: LegReport) -> None:
    call = callers.locked(unit, unit.one(Call, sid=leg.sid))
    if call is not None and call.state is CallState.LIVE:
        calls.end(unit, board, call, "lost", leg.ended_at)
    offer = callers.locked(unit, unit.one(Offer, sid=leg.sid))
    if offer is not None and offer.in_flight:
        legs.heard(unit, board, offer, leg)
    customer = unit.one(CustomerLeg, sid=leg.sid)
    if customer is not None:
        _customer_ended(unit, customer, leg)


def _customer_ended(unit: Unit, customer: CustomerLeg, leg: LegReport) -> None:
    offer = callers.locked(unit, unit.get(Offer, customer.offer_id))
    again = customers.of(unit, offer) if offer else None
    if offer is not None and again is not None and again.in_flight:
        customers.heard(unit, offer, again, leg)


ACTS: dict[Kind, Callable[[Unit, Board, LegReport], None]] = {Kind.MISSED: _missed, Kind.ENDED: _ended}
"""A kind that is not here is only counted."""
