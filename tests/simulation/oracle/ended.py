"""How else a debt may end: by a no, by trying in vain, or because it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.switchboard import interventions
from ivr.switchboard.rows import Callback, Caller, Entry, Obligation, Transfer
from tests.simulation import shop
from tests.simulation.oracle.truth import FROM_API
from tests.simulation.world import places

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

A_WHILE = 300.0
"""Seconds by which a request may have been late."""


def _pressed_lately(oracle: Oracle, number: str | None, direction: str) -> bool:
    return any(
        leg.direction == direction
        and any(where == "gather" and at > oracle.now - A_WHILE for at, _, where in leg.presses)
        for leg in oracle.centre.truth.legs.values()
        if leg.is_of(number)
    )


def waived(oracle: Oracle, entry: Entry) -> None:
    """Waived: the caller pressed a key."""
    row = oracle.row(Transfer, entry.entity_id)
    number = oracle.row(Caller, row.caller_id).number
    oracle.hold("S6 waived by a key", _pressed_lately(oracle, number, "inbound"), f"transfer {row.id}")


def cancelled(oracle: Oracle, entry: Entry) -> None:
    """Cancelled: a caller to whom it was owed pressed a key."""
    row = oracle.row(Callback, entry.entity_id)
    askers = {row.caller_id} | {debt.caller_id for debt in oracle.rows(Obligation, callback_id=row.id)}
    proof = any(_pressed_lately(oracle, oracle.row(Caller, asker).number, "inbound") for asker in askers)
    oracle.hold("S6 cancelled by a key", proof, f"callback {row.id}")


def closed(oracle: Oracle, entry: Entry) -> None:
    """Closed by one of us: an agent pressed 3, or somebody called it off by hand."""
    if entry.actor == interventions.OPERATOR:
        oracle.hold("S6 closed by hand", entry.entity_id in oracle.centre.called_off, f"callback {entry.entity_id}")
        return
    legs = [leg for leg in oracle.centre.truth.legs.values() if leg.direction == FROM_API]
    pressed = any(leg.pressed("3", oracle.now - A_WHILE) for leg in legs)
    oracle.hold("S6 closed by a key", pressed, f"callback {entry.entity_id}")


def exhausted(oracle: Oracle, entry: Entry) -> None:
    """Exhausted: the phone was rung as often as we promise to try."""
    row = oracle.row(Callback, entry.entity_id)
    number = oracle.row(Caller, row.caller_id).number
    rung = oracle.centre.truth.rung.get(number or "", ())
    tried = sum(leg.created >= row.created_at.timestamp() for leg in rung)
    most = oracle.centre.policy(row.team).attempts
    oracle.hold("S6 exhausted is true", tried >= most, f"callback {row.id}: {tried} of {most} attempts in truth")


def barred(oracle: Oracle, entry: Entry) -> None:
    """Barred: somebody said so, or it is a number that nobody of us dials."""
    row = oracle.row(Callback, entry.entity_id)
    caller = oracle.row(Caller, row.caller_id)
    never = (places.COSTLY, places.FAR, *shop.NUMBERS, *(agent.number for agent in oracle.centre.people.agents))
    oracle.hold("S6 barred is true", caller.do_not_call or caller.number in never, f"callback {row.id}")


def unreachable(oracle: Oracle, entry: Entry) -> None:
    """Unreachable: no number, or another callback keeps all that this one was for."""
    row = oracle.row(Callback, entry.entity_id)
    moved = not oracle.rows(Obligation, callback_id=row.id)
    number = oracle.row(Caller, row.caller_id).number
    oracle.hold("S6 unreachable is true", number is None or moved, f"callback {row.id}")
