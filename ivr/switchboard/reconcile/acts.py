"""What each difference between the ledgers is put right by: the same steps as a report of the carrier takes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from ivr.frozen import replace
from ivr.line.inputs import Ring
from ivr.line.outcomes import LegReport
from ivr.promise.offer import State
from ivr.switchboard import callbacks, callers, calls, customers, legs, rescue
from ivr.switchboard.board import Board
from ivr.switchboard.crew import number_changes
from ivr.switchboard.drive.offer import EARLIER
from ivr.switchboard.ports import Unit, Unreachable
from ivr.switchboard.reconcile.compare import Kind
from ivr.switchboard.rows import Agent, Call, Caller, CallState, CustomerLeg, NumberChange, Obligation, Offer

log = logging.getLogger(__name__)

Act = Callable[[Unit, Board, LegReport], bool]
"""Whether the leg is one of ours by now."""


@contextmanager
def alone(sid: str) -> Iterator[None]:
    """One leg that cannot be put right keeps no other one waiting: it is the drift."""
    try:
        yield
    except Unreachable:
        raise
    except Exception:
        log.exception("the leg %s could not be put right", sid)


def missed(unit: Unit, board: Board, leg: LegReport) -> bool:
    """Somebody rang, and nobody was there: they are owed a call, in the order in which they rang, unless they have been
    helped since."""
    if unit.one(Call, sid=leg.sid) is None:
        ring = Ring(leg.sid, leg.from_, leg.to or "")
        rescue.owe(unit, board, ring, leg.created_at, leg.ended_at)
    return True


def ended(unit: Unit, board: Board, leg: LegReport) -> bool:
    """A leg of ours, of whatever sort, is over."""
    call = callers.locked(unit, unit.one(Call, sid=leg.sid))
    if call is not None and call.state is CallState.LIVE:
        calls.end(unit, board, call, "lost", leg.ended_at)
    offer = callers.locked(unit, unit.one(Offer, sid=leg.sid))
    if offer is not None and offer.in_flight:
        legs.heard(unit, board, offer, leg)
    proof = unit.one(NumberChange, sid=leg.sid)
    if proof is not None:
        number_changes.heard(unit, proof, leg)
    customer = unit.one(CustomerLeg, sid=leg.sid)
    if customer is not None:
        _customer_ended(unit, customer, leg)
    return True


def _customer_ended(unit: Unit, customer: CustomerLeg, leg: LegReport) -> None:
    offer = callers.locked(unit, unit.get(Offer, customer.offer_id))
    again = customers.of(unit, offer) if offer else None
    if offer is not None and again is not None and again.in_flight:
        customers.heard(unit, offer, again, leg)


def adopt(unit: Unit, board: Board, leg: LegReport) -> bool:
    """The leg that an offer waits to hear of. False: nobody wants it."""
    agent = unit.one(Agent, address=leg.to)
    if unit.one(Offer, sid=leg.sid) is not None:
        return True
    asked = [one for one in unit.many(Offer, agent_id=agent.id) if one.in_flight and one.sid is None] if agent else []
    offer = callers.locked(unit, asked[0]) if asked else None
    if offer is None or not offer.in_flight or offer.sid is not None or not _may_be(offer, leg):
        return False
    legs.heard(unit, board, offer, leg)
    return True


def _may_be(offer: Offer, leg: LegReport) -> bool:
    since = offer.placed_at or offer.intended_at
    placed = not offer.shown and offer.state is not State.INTENDED
    return placed and leg.created_at is not None and leg.created_at >= since - EARLIER


def remember(unit: Unit, board: Board, leg: LegReport, outcome: str, talked_at: datetime | None) -> None:
    """A call that our books had lost stands in them again, with how it ended; who talked with us is owed nothing for
    what they had asked for before."""
    known = unit.one(Call, sid=leg.sid)
    if known is None and unit.one(Obligation, source_key=leg.sid) is not None:
        return
    caller = unit.lock(known.caller_id) if known else callers.meet(unit, leg.from_)
    if known is None:
        unit.insert(_rebuilt(unit, board, leg, caller, outcome), "rebuild")
    if talked_at is not None:
        callbacks.came_in(unit, caller.id, talked_at)


def explain(unit: Unit, board: Board, leg: LegReport, cut_off: bool) -> None:
    """Why a call ended in the middle is known by now, and not asked again. Who was cut off by us is owed."""
    call = callers.locked(unit, unit.one(Call, sid=leg.sid))
    if call is None:
        return
    if cut_off and not unit.many(Obligation, call_id=call.id):
        rescue.owe(unit, board, Ring(leg.sid, leg.from_, call.dialled), call.started_at, call.ended_at)
    unit.save(replace(call, outcome="cut_off" if cut_off else "left"))


def _rebuilt(unit: Unit, board: Board, leg: LegReport, caller: Caller, outcome: str) -> Call:
    found = board.library.flow_for(leg.to or "")
    languages = list(found[1].languages) if found else list(board.library.business().voices)
    return Call(
        id=0,
        public_id=unit.token(),
        sid=leg.sid,
        caller_id=caller.id,
        dialled=leg.to or "",
        flow=found[0] if found else 0,
        language=caller.language or languages[0],
        position="",
        turn=0,
        state=CallState.ENDED,
        started_at=leg.created_at or unit.now,
        deadline=None,
        outcome=outcome,
        ended_at=leg.ended_at or unit.now,
    )


ACTS: dict[Kind, Act] = {Kind.MISSED: missed, Kind.ENDED: ended, Kind.STRAY: adopt}
"""What can be done without asking the carrier anything more."""
