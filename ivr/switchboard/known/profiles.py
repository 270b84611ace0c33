"""What is known of a caller and may be changed by people: name, language, time zone, VIP, tags.

Whoever changes something says which state of it they saw; what was changed since by somebody else is not overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from ivr.access import Action
from ivr.frozen import replace
from ivr.language import clean, sought
from ivr.switchboard import trail
from ivr.switchboard.ports import Store, Unit, Vanished, work
from ivr.switchboard.rows import Caller, Entry, Tag
from ivr.switchboard.trail import By


class Facts(TypedDict, total=False):
    """What may be changed; what is left out stays. None: not known."""

    name: str
    language: str | None
    zone: str | None
    """An IANA name; the form has checked that there is such a zone, and that we speak the language."""
    vip: bool


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else was quicker: nothing was changed."""

    now: Caller
    """As it is."""
    by: str
    """Who was it: the actor, as in the ledger. Empty where nobody told of it: a language was chosen in a call."""
    at: datetime | None


def change(store: Store, by: By, caller_id: int, fence: int, **facts: Unpack[Facts]) -> Caller | Stale | None:
    """The caller with these facts; `fence` is that of the row that was shown. It holds for all rows of the person.
    None: there is no such caller."""
    return work(store, lambda unit: write(unit, by, caller_id, fence, facts), by.actor)


def write(unit: Unit, by: By, caller_id: int, fence: int, facts: Facts) -> Caller | Stale | None:
    """The same within a unit of work."""
    try:
        caller = unit.lock(caller_id)
    except Vanished:
        return None
    if caller.fence != fence:
        return _stale(unit, caller)
    wanted = _with(caller, facts)
    names = [name for name in facts if getattr(wanted, name) != getattr(caller, name)]
    if not names:
        return caller
    for id in unit.person(caller_id):
        one = unit.save(_with(unit.lock(id), facts))
        unit.tell(one, f"changed: {', '.join(names)}")
    trail.note(unit, by, Action.EDIT_CALLER, f"caller {caller_id}", *trail.changes(caller, wanted, *names))
    return unit.lock(caller_id)


def _with(caller: Caller, facts: Facts) -> Caller:
    if "name" not in facts:
        return replace(caller, **facts)
    name = clean(facts["name"])
    return replace(caller, **facts | {"name": name}, search=sought.key(name))


def _stale(unit: Unit, caller: Caller) -> Stale:
    told = unit.many(Entry, entity="caller", entity_id=caller.id)
    last = next((line for line in told if line.fence == caller.fence), None)
    return Stale(caller, last.actor if last else "", last.at if last else None)


def tag(store: Store, by: By, caller_id: int, word: str) -> Tag | None:
    """The caller has this tag from now on, or had it already; None where the word is empty."""
    return work(store, lambda unit: give(unit, by, caller_id, word), by.actor)


def give(unit: Unit, by: By, caller_id: int, word: str) -> Tag | None:
    """The same within a unit of work."""
    told = clean(word)
    if not told:
        return None
    caller, key = unit.lock(caller_id), sought.key(told)
    there = unit.one(Tag, caller_id=caller_id, search=key)
    if there is not None:
        return there
    row = unit.insert(Tag(0, caller_id, told, key, by.name, unit.now))
    unit.tell(caller, "tag")
    trail.note(unit, by, Action.EDIT_CALLER, f"caller {caller_id}", after={"tag": "given"})
    return row


def untag(store: Store, by: By, caller_id: int, word: str) -> bool:
    """The caller has this tag no more; whether they had it."""
    return work(store, lambda unit: take_away(unit, by, caller_id, word), by.actor)


def take_away(unit: Unit, by: By, caller_id: int, word: str) -> bool:
    """The same within a unit of work."""
    caller = unit.lock(caller_id)
    found = unit.many(Tag, caller_id=unit.person(caller_id), search=sought.key(word))
    for row in found:
        unit.remove(row)
    if found:
        unit.tell(caller, "untag")
        trail.note(unit, by, Action.EDIT_CALLER, f"caller {caller_id}", after={"tag": "taken away"})
    return bool(found)
