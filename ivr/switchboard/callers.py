"""The people who phone us: one row per number, one per call where the number is withheld. Whoever changes anything of
theirs locks them first."""

from __future__ import annotations

from typing import TypeVar

from ivr import phone
from ivr.switchboard.ports import Conflict, Unit
from ivr.switchboard.rows import Call, Callback, Caller, CallState, Offer, Transfer

Theirs = TypeVar("Theirs", Call, Transfer, Callback, Offer)


def meet(unit: Unit, number: str | None) -> Caller:
    """The caller with this number, locked; made where we have never heard from them."""
    known = None if number is None else unit.one(Caller, number=number)
    if known is None:
        return unit.insert(Caller(0, number))
    return unit.lock(known.id)


def locked(unit: Unit, found: Theirs | None) -> Theirs | None:
    """What was found, read again behind the lock on its caller; None where nothing was found, or is there any more."""
    if found is None:
        return None
    unit.lock(found.caller_id)
    row = unit.get(type(found), found.id)
    if row is not None and row.caller_id != found.caller_id:
        raise Conflict("it went to another caller meanwhile, and the wrong one is locked")
    return row


def zone_of(caller: Caller, default: str) -> str:
    """The IANA zone of this caller: the one kept with them, else that of their number if it has just one."""
    if caller.zone:
        return caller.zone
    return (caller.number and phone.zone_of(caller.number)) or default


def on_the_line(unit: Unit, caller_id: int) -> bool:
    """Whether the caller is in a call with us now, from any of their numbers, as far as we know."""
    return bool(unit.many(Call, caller_id=theirs(unit, caller_id), state=CallState.LIVE))


def theirs(unit: Unit, caller_id: int) -> int | tuple[int, ...]:
    """The caller's id, or those of all rows that stand for the same person: what `many` takes."""
    ids = unit.person(caller_id)
    return ids if len(ids) > 1 else caller_id
