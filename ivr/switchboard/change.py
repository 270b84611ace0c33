"""How a row changes its state: through its table of transitions, and in no other way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ivr.frozen import replace
from ivr.promise import callback, machine, offer, transfer
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Callback, Offer, Transfer


def move_transfer(unit: Unit, row: Transfer, event: transfer.Event, deadline: datetime | None = None) -> Transfer:
    """`row` after `event`, saved. `deadline` is the next look, needed wherever the new state is not final."""
    state = machine.step(transfer.TRANSITIONS, row.state, event)
    final = state in transfer.FINAL
    changed = replace(
        row,
        state=state,
        deadline=None if final else (deadline or row.deadline),
        ended_at=unit.now if final else None,
    )
    return unit.save(changed, event)


def move_callback(
    unit: Unit, row: Callback, event: callback.Event, deadline: datetime | None = None, why: str = ""
) -> Callback:
    """`row` after `event`, saved; a final state is the result. `deadline` is the next look of a state that is not.

    `why` goes to the ledger with the event. What was only called off is on again: something happened meanwhile.
    """
    state = machine.step(callback.TRANSITIONS, row.state, event)
    final = state in callback.FINAL
    changed = replace(
        row,
        state=state,
        deadline=None if final else (deadline or row.deadline),
        ended_at=unit.now if final else None,
        result=state if final else "",
        claims=0,
        cancel_at=None,
        cancel_why="",
    )
    if final or event is callback.Event.ACCEPT:
        changed = replace(changed, claimed_by=None, claimed_until=None, before="")
    return unit.save(changed, f"{event}: {why}" if why else event)


def move_offer(unit: Unit, row: Offer, event: offer.Event, deadline: datetime | None = None) -> Offer:
    """`row` after `event`, saved. With a leg that may live there is a next look, whatever the state."""
    state = machine.step(offer.TRANSITIONS, row.state, event)
    settled = state in offer.FINAL and not row.in_flight
    changed = replace(row, state=state, deadline=None if settled else (deadline or row.deadline))
    return unit.save(changed, event)


def can(row: Transfer | Callback | Offer, event: transfer.Event | callback.Event | offer.Event) -> bool:
    """Whether `event` may happen to `row` now."""
    return machine.allows(_TABLES[type(row)], row.state, event)


_TABLES: dict[type, dict[Any, dict[Any, Any]]] = {
    Transfer: transfer.TRANSITIONS,
    Callback: callback.TRANSITIONS,
    Offer: offer.TRANSITIONS,
}
