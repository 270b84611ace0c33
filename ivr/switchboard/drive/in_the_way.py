"""A customer waits in our queue while we ring their phone: that leg is ended, so that the agent can take the call."""

from __future__ import annotations

from ivr.line.outcomes import Done, LegReport, LegState
from ivr.switchboard import callers, customers
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.rows import CustomerLeg, Offer

Due = tuple[tuple[str, int], ...]


def end(board: Board, carrier: Carrier, row: Offer) -> Due:
    """Ends the leg by which this offer's agent rings them, unless it was picked up after all."""
    with board.store.reading() as unit:
        leg = _in_the_way(unit, row)
    sid = leg and (leg.sid or _child(carrier, row))
    if not sid:
        return ()
    said = carrier.fetch(sid)
    if isinstance(said, LegReport) and said.state in (LegState.QUEUED, LegState.RINGING):
        said = LegReport(sid, LegState.ENDED) if isinstance(carrier.end(sid), Done) else said
    if not isinstance(said, LegReport):
        return ()
    heard = said
    return work(board.store, lambda unit: _customer_heard(unit, row.id, heard), "drive")


def _in_the_way(unit: Unit, row: Offer) -> CustomerLeg | None:
    leg = customers.of(unit, row)
    return leg if leg is not None and customers.in_the_way(unit, leg) else None


def _child(carrier: Carrier, row: Offer) -> str | None:
    found = carrier.children(row.sid) if row.sid else ()
    return found[0].sid if isinstance(found, tuple) and found else None


def _customer_heard(unit: Unit, id: int, said: LegReport) -> Due:
    row = callers.locked(unit, unit.get(Offer, id))
    leg = customers.of(unit, row) if row else None
    if row is not None and leg is not None and leg.in_flight:
        customers.heard(unit, row, leg, said)
    return ()  # should it ring on, the next sweep looks again: never at once, in a circle
