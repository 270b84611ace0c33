"""One person with several numbers: two callers become one, and are taken apart again. Rows stay as they were written;
what changes is which of them stand together, and who keeps the one promise that is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ivr.access import Action
from ivr.frozen import replace
from ivr.promise.callback import FINAL, Event, State
from ivr.switchboard import asking, callbacks, obligations, trail
from ivr.switchboard.board import Board
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.ports import Unit, Vanished, work
from ivr.switchboard.rows import Callback, Caller, Consent, Fate, Matter, Obligation
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


REGRET = timedelta(seconds=20)
"""So long nothing is barred by a no that was carried over: until then whoever merged may find that it was a mistake."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did, and what `unmerge` needs to know of it, for as long as that may be asked for."""

    stays: int
    apart: tuple[int, ...]
    """The rows that came along; first the one that stood for them."""
    barred: tuple[int, ...]
    """The rows that may not be phoned since then, because the others may not."""
    said: int
    """The last of all that any of them had said of being phoned; 0: nothing."""
    ended: int = 0
    """The callback whose promise another keeps since then; 0: none."""


def merge(board: Board, by: By, stays: int, joins: int) -> Merged | Refused:
    """The second caller is the same person as the first, whose row stands for both from now on. What we owe to both is
    kept by the callback that was promised first; who may not be phoned at one number may not at any.
    `unmerge` takes it back."""
    return work(board.store, lambda unit: _merge(unit, by, stays, joins), by.actor)


def _merge(unit: Unit, by: By, stays: int, joins: int) -> Merged | Refused:
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
    ended = _one_promise(unit, *owed) if len(owed) == 2 else 0
    person, first = known[0].person or stays, known[1].person or joins
    rows = _rows(unit, ours + theirs)
    forbidden = any(one.do_not_call for one in rows)
    barred = tuple(one.id for one in rows if forbidden and not one.do_not_call)
    for one in rows:
        unit.save(replace(one, person=person, do_not_call=forbidden))
    if barred:
        _rests(unit, stays)
        _noted(unit, by, barred, forbidden=True)
    _told(unit, by, stays, f"merge: caller {joins}")
    apart = tuple(sorted(theirs, key=lambda id: id != first))
    return Merged(stays, apart, barred, _said(unit, ours + theirs), ended)


def _rests(unit: Unit, caller_id: int) -> None:
    """Nobody is asked for what we owe, and it is not barred at once."""
    owed = callbacks.open_for(unit, caller_id)
    if owed is not None and can(owed, Event.PUT_OFF):
        asking.withdraw(unit, owed)
        look = max(callbacks.next_look(owed, owed.due_at), unit.now + REGRET)
        move_callback(unit, owed, Event.PUT_OFF, look)


def _noted(unit: Unit, by: By, ids: tuple[int, ...], forbidden: bool) -> None:
    for id in ids:
        before, after = {"do_not_call": not forbidden}, {"do_not_call": forbidden}
        trail.note(unit, by, Action.EDIT_CALLER, f"caller {id}", before, after)


def _said(unit: Unit, ids: tuple[int, ...]) -> int:
    """The number of the last word of any of them on being phoned."""
    return max((one.id for one in unit.many(Consent, caller_id=ids) if one.matter is Matter.CALLS), default=0)


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


def _one_promise(unit: Unit, *owed: Callback) -> int:
    """As where a caller agrees on a number to which we owe a call already: one rings, and keeps both. It is the one
    that was promised first, as it was promised. The id of the other, which ends."""
    kept, other = sorted(owed, key=lambda one: (one.promised_by, one.id))
    asking.withdraw(unit, other)
    obligations.move_all(unit, other, kept)
    kept = replace(kept, asked_at=min(kept.asked_at, other.asked_at), before="")
    unit.save(replace(kept, deadline=unit.now))
    return move_callback(unit, other, Event.NO_NUMBER if can(other, Event.NO_NUMBER) else Event.CLOSE, why="merged").id


def unmerge(board: Board, by: By, merged: Merged) -> Caller | Refused:
    """Both are who they were before. Who may not be phoned only since then may be again, unless one of them, or
    somebody for them, has spoken of that meanwhile. `SAME`: they were taken apart already."""
    return work(board.store, lambda unit: _unmerge(unit, board, by, merged), by.actor)


def _unmerge(unit: Unit, board: Board, by: By, merged: Merged) -> Caller | Refused:
    if _locked(unit, merged.stays) is None:
        return Refused.UNKNOWN
    every = unit.person(merged.stays)
    if not set(merged.apart) < set(every):
        return Refused.SAME
    owed = callbacks.open_for(unit, merged.stays)
    if owed is not None and owed.state in _UNDER_WAY:
        return Refused.UNDER_WAY
    if _said(unit, every) == merged.said:
        for one in _rows(unit, merged.barred):
            unit.save(replace(one, do_not_call=False))
        _noted(unit, by, merged.barred, forbidden=False)
    first, *others = merged.apart
    for id in merged.apart:
        _split(unit, board, by, id)
    for id in others:
        _merge(unit, by, first, id)
    _promised_again(unit, unit.get(Callback, merged.ended))
    return unit.lock(merged.stays)


def _promised_again(unit: Unit, ended: Callback | None) -> None:
    """What was promised before the merge is what is promised after it."""
    owed = callbacks.open_for(unit, ended.caller_id) if ended is not None else None
    if ended is None or owed is None or owed.created_at < unit.now:
        return
    names = ("asked_at", "due_at", "promised_by", "escalate_at", "escalated", "words", "chosen")
    unit.save(replace(owed, **{name: getattr(ended, name) for name in names}))


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
