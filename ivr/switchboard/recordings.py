"""What callers say into a recording: its row stands before the line is told to record, and learns what became of it.

The report may come late, twice or never; then the carrier is asked. Nothing is owed by a recording: it hangs on a call.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from ivr.callflow.events import RecordingAsked
from ivr.language import clean
from ivr.line.inputs import Recorded
from ivr.line.instructions import Answer, Record
from ivr.line.outcomes import RecordingReport, RecordingsResult, Uncertain
from ivr.promise.offer import State
from ivr.switchboard import callers, doors
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Call, Callback, Caller, Obligation, Offer, Recording, RecordingState, Transfer

log = logging.getLogger(__name__)

REPORTED_WITHIN = timedelta(minutes=5)
"""After the longest time of a recording; then the carrier is asked for it."""
LOOK_AGAIN = timedelta(minutes=10)
GIVEN_UP = timedelta(days=1)
"""A recording of which the carrier knows nothing for so long, is none."""
KEPT = timedelta(days=90)
"""How long what a caller said is kept: the term of `store.retention`."""
MOST_LETTERS = 2000


def begin(unit: Unit, call: Call, event: RecordingAsked) -> Record:
    """The row, and what the line is told."""
    at_the_latest = unit.now + timedelta(seconds=event.longest) + REPORTED_WITHIN
    state = RecordingState.INTENDED
    row = unit.insert(Recording(0, unit.token(), call.id, call.turn, state, unit.now, at_the_latest))
    return Record(
        doors.turn(call.public_id, call.turn),
        doors.recorded(row.public_id),
        event.longest,
        finish=event.finish,
        words=doors.written(row.public_id) if event.written else None,
    )


def heard(unit: Unit, call: Call, n: int, given: Recorded) -> None:
    """The line says that something was said: its report finds the row by this id, should it lose its way."""
    row = unit.one(Recording, call_id=call.id, turn=n)
    if row is not None and row.sid is None and given.sid and unit.one(Recording, sid=given.sid) is None:
        unit.save(replace(row, sid=given.sid, seconds=given.seconds))


def report(board: Board, public_id: str, sid: str, said: RecordingReport) -> Answer:
    """What the carrier says became of it; `sid` is the leg that asked."""
    return work(board.store, lambda unit: _report(unit, public_id, sid, said), "carrier")


def _report(unit: Unit, public_id: str, sid: str, said: RecordingReport) -> Answer:
    row = _of_leg(unit, public_id, sid)
    if row is not None:
        _learn(unit, row, said)
    return Answer(())


def written(board: Board, public_id: str, sid: str, words: str) -> Answer:
    """What was said, as far as the carrier could write it down; the first that it tells is kept."""
    return work(board.store, lambda unit: _written(unit, public_id, sid, words), "carrier")


def _written(unit: Unit, public_id: str, sid: str, words: str) -> Answer:
    row = _of_leg(unit, public_id, sid)
    told = clean_words(words)
    if row is None or _forgotten(unit, row):
        return Answer(())
    if told and not row.words and row.state in (RecordingState.INTENDED, RecordingState.READY):
        unit.save(replace(row, words=told))
    return Answer(())


def _forgotten(unit: Unit, row: Recording) -> bool:
    """Whether whoever spoke has been erased since: then it goes as soon as it is found."""
    call = unit.get(Call, row.call_id)
    caller = unit.get(Caller, call.caller_id) if call else None
    return caller is not None and caller.erased_at is not None


def clean_words(words: str) -> str:
    """On one line, without what cannot be spoken, and not endless."""
    pieces = (clean(piece) for piece in words[:MOST_LETTERS].split())
    return " ".join(piece for piece in pieces if piece)


def _of_leg(unit: Unit, public_id: str, sid: str) -> Recording | None:
    """The row, locked by its caller; None where it is of another call than the one that asks."""
    row = unit.one(Recording, public_id=public_id)
    call = callers.locked(unit, unit.get(Call, row.call_id)) if row else None
    if row is None or call is None or call.sid != sid:
        return None
    return unit.get(Recording, row.id)


def _learn(unit: Unit, row: Recording, said: RecordingReport) -> None:
    if row.state is RecordingState.ABSENT and said.kept:
        log.error("the recording %s turned up after we had given it up; it stays at the carrier", row.public_id)
    if row.state is not RecordingState.INTENDED or said.kept is None:
        return
    other = unit.one(Recording, sid=said.sid) if said.sid else None
    if other is not None and other.id != row.id:
        return
    if said.kept and (said.sid or row.sid):
        seconds = said.seconds if said.seconds is not None else row.seconds
        ready = replace(row, state=RecordingState.READY, sid=said.sid or row.sid, seconds=seconds)
        unit.save(replace(ready, deadline=unit.now if _forgotten(unit, row) else unit.now + KEPT))
    elif not said.kept:
        unit.save(replace(row, state=RecordingState.ABSENT, sid=None, seconds=None, deadline=None))


def look(unit: Unit, id: int, said: RecordingsResult) -> None:
    """No report came: what the carrier has of this call decides, and a day without anything means that nothing is."""
    row = unit.get(Recording, id)
    if row is None or row.state is not RecordingState.INTENDED:
        return
    found = None if isinstance(said, Uncertain) else _own(unit, row, said)
    if found is not None and found.kept is not None:
        _learn(unit, row, found)
    elif not isinstance(said, Uncertain) and found is None and unit.now - row.at >= GIVEN_UP:
        _learn(unit, row, RecordingReport(None, False))
    else:
        unit.save(replace(row, deadline=unit.now + LOOK_AGAIN))


def _own(unit: Unit, row: Recording, said: Iterable[RecordingReport]) -> RecordingReport | None:
    """Which of the call's recordings this is: by its id, else the first that is no other's and not older than we."""
    others = {one.sid for one in unit.many(Recording, call_id=row.call_id) if one.id != row.id}
    own = [one for one in said if one.sid not in others and (row.sid is None or one.sid == row.sid)]
    own = [one for one in own if one.created_at is None or one.created_at >= row.at - timedelta(seconds=2)]
    return min(own, key=lambda one: one.created_at or row.at, default=None)


def erased(unit: Unit, id: int, gone: bool) -> None:
    """Its time is over: the words go with the sound, and only once the carrier has none of it any more."""
    row = unit.get(Recording, id)
    if row is None or row.state is not RecordingState.READY:
        return
    if gone:
        unit.save(replace(row, state=RecordingState.ERASED, words="", deadline=None))
    else:
        unit.save(replace(row, deadline=unit.now + timedelta(hours=1)))


def sound(row: Recording) -> str:
    """Its name as a sound: with its length, so that whoever plays it knows."""
    return f"said/{row.public_id}-{max(1, row.seconds or 1)}s.mp3"


def audible(store: Store, public_id: str) -> str | None:
    """The carrier's id of a recording, as long as an agent is on the line who said yes to that caller; else nobody may
    hear it, whoever asks."""
    with store.reading() as unit:
        row = unit.one(Recording, public_id=public_id)
        if row is None or row.state is not RecordingState.READY:
            return None
        heard = any(one.state is State.ACCEPTED and one.in_flight for one in _asked_for(unit, row.call_id))
        return row.sid if heard else None


def _asked_for(unit: Unit, call_id: int) -> tuple[Offer, ...]:
    """All who were ever asked to take this call, or to call back for it."""
    transfers = tuple(row.id for row in unit.many(Transfer, call_id=call_id))
    debts = unit.many(Obligation, call_id=call_id)
    callbacks = tuple({debt.callback_id for debt in debts if debt.callback_id is not None})
    live = unit.many(Offer, transfer_id=transfers) if transfers else ()
    return live + (unit.many(Offer, callback_id=callbacks) if callbacks else ())


def said_to(unit: Unit, target: Transfer | Callback) -> tuple[Recording, ...]:
    """What the caller said in the calls that this transfer or callback is for, in order; only what can be had."""
    if isinstance(target, Transfer):
        calls = {target.call_id}
    else:
        debts = unit.many(Obligation, callback_id=target.id)
        calls = {debt.call_id for debt in debts if debt.call_id is not None}
    rows = unit.many(Recording, call_id=tuple(calls)) if calls else ()
    return tuple(row for row in rows if row.state is RecordingState.READY)
