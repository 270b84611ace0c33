"""What a waiting caller hears, what their keys do, and how they come out of the queue."""

from __future__ import annotations

from datetime import timedelta

from ivr.frozen import replace
from ivr.language import Length, Word
from ivr.line.inputs import Digits, Input, Returned
from ivr.line.instructions import Answer, Ask, HangUp, Instructions, LeaveHold, Pause, Play, Say, Sound
from ivr.line.outcomes import HoldResult
from ivr.line.stored import dump_answer, load_answer
from ivr.promise import estimate
from ivr.promise.transfer import FINAL, State
from ivr.switchboard import callbacks, callers, calls, doors, transfers, turns
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Call, Caller, CallState, Queue, QueueState, Transfer, Turn
from ivr.switchboard.speech import promise, say

HEARTBEAT = timedelta(seconds=10)
"""A waiting caller's sign of life is written no more often than this."""
MUSIC = "hold-12s.wav"
"""One document of waiting lasts about 15 s at most: it is the heartbeat."""
ONE_DOCUMENT = 20.0
"""Seconds that one round of words and music takes at the most: an announcement that is due falls into one."""
KEY_AGAIN = 60.0
"""Seconds between two announcements of the key to be called back."""
FIRST_WORDS = timedelta(seconds=5)
QUEUE_KEPT = timedelta(minutes=10)
KEEP_PLACE = "1"
"""The waiting caller's key to be called back instead."""


def wait(board: Board, public_id: str, round: int, sid: str, queue_sid: str | None) -> Answer:
    """What the waiting caller hears next. Reads only, but for a sign of life now and then."""
    with board.store.reading() as unit:
        row = unit.one(Transfer, public_id=public_id)
        if row is None or row.round != round:
            return Answer((LeaveHold(),))
        answer = Answer(_heard(unit, board, row))
        often = timedelta(0) if row.state is State.ACCEPTED else HEARTBEAT
        stale = row.state not in FINAL and unit.now - row.seen_at >= often
        first = queue_sid is not None and row.seen_at == row.waiting_since
    if stale or first:
        work(board.store, lambda unit: _seen(unit, public_id, queue_sid), "caller")
    return answer


def _seen(unit: Unit, public_id: str, queue_sid: str | None) -> None:
    row = callers.locked(unit, unit.one(Transfer, public_id=public_id))
    if row is None or row.state in FINAL:
        return
    _note_queue(unit, unit.save(replace(row, seen_at=unit.now)), queue_sid)


def _note_queue(unit: Unit, row: Transfer, queue_sid: str | None) -> None:
    """A queue lasts at the carrier until it is deleted: whoever tells of it first, it is written down once."""
    if queue_sid and unit.one(Queue, sid=queue_sid) is None:
        unit.insert(Queue(0, queue_sid, row.id, QueueState.OPEN, unit.now + QUEUE_KEPT))


def _heard(unit: Unit, board: Board, row: Transfer) -> tuple[Ask | Sound | LeaveHold, ...]:
    business = board.library.business()
    if row.state in (State.ACCEPTED, State.JOINING, State.TALKING, State.TALKED):
        return (say(business, row.language, Word.WAIT_CONNECTING), Pause(4))
    if row.state in FINAL:
        return (LeaveHold(),)
    return (Ask(doors.key(row.public_id, row.round), (*_words(unit, board, row), Play(MUSIC)), timeout=1),)


def _words(unit: Unit, board: Board, row: Transfer) -> tuple[Sound, ...]:
    """The estimate at the beginning; later, from time to time, the key to be called back; else music alone."""
    business = board.library.business()
    waited = unit.now - row.waiting_since
    if waited < FIRST_WORDS:
        notice = say(business, row.language, Word.WAIT_MUSIC_NOTICE)
        return (say(business, row.language, Word.WAIT_HELLO), *_estimate(unit, board, row), notice)
    since = waited.total_seconds() - (row.keep_place_after or 0)
    if row.keep_place_after is not None and since >= 0 and since % KEY_AGAIN < ONE_DOCUMENT:
        return (say(business, row.language, Word.WAIT_KEY),)
    return ()


def _estimate(unit: Unit, board: Board, row: Transfer) -> tuple[Sound, ...]:
    business = board.library.business()
    ahead = [one for one in unit.claimants(row.team) if one.asked_at < row.asked_at]
    minutes = estimate.minutes(unit.waits(row.team), len(ahead) + 1)
    if minutes is None:
        return (say(business, row.language, Word.WAIT_NO_ESTIMATE),)
    return (say(business, row.language, Word.WAIT_ESTIMATE, minutes=Length(timedelta(minutes=minutes))),)


