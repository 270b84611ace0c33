"""Callers from a list that somebody brings: all of it is taken in by one unit of work, or nothing is.

Of whom we know already, what the list says counts, and what it leaves empty stays. A list can forbid calls, and allow
none: only the caller themselves can do that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ivr.access import Action
from ivr.frozen import replace
from ivr.language import clean, sought
from ivr.switchboard import trail
from ivr.switchboard.board import Board
from ivr.switchboard.known import consents
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Caller, Tag
from ivr.switchboard.trail import By

FROM_A_LIST = "from a list"
"""How we know that somebody wants no calls."""
MOST = 1000
"""Callers in one list. Whoever rings meanwhile waits for the one writer of a SQLite file, and for a second at most."""


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
    """Rows that others may want come last, in one order, and only where something changes: they are locked briefly."""
    wanted = {entry.number: entry for entry in entries}
    known = {row.number or "": row for row in unit.many(Caller, number=tuple(wanted))} if wanted else {}
    tags = _tags(unit, known.values())
    for number in sorted(wanted.keys() - known.keys()):
        row = unit.insert(_with(Caller(0, number), wanted[number]))
        _say(unit, board, by, row, wanted[number], frozenset())
    changed = [row for number, row in known.items() if _differs(row, wanted[number], tags.get(row.id, frozenset()))]
    for row in sorted(changed, key=lambda row: row.id):
        _change(unit, board, by, row.id, wanted[row.number or ""], tags.get(row.id, frozenset()))
    taken = Taken(len(wanted) - len(known), len(changed))
    trail.note(unit, by, Action.IMPORT_CALLERS, "callers", after={"new": taken.new, "changed": taken.changed})
    return taken


def _tags(unit: Unit, rows: Iterable[Caller]) -> dict[int, frozenset[str]]:
    ids = tuple(row.id for row in rows)
    found: dict[int, frozenset[str]] = {}
    for tag in unit.many(Tag, caller_id=ids) if ids else ():
        found[tag.caller_id] = found.get(tag.caller_id, frozenset()) | {tag.search}
    return found


def _differs(row: Caller, entry: Entry, tags: frozenset[str]) -> bool:
    forbids = entry.do_not_call and not row.do_not_call
    return forbids or _with(row, entry) != row or bool(_new(entry, tags))


def _change(unit: Unit, board: Board, by: By, id: int, entry: Entry, tags: frozenset[str]) -> None:
    row = unit.lock(id)
    if _with(row, entry) != row:
        for other in unit.person(id):
            unit.save(_with(unit.lock(other), entry))
        unit.tell(unit.lock(id), "changed: list")
    _say(unit, board, by, unit.lock(id), entry, tags)


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


def _new(entry: Entry, tags: frozenset[str]) -> dict[str, str]:
    """Tags that are not there yet, by what they are sought by."""
    told = {sought.key(word): clean(word) for word in entry.tags if clean(word)}
    return {key: word for key, word in told.items() if key not in tags}


def _say(unit: Unit, board: Board, by: By, row: Caller, entry: Entry, tags: frozenset[str]) -> None:
    """Tags that are new, and a no."""
    for key, word in _new(entry, tags).items():
        unit.insert(Tag(0, row.id, word, key, by.name, unit.now))
    if entry.do_not_call and not row.do_not_call:
        consents.forbid_calls(unit, board, by, row.id, FROM_A_LIST)
