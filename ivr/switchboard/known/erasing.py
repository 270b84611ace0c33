"""A caller is forgotten: everything goes by which they could be known, here at once, at the carrier as soon as it lets
itself be told. What was promised and how it ended stays, without anybody's name on it; so the books balance as before.
"""

from __future__ import annotations

from ivr.access import Action
from ivr.frozen import replace
from ivr.promise.callback import Event, State
from ivr.switchboard import asking, callbacks, callers, trail, transfers
from ivr.switchboard.board import Board
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.ports import Unit, Vanished, work
from ivr.switchboard.rows import (
    Ask,
    Call,
    Callback,
    Caller,
    Consent,
    CustomerLeg,
    Erasure,
    Message,
    MessageState,
    Note,
    Offer,
    Recording,
    RecordingState,
    Tag,
    Trace,
    Transfer,
    Turn,
)
from ivr.switchboard.trail import By

UNDER_WAY = "under_way"


def erase(board: Board, by: By, caller_id: int) -> int | str | None:
    """Forgets this person, with all their numbers; returns how many records the carrier is asked to delete (the sweep
    does it, again and again until they are gone). `UNDER_WAY` while they are on the line, are being phoned, or a talk
    of theirs is not settled. None: there is no such caller. What we owe them is cancelled: it is their wish."""
    return work(board.store, lambda unit: _erase(unit, by, caller_id), by.actor)


def _erase(unit: Unit, by: By, caller_id: int) -> int | str | None:
    try:
        ids = unit.person(unit.lock(caller_id).id)
    except Vanished:
        return None
    for id in sorted(ids):
        unit.lock(id)
    if _under_way(unit, caller_id, ids):
        return UNDER_WAY
    gone = sum(_erase_one(unit, id) for id in ids)
    trail.note(unit, by, Action.ERASE_CALLER, f"caller {caller_id}", after={"count": gone})
    return gone


def _under_way(unit: Unit, caller_id: int, ids: tuple[int, ...]) -> bool:
    owed = callbacks.open_for(unit, caller_id)
    phoned = owed is not None and owed.state in (State.DIALLING, State.TALKING, State.SUSPENDED)
    ringing = any(leg.in_flight for leg in unit.many(CustomerLeg, caller_id=ids))
    writing = any(one.state is MessageState.UNKNOWN for one in unit.many(Message, caller_id=ids))
    return phoned or ringing or writing or callers.on_the_line(unit, caller_id) or _unsettled(unit, caller_id)


def _unsettled(unit: Unit, caller_id: int) -> bool:
    return bool(transfers.unsettled(unit, caller_id))


def _erase_one(unit: Unit, id: int) -> int:
    _cancel(unit, id)
    calls = unit.many(Call, caller_id=id)
    sids = [(Trace.CALL, call.sid) for call in calls]
    sids += [(Trace.CALL, leg.sid) for leg in unit.many(CustomerLeg, caller_id=id) if leg.sid]
    sids += _messages(unit, id)
    _spoken(unit, calls)
    legs = [call.public_id for call in calls]
    legs += [row.public_id for row in unit.many(Transfer, caller_id=id)]
    legs += [row.public_id for row in unit.many(Offer, caller_id=id)]
    _answers(unit, legs)
    for call in calls:  # where they stood, with what they had keyed
        if call.position:
            unit.save(replace(call, position=""))
    for kind in (Note, Tag, Consent, Ask):
        for row in unit.many(kind, caller_id=id):
            unit.remove(row)
    caller = unit.save(
        replace(Caller(id, None), erased_at=unit.now, fence=unit.lock(id).fence),
    )
    unit.tell(caller, "erase")
    return sum(_deleted(unit, trace, sid) for trace, sid in sids)


def _cancel(unit: Unit, id: int) -> None:
    """What we owe at this number is called off, and of what is over the words go."""
    for row in unit.many(Callback, caller_id=id):
        if can(row, Event.CANCEL):
            asking.withdraw(unit, row)
            row = move_callback(unit, row, Event.CANCEL, why="erase")
        if row.words or row.before:
            unit.save(replace(row, words="", before=""))


def _messages(unit: Unit, id: int) -> list[tuple[Trace, str]]:
    rows = unit.many(Message, caller_id=id)
    for row in rows:
        unsent = row.state is MessageState.INTENDED
        state, deadline = (MessageState.FAILED, None) if unsent else (row.state, row.deadline)
        unit.save(replace(row, text="", state=state, deadline=deadline), "erase")
    return [(Trace.TEXT, row.sid) for row in rows if row.sid]


def _spoken(unit: Unit, calls: tuple[Call, ...]) -> None:
    """What they said into recordings: the words go now, the sound as soon as the carrier has erased it."""
    rows = unit.many(Recording, call_id=tuple(call.id for call in calls)) if calls else ()
    for row in rows:
        there = row.state in (RecordingState.READY, RecordingState.INTENDED)
        unit.save(replace(row, words="", deadline=unit.now if there else None))


def _answers(unit: Unit, legs: list[str]) -> None:
    """What was said to them and to agents about them, and which keys they pressed."""
    for row in unit.many(Turn, leg=tuple(legs)) if legs else ():
        unit.remove(row)


def _deleted(unit: Unit, trace: Trace, sid: str) -> bool:
    if unit.one(Erasure, sid=sid) is not None:
        return False
    unit.insert(Erasure(0, trace, sid, unit.now, unit.now))
    return True
