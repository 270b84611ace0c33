"""One person with several numbers: two callers become one, and are taken apart again. Rows stay as they were written;
what changes is which of them stand together, and who keeps the one promise that is open.
"""

from __future__ import annotations

from enum import StrEnum

from ivr.access import Action
from ivr.frozen import replace
from ivr.promise.callback import FINAL, Event, State
from ivr.switchboard import asking, callbacks, obligations, trail
from ivr.switchboard.board import Board
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.ports import Unit, Vanished, work
from ivr.switchboard.rows import Callback, Caller, Fate, Obligation
from ivr.switchboard.trail import By


class Refused(StrEnum):
    """Why nothing was changed."""

    UNKNOWN = "unknown"
    SAME = "same"
    """They are one person already; or, to be taken apart, they are not."""
    UNDER_WAY = "under_way"
    """One of them is being phoned, or is on the line about what we owe."""
    WITHHELD = "withheld"
    """A caller who showed no number, or was erased: nobody can say who that was."""


def merge(board: Board, by: By, stays: int, joins: int) -> Caller | Refused:
    """The second caller is the same person as the first, whose row stands for both from now on. What we owe to both is
    kept by one callback, at the earlier of the two times. `split` with the second takes it back."""
    return work(board.store, lambda unit: _merge(unit, by, stays, joins), by.actor)


def _merge(unit: Unit, by: By, stays: int, joins: int) -> Caller | Refused:
    known = _locked(unit, stays, joins)
    if known is None:
        return Refused.UNKNOWN
    ours, theirs = unit.person(stays), unit.person(joins)
    if joins in ours:
        return Refused.SAME
    if any(caller.number is None or caller.erased_at is not None for caller in known):
        return Refused.WITHHELD
    owed = [one for one in (callbacks.open_for(unit, stays), callbacks.open_for(unit, joins)) if one is not None]
    if any(one.state in _UNDER_WAY for one in owed):
        return Refused.UNDER_WAY
    if len(owed) == 2:
        _one_promise(unit, owed[0], owed[1])
    person = known[0].person or stays
    forbidden = any(one.do_not_call for one in _rows(unit, ours + theirs))
    for one in _rows(unit, ours + theirs):
        unit.save(replace(one, person=person, do_not_call=forbidden))
    return _told(unit, by, stays, f"merge: caller {joins}")


_UNDER_WAY = (State.DIALLING, State.TALKING, State.SUSPENDED)


def _locked(unit: Unit, *ids: int) -> tuple[Caller, ...] | None:
    """In the order of their ids, so that two who merge the same never wait for each other."""
    try:
        found = {id: unit.lock(id) for id in sorted(ids)}
    except Vanished:
        return None
    return tuple(found[id] for id in ids)


def _rows(unit: Unit, ids: tuple[int, ...]) -> tuple[Caller, ...]:
    return tuple(unit.lock(id) for id in sorted(ids))


def _one_promise(unit: Unit, kept: Callback, other: Callback) -> None:
    """As where a caller agrees on a number to which we owe a call already: one rings, and keeps both."""
    asking.withdraw(unit, other)
    obligations.move_all(unit, other, kept)
    first = min(kept, other, key=lambda one: one.promised_by)
    kept = replace(
        kept,
        asked_at=min(kept.asked_at, other.asked_at),
        due_at=min(kept.due_at, other.due_at),
        promised_by=first.promised_by,
        escalate_at=min(kept.escalate_at, other.escalate_at),
        words=first.words,
        chosen=first.chosen,
        before="",
    )
    unit.save(replace(kept, deadline=unit.now))
    move_callback(unit, other, Event.NO_NUMBER if can(other, Event.NO_NUMBER) else Event.CLOSE, why="merged")


def split(board: Board, by: By, caller_id: int) -> Caller | Refused:
    """This caller's number is somebody else's than the others of that person. What they themselves asked for and is
    still owed becomes a callback of their own; what is known of each row stays with it. `merge` takes it back."""
    return work(board.store, lambda unit: _split(unit, board, by, caller_id), by.actor)


def _split(unit: Unit, board: Board, by: By, caller_id: int) -> Caller | Refused:
    if _locked(unit, caller_id) is None:
        return Refused.UNKNOWN
    others = tuple(id for id in unit.person(caller_id) if id != caller_id)
    if not others:
        return Refused.SAME
    owed = callbacks.open_for(unit, caller_id)
    if owed is not None and owed.state in _UNDER_WAY:
        return Refused.UNDER_WAY
    own = unit.save(replace(unit.lock(caller_id), person=None))
    person = min(others) if len(others) > 1 else None
    for one in _rows(unit, others):
        unit.save(replace(one, person=person))
    if owed is not None:
        _own_promises(unit, board, owed, own, others)
    return _told(unit, by, caller_id, "split")


def _own_promises(unit: Unit, board: Board, owed: Callback, own: Caller, others: tuple[int, ...]) -> None:
    """Whoever asked is owed at their own number again."""
    debts = [one for one in unit.many(Obligation, callback_id=owed.id) if one.fate is Fate.CALLBACK]
    mine = [one for one in debts if one.caller_id == own.id]
    theirs = [one for one in debts if one.caller_id in others]
    if not mine or not theirs:
        _dialled_at_home(unit, owed, own.id if mine else theirs[0].caller_id if theirs else owed.caller_id)
        return
    leaving, home = (mine, own) if owed.caller_id != own.id else (theirs, unit.lock(theirs[0].caller_id))
    wish = callbacks.Wish(owed.team, owed.topic, owed.language, owed.dialled, owed.asked_at, home.vip)
    for debt in leaving:
        callbacks.owe(unit, board, home, debt, wish)


def _dialled_at_home(unit: Unit, owed: Callback, home: int) -> None:
    """All that is owed is one's: then it is that one who is phoned."""
    if owed.state not in FINAL and owed.caller_id != home:
        asking.withdraw(unit, owed)
        unit.save(replace(unit.get(Callback, owed.id) or owed, caller_id=home, deadline=unit.now))


def _told(unit: Unit, by: By, caller_id: int, cause: str) -> Caller:
    caller = unit.lock(caller_id)
    unit.tell(caller, cause)
    trail.note(unit, by, Action.MERGE_CALLERS, f"caller {caller_id}", after={"count": len(unit.person(caller_id))})
    return caller