def key(board: Board, public_id: str, round: int, sid: str, given: Input) -> Answer:
    """The waiting caller pressed a key. `1` leaves the queue and keeps the place; it loses against an agent's yes."""
    return work(board.store, lambda unit: _key(unit, board, public_id, round, sid, given), "caller")


def _key(unit: Unit, board: Board, public_id: str, round: int, sid: str, given: Input) -> Answer:
    found = _locked(unit, public_id, sid)
    if found is None:
        return Answer((LeaveHold(),))
    _, row = found
    stored = unit.one(Turn, leg=row.public_id, n=-round)
    if stored is not None:
        return Answer(load_answer(stored.answer))
    offered = row.keep_place_after is not None
    chose = offered and isinstance(given, Digits) and given.keys.startswith(KEEP_PLACE)
    business = board.library.business()
    if row.state in FINAL:
        return Answer((LeaveHold(),))
    if not chose:
        return Answer((Pause(1),) if isinstance(given, Digits) else ())
    if row.state not in (State.WAITING, State.OFFERED):
        return Answer((say(business, row.language, Word.WAIT_CONNECTING), Pause(4)))
    due = transfers.owe(unit, board, row)
    said: Instructions = (*_promised(unit, board, row), LeaveHold())
    # Kept as the answer of "minus the round"; the round itself numbers the answer to how the caller came out.
    unit.insert(Turn(0, row.public_id, -round, dump_answer(said), "[]", unit.now))
    return Answer(said, due)


def _promised(unit: Unit, board: Board, row: Transfer) -> tuple[Say, ...]:
    """The callback that keeps the caller's place, as they hear it; nothing to whoever has to tell us a number first:
    the flow asks for it."""
    business = board.library.business()
    caller = unit.get(Caller, row.caller_id)
    owed = callbacks.open_for(unit, row.caller_id)
    if caller is None or caller.number is None or owed is None:
        return ()
    told = promise(owed.promised_by, unit.now, callers.zone_of(caller, business.zone))
    return (say(business, row.language, Word.WAIT_LEFT, promise=told),)


def _locked(unit: Unit, public_id: str, sid: str) -> tuple[Call, Transfer] | None:
    """Call and transfer, locked, if the transfer is of the call with this id at the carrier."""
    row = callers.locked(unit, unit.one(Transfer, public_id=public_id))
    call = unit.get(Call, row.call_id) if row else None
    if row is None or call is None or call.sid != sid:
        return None
    return call, row


def left(board: Board, public_id: str, round: int, sid: str, result: HoldResult, queue_sid: str | None) -> Answer:
    """The caller is no longer held. Decided by our rows; what the carrier says is evidence."""
    return work(board.store, lambda unit: _left(unit, board, public_id, round, sid, result, queue_sid), "caller")


def _left(
    unit: Unit, board: Board, public_id: str, round: int, sid: str, result: HoldResult, queue_sid: str | None
) -> Answer:
    found = _locked(unit, public_id, sid)
    if found is None:
        return Answer(())
    call, row = found
    _note_queue(unit, row, queue_sid)
    if result is HoldResult.MOVED:
        return Answer(())
    stored = unit.one(Turn, leg=row.public_id, n=round)
    if stored is not None:
        return Answer(load_answer(stored.answer))
    if result is HoldResult.HUNG_UP:
        return Answer((), (*_out_of_queue(unit, board, row, result), *calls.end(unit, board, call, "abandoned")))
    due = _out_of_queue(unit, board, row, result)
    again = unit.get(Transfer, row.id)
    talked = again is not None and not transfers.cut_off(unit, board, again)
    if call.state is CallState.ENDED:
        return Answer((HangUp(),), due)
    caller = unit.lock(call.caller_id)
    said = turns.go_on(
        unit, board, caller, call, Returned("done" if talked else "unanswered"), (row.public_id, round), call.turn
    )
    return Answer(said.instructions, (*due, *said.due))


def _out_of_queue(unit: Unit, board: Board, row: Transfer, result: HoldResult) -> tuple[tuple[str, int], ...]:
    if row.state in FINAL:
        return ()
    if result is HoldResult.BRIDGED:
        return transfers.settle(unit, board, transfers.talk_over(unit, row, bridged=True))
    if row.state in (State.WAITING, State.OFFERED, State.ACCEPTED, State.JOINING):
        return transfers.owe(unit, board, row)
    return transfers.settle(unit, board, transfers.talk_over(unit, row, False))
