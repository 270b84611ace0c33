"""How else a debt may end: by a no, by trying in vain, or because it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.switchboard.deeds import interventions
from ivr.switchboard.rows import Callback, Caller, CustomerLeg, Entry, Fate, Obligation, Offer, Transfer
from tests.simulation import shop
from tests.simulation.oracle.truth import FROM_API, FROM_PAGE, Leg
from tests.simulation.world import places, post

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

A_WHILE = post.LATEST + 30.0
"""Seconds by which the request of a key may have been late: the longest way that the post knows, and a second try.

It is the world that says how late (fault 3: ten minutes): with five of our own, a no that had been on its way for nine
was called untrue. What proves a key is therefore not that it is recent, but which key it was, and on which leg.
"""
CANCEL, SURE = "3", "1"
"""The keys by which a caller who is owed calls it off: asked what to do, and asked whether they are sure."""


def said_no(leg: Leg, now: float) -> bool:
    """Whether the key that says no went into a question of ours on this leg, and may have reached us only now."""
    return leg.pressed(shop.DECLINE, now - A_WHILE)


def _called_off(leg: Leg, now: float) -> bool:
    """The same of the two keys by which a callback is cancelled, one after the other."""
    asked = [at for at, key, where in leg.presses if key == CANCEL and where == "gather"]
    return any(leg.pressed(SURE, max(at, now - A_WHILE)) for at in asked)


def _own_legs(oracle: Oracle, number: str | None) -> list[Leg]:
    legs = oracle.centre.truth.legs.values()
    return [leg for leg in legs if leg.direction == "inbound" and leg.is_of(number)]


def waived(oracle: Oracle, entry: Entry) -> None:
    """Waived: the caller pressed the key that says no."""
    row = oracle.row(Transfer, entry.entity_id)
    legs = _own_legs(oracle, oracle.row(Caller, row.caller_id).number)
    oracle.hold("S6 waived by a key", any(said_no(leg, oracle.now) for leg in legs), f"transfer {row.id}")


def cancelled(oracle: Oracle, entry: Entry) -> None:
    """Cancelled: a caller to whom it was owed said no, or called it off."""
    row = oracle.row(Callback, entry.entity_id)
    askers = {row.caller_id} | {debt.caller_id for debt in oracle.rows(Obligation, callback_id=row.id)}
    legs = [leg for asker in askers for leg in _own_legs(oracle, oracle.row(Caller, asker).number)]
    proof = any(said_no(leg, oracle.now) or _called_off(leg, oracle.now) for leg in legs)
    oracle.hold("S6 cancelled by a key", proof, f"callback {row.id}")


def closed(oracle: Oracle, entry: Entry) -> None:
    """Closed by one of us: an agent pressed 3, or somebody called it off by hand."""
    if entry.actor == interventions.OPERATOR:
        oracle.hold("S6 closed by hand", entry.entity_id in oracle.centre.called_off, f"callback {entry.entity_id}")
        return
    row = oracle.row(Callback, entry.entity_id)
    yes: Offer = oracle.row(Offer, row.offer_id)
    leg = oracle.centre.truth.legs.get(yes.sid or "")
    pressed = leg is not None and leg.direction in (FROM_API, FROM_PAGE) and leg.pressed("3", oracle.now - A_WHILE)
    oracle.hold("S6 closed by a key", pressed, f"callback {entry.entity_id}")


def exhausted(oracle: Oracle, entry: Entry) -> None:
    """Exhausted: they were rung as often as we promise to try, be it at another number since they keyed one."""
    row = oracle.row(Callback, entry.entity_id)
    number = oracle.row(Caller, row.caller_id).number
    ours = {oracle.row(Offer, leg.offer_id).sid for leg in oracle.rows(CustomerLeg, callback_id=row.id)}
    rung = (leg for legs in oracle.centre.truth.rung.values() for leg in legs)
    theirs = (leg for leg in rung if leg.number == number or leg.parent in ours)
    tried = sum(leg.created >= row.created_at.timestamp() for leg in theirs)
    most = oracle.centre.policy(row.team).attempts
    oracle.hold("S6 exhausted is true", tried >= most, f"callback {row.id}: {tried} of {most} attempts in truth")


def barred(oracle: Oracle, entry: Entry) -> None:
    """Barred: somebody said so, or it is a number that nobody of us dials."""
    row = oracle.row(Callback, entry.entity_id)
    caller = oracle.row(Caller, row.caller_id)
    never = (places.COSTLY, places.FAR, *shop.NUMBERS, *(agent.number for agent in oracle.centre.people.agents))
    oracle.hold("S6 barred is true", caller.do_not_call or caller.number in never, f"callback {row.id}")


def unreachable(oracle: Oracle, entry: Entry) -> None:
    """Unreachable: no number, as is found when it is due; or, by what a caller keyed, another callback keeps all that
    this one was for; what they have said no to stays where it was."""
    row = oracle.row(Callback, entry.entity_id)
    moved = all(debt.fate is Fate.WAIVED for debt in oracle.rows(Obligation, callback_id=row.id))
    number = oracle.row(Caller, row.caller_id).number
    none = number is None and entry.actor == "drive"
    oracle.hold("S6 unreachable is true", none or moved, f"callback {row.id}, by {entry.actor}")
