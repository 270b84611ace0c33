"""Callers from a list that somebody brings: all of it is taken in by one unit of work, or nothing is.

Of whom we know already, what the list says counts, and what it leaves empty stays. A list can forbid calls, and allow
none: only the caller themselves can do that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.access import Action
from ivr.frozen import replace
from ivr.language import clean, sought
from ivr.switchboard import consents, trail
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Caller, Tag
from ivr.switchboard.trail import By

FROM_A_LIST = "from a list"
"""How we know that somebody wants no calls."""
MOST = 2000
"""Callers in one list: so long may those wait who ring meanwhile."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list, checked: `number` is E.164, each number there once. What is empty or None it does not say."""

    number: str
    name: str = ""
    language: str | None = None
    zone: str | None = None
    vip: bool | None = None
    do_not_call: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """How many of them we knew not, and of how many something was changed."""

    new: int
    changed: int


def take_in(board: Board, by: By, entries: Sequence[Entry]) -> Taken:
    """Takes in the whole list. ValueError where it is longer than MOST."""
    if len(entries) > MOST:
        raise ValueError(f"{len(entries)} callers at once")
    return work(board.store, lambda unit: _take_in(unit, board, by, entries), by.actor)


def _take_in(unit: Unit, board: Board, by: By, entries: Sequence[Entry]) -> Taken:
    wanted = {entry.number: entry for entry in entries}
    known = unit.many(Caller, number=tuple(wanted)) if wanted else ()
    strangers = [wanted[number] for number in wanted.keys() - {row.number for row in known}]
    for entry in sorted(strangers, key=lambda entry: entry.number):
        row = unit.insert(_with(Caller(0, entry.number), entry))
        _say(unit, board, by, row, entry)
    # Rows that others may want come last, and in one order: they are locked for the shortest time.
    changed = sum(_change(unit, board, by, row.id, wanted[row.number or ""]) for row in sorted(known, key=_id))
    taken = Taken(len(strangers), changed)
    trail.note(unit, by, Action.IMPORT_CALLERS, "callers", after={"new": taken.new, "changed": taken.changed})
    return taken


def _id(row: Caller) -> int:
    return row.id


def _change(unit: Unit, board: Board, by: By, id: int, entry: Entry) -> bool:
    row = unit.lock(id)
    wanted = _with(row, entry)
    if wanted != row:
        for other in unit.person(id):
            unit.save(_with(unit.lock(other), entry))
        unit.tell(unit.lock(id), "changed: list")
    return _say(unit, board, by, unit.lock(id), entry) or wanted != row


def _with(row: Caller, entry: Entry) -> Caller:
    name = clean(entry.name)
    return replace(
        row,
        name=name or row.name,
        search=sought.key(name) if name else row.search,
        language=entry.language or row.language,
        zone=entry.zone or row.zone,
        vip=row.vip if entry.vip is None else entry.vip,
    )


def _say(unit: Unit, board: Board, by: By, row: Caller, entry: Entry) -> bool:
    """Tags that are new, and a no; whether there was any of it."""
    keys = {sought.key(word): clean(word) for word in entry.tags if clean(word)}
    there = {tag.search for tag in unit.many(Tag, caller_id=row.id)} if keys else set()
    for key in keys.keys() - there:
        unit.insert(Tag(0, row.id, keys[key], key, by.name, unit.now))
    if entry.do_not_call and not row.do_not_call:
        consents.forbid_calls(unit, board, by, row.id, FROM_A_LIST)
        return True
    return bool(keys.keys() - there)
