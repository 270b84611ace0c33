"""Everything that is known of a caller, changed at once: facts, tags, and whether they may be phoned; or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from ivr.language import sought
from ivr.switchboard.board import Board
from ivr.switchboard.known import consents, profiles
from ivr.switchboard.known.profiles import Facts, Stale
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Caller, Tag
from ivr.switchboard.trail import By


@dataclass(frozen=True, slots=True)
class Profile:
    """What is to be changed; None, or left out: as it is."""

    do_not_call: bool | None = None
    tags: tuple[str, ...] | None = None
    """All of them."""
    facts: Facts = field(default_factory=Facts)


def put(board: Board, by: By, caller_id: int, fence: int, profile: Profile) -> Caller | Stale | None:
    """The caller as wished; `fence` is that of the row that was seen. None: there is no such caller."""
    return work(board.store, lambda unit: _put(unit, board, by, caller_id, fence, profile), by.actor)


def _put(unit: Unit, board: Board, by: By, caller_id: int, fence: int, profile: Profile) -> Caller | Stale | None:
    found = profiles.write(unit, by, caller_id, fence, profile.facts)
    if not isinstance(found, Caller):
        return found
    if profile.tags is not None and _tag(unit, by, caller_id, profile.tags):
        unit.save(unit.lock(caller_id))
    if profile.do_not_call is not None and profile.do_not_call is not found.do_not_call:
        consents.say_calls(unit, board, by, caller_id, not profile.do_not_call, f"told by {by.name}")
    return unit.lock(caller_id)


def _tag(unit: Unit, by: By, caller_id: int, words: tuple[str, ...]) -> bool:
    """Whether any was given, or taken away: tags have no version of their own, so the caller's goes up."""
    there = {row.search: row.word for row in unit.many(Tag, caller_id=unit.person(caller_id))}
    wanted = {sought.key(word): word for word in words}
    for key, word in there.items():
        if key not in wanted:
            profiles.take_away(unit, by, caller_id, word)
    for key, word in wanted.items():
        if key not in there:
            profiles.give(unit, by, caller_id, word)
    return there.keys() != wanted.keys()
