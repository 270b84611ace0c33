"""After the faults: everything must come to an end, in bounded time, and leave nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.promise import callback, transfer
from ivr.reports.equation.audit import audit
from ivr.switchboard.rows import (
    Agent,
    Call,
    Callback,
    CallState,
    CustomerLeg,
    Fate,
    Message,
    Obligation,
    Offer,
    Queue,
    Task,
    Transfer,
)

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

TRANSFERS = 25 * 60.0
CALLBACKS = 30 * 86_400.0
"""A caller may have chosen an hour that comes after two weeks only; then five attempts over some days follow."""
STEP = 1800.0
OVERDUE = 60.0
"""Seconds: a period of the sweep, and the time for which a row may be put aside."""
AFTERWARDS = 3600.0
ALERT_AGAIN = 1800.0


def converge(centre: Centre) -> None:
    """L1 and its kin."""
    healed = centre.exchange.now
    centre.run_until(healed + TRANSFERS)
    waiting = [
        row.id
        for row in centre.oracle.every(Transfer).values()
        if row.state not in transfer.FINAL and row.waiting_since.timestamp() < healed and not _talks(centre, row)
    ]
    centre.oracle.hold("L1 no transfer is left over", not waiting, f"transfers {waiting} after {TRANSFERS} s")
    held = [row for row in centre.oracle.every(Offer).values() if row.in_flight and _over(centre, row, healed)]
    centre.oracle.hold("L4 a line is free soon", not held, f"{held}")
    while _open(centre) and centre.exchange.now < healed + CALLBACKS:
        centre.run_until(centre.exchange.now + STEP)
        due = centre.store.next_deadline()
        late = due is not None and due.timestamp() < centre.exchange.now - OVERDUE
        centre.oracle.hold("L2 nothing is overdue", not late, f"a row is due since {due}")
    left = _open(centre)
    centre.oracle.hold("L1 no callback is left over", not left, f"{left} after {CALLBACKS / 86400} days")
    _alerts_go_on(centre)
    _nothing_left(centre)
    centre.oracle.witnesses.end()


def _alerts_go_on(centre: Centre) -> None:
    """What a person must look at is shown to them again and again, as long as they do not."""
    alerts = [row for row in centre.oracle.every(Task).values() if row.done_at is None]
    centre.run_until(centre.exchange.now + AFTERWARDS)
    for row in alerts:
        now = centre.oracle.row(Task, row.id)
        again = now.done_at is not None or now.fence > row.fence
        centre.oracle.hold("L6 alerts again", again, f"{row} is as it was, {AFTERWARDS} s later")
        next_at = now.deadline.timestamp() if now.deadline else 0.0
        soon = now.done_at is not None or next_at <= centre.exchange.now + ALERT_AGAIN
        centre.oracle.hold("L6 alerts again", soon, f"{now} is not shown again")


def _talks(centre: Centre, row: Transfer) -> bool:
    leg = centre.truth.legs[centre.oracle.row(Call, row.call_id).sid]
    return bool(leg.bridges) and leg.bridges[-1].end is None


def _over(centre: Centre, row: Offer, healed: float) -> bool:
    """Whether this asking is of the time of the faults, and the agent's telephone lies there unused."""
    agent: Agent = centre.oracle.row(Agent, row.agent_id)
    return row.intended_at.timestamp() < healed and not centre.truth.busy(agent.address)


def _open(centre: Centre) -> list[str]:
    every = centre.oracle.every
    callbacks = [
        f"callback {row.id} {row.state}" for row in every(Callback).values() if row.state not in callback.FINAL
    ]
    transfers = [
        f"transfer {row.id} {row.state}" for row in every(Transfer).values() if row.state not in transfer.FINAL
    ]
    return callbacks + transfers


def _nothing_left(centre: Centre) -> None:
    oracle, every = centre.oracle, centre.oracle.every
    oracle.hold("L1 no live leg", not centre.exchange.live(), f"{centre.exchange.live()}")
    flying = [row for kind in (Offer, CustomerLeg) for row in every(kind).values() if row.in_flight]
    oracle.hold("L4 no leg in flight in our rows", not flying, f"{flying}")
    calls = [row.id for row in every(Call).values() if row.state is not CallState.ENDED]
    oracle.hold("L1 no live call in our rows", not calls, f"{calls}")
    awaited = [row for kind in (Queue, Message, Offer) for row in every(kind).values() if row.deadline is not None]
    oracle.hold("L1 nothing is awaited", not awaited, f"{awaited}")
    oracle.hold("L1 no request in flight", not centre.exchange.in_flight, f"{centre.exchange.in_flight}")
    oracle.hold("L3 the spool is empty", not centre.web.spool, f"{centre.web.spool}")
    waiting = [row.id for row in every(Obligation).values() if row.fate is Fate.WAITING]
    books = audit(centre.store)
    oracle.hold("L8 the product's own audit", books.balanced and not books.overdue, f"{books.findings}")
    oracle.hold("L8 nobody waits at the end", not waiting, f"obligations {waiting}")
