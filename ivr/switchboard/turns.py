"""The turns of a call: each is one unit of work, and each is answered once; whoever asks again hears the same again."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from ivr.callflow import events, run
from ivr.callflow.position import Position, read
from ivr.frozen import replace
from ivr.line.inputs import Input, Recorded, Ring
from ivr.line.instructions import Answer, GoTo, HangUp, Instructions
from ivr.line.stored import dump_answer, load_answer
from ivr.promise.transfer import State as TransferState
from ivr.switchboard import callbacks, callers, doors, facts, messages, recordings, rescue, ring_in, transfers
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Locked, Unit, work
from ivr.switchboard.rows import Call, Caller, CallState, Fate, Obligation, Transfer, Turn

POLL_CALL = timedelta(minutes=5)
"""A call from which nothing was heard for so long, or for up to `MOVED` less, is asked after at the carrier."""
MOVED = timedelta(minutes=1)

NOTHING: Instructions = ()


def begin(board: Board, ring: Ring) -> Answer:
    """A person phones one of our numbers. Asked again for the same call, the answer is the same."""
    return work(board.store, lambda unit: _begin(unit, board, ring), "caller")


def _begin(unit: Unit, board: Board, ring: Ring) -> Answer:
    known = unit.one(Call, sid=ring.sid)
    if known is not None:
        locked = unit.lock_call(known.public_id, 0)
        return Answer(load_answer(locked.answer) if locked and locked.answer else NOTHING)
    found = board.library.flow_for(ring.to)
    if found is None:
        return rescue.unknown_number(unit, board, ring)
    flow_id, flow = found
    caller = callers.meet(unit, ring.from_)
    call = Call(
        id=0,
        public_id=unit.token(),
        sid=ring.sid,
        caller_id=caller.id,
        dialled=ring.to,
        flow=flow_id,
        language=list(flow.languages)[0],
        position="",
        turn=0,
        state=CallState.LIVE,
        started_at=unit.now,
        deadline=unit.now + POLL_CALL,
    )
    known_facts = facts.gather(unit, board, caller, call, flow, None, doors.turn(call.public_id, 1))
    turn = run.start(flow, known_facts)
    call = unit.insert(_after(call, turn, 1, unit))
    answer = _carry_out(unit, board, caller, call, turn)
    unit.insert(_told((call.public_id, 0), answer, turn, unit))
    return answer


def next(board: Board, public_id: str, n: int, sid: str, given: Input) -> Answer:  # noqa: A001
    """Continues a call with what the caller just did. Other keys for an answered turn get the stored answer."""
    return work(board.store, lambda unit: _next(unit, board, public_id, n, sid, given), "caller")


def _next(unit: Unit, board: Board, public_id: str, n: int, sid: str, given: Input) -> Answer:
    locked = unit.lock_call(public_id, n)
    if locked is None or locked.call.sid != sid:
        return Answer(NOTHING)
    if locked.answer is not None:
        return Answer(load_answer(locked.answer))
    if locked.call.state is CallState.ENDED:
        return Answer(NOTHING)
    if n != locked.call.turn:
        return _current(unit, locked)
    if isinstance(given, Recorded):
        recordings.heard(unit, locked.call, n, given)
        if given.hung_up:
            return Answer(NOTHING)
    return go_on(unit, board, locked.caller, locked.call, given, (public_id, n), n + 1)


def _current(unit: Unit, locked: Locked) -> Answer:
    """A late turn hears what the call is being told now."""
    last = unit.one(Turn, leg=locked.call.public_id, n=locked.call.turn - 1)
    return Answer(load_answer(last.answer) if last else NOTHING)


def go_on(
    unit: Unit, board: Board, caller: Caller, call: Call, given: Input, key: tuple[str, int], next_turn: int
) -> Answer:
    """Lets the flow continue from where the call stands, and records the turn under `key`."""
    position = read(call.position) if call.position else None
    if position is None or position.over:
        return Answer((HangUp(),))
    flow = board.library.flow(call.flow)
    known = facts.gather(unit, board, caller, call, flow, position, doors.turn(call.public_id, next_turn))
    turn = run.resume(flow, position, given, known)
    call = _after(call, turn, next_turn, unit)
    answer = _carry_out(unit, board, caller, call, turn)
    unit.record(call, _told(key, answer, turn, unit))
    return answer


def _after(call: Call, turn: run.Turn, next_turn: int, unit: Unit) -> Call:
    where: Position | None = turn.position
    return replace(
        call,
        position=where.write() if where else Position.ended(call.language, turn.told),
        language=where.language if where else call.language,
        topic=(where.topic if where else "") or call.topic,
        turn=next_turn,
        deadline=_next_look(call, unit.now),
    )


def _next_look(call: Call, now: datetime) -> datetime:
    """It is moved once a minute: as long as it stays no index of the call has to learn of the turn."""
    held = call.deadline
    return held if held is not None and held - now > POLL_CALL - MOVED else now + POLL_CALL


def _carry_out(unit: Unit, board: Board, caller: Caller, call: Call, turn: run.Turn) -> Answer:
    """Does what the turn asks for: what is said, and what is due by it."""
    said, due = turn.instructions, tuple[tuple[str, int], ...]()
    for event in turn.events:
        more, then = _happen(unit, board, caller, call, event)
        said += more
        due += then
    return Answer(said, due)


def _told(key: tuple[str, int], answer: Answer, turn: run.Turn, unit: Unit) -> Turn:
    """The turn as it is kept: what is said, to be said again, and what happened."""
    leg, n = key
    return Turn(0, leg, n, dump_answer(answer.instructions), _as_text(turn.events), unit.now)


def _happen(
    unit: Unit, board: Board, caller: Caller, call: Call, event: events.Event
) -> tuple[Instructions, tuple[tuple[str, int], ...]]:
    match event:
        case events.TransferAsked():
            row, owed = transfers.ask(unit, board, caller, call, event, call.turn)
            due = ring_in.take_over(unit, row, owed) if owed else ()
            return (transfers.hold(row),), (("transfer", row.id), *due)
        case events.CallbackAsked():
            callbacks.agree(unit, board, caller, call, event, call.turn)
        case events.OpenCallbackChanged():
            callbacks.change(unit, caller, event)
        case events.Declined():
            _decline(unit, call)
        case events.LanguageChosen() if caller.language != event.language:
            unit.save(replace(caller, language=event.language))
        case _:
            return _beyond(unit, caller, call, event)
    return (), ()


def _beyond(
    unit: Unit, caller: Caller, call: Call, event: events.Event
) -> tuple[Instructions, tuple[tuple[str, int], ...]]:
    """What leads out of the call: to a recording, a system of the business, a text message."""
    match event:
        case events.RecordingAsked():
            return (recordings.begin(unit, call, event),), ()
        case events.LookupAsked():
            return (GoTo(doors.lookup(call.public_id, call.turn)),), ()
        case events.TextAsked():
            return (), messages.ask(unit, caller, call, event)
    return (), ()


def leave(unit: Unit, board: Board, call: Call) -> None:
    """The caller hung up: who went while we agreed on a callback is owed it all the same. Who has just talked is owed
    what the verdict on that talk says, and nothing beside it."""
    if any(row.state is TransferState.TALKED for row in unit.many(Transfer, call_id=call.id)):
        return
    flow, position = board.library.flow(call.flow), read(call.position)
    if position.over:
        return
    caller = unit.lock(call.caller_id)
    known = facts.gather(unit, board, caller, call, flow, position, doors.turn(call.public_id, call.turn))
    for event in run.leave(flow, position, known):
        _happen(unit, board, caller, call, event)


def _decline(unit: Unit, call: Call) -> None:
    """The caller's own "no": no callback that began in this call is owed any more. What they have just talked about
    waits for the agent's verdict, and is settled by it."""
    for obligation in unit.many(Obligation, call_id=call.id):
        if obligation.fate is Fate.CALLBACK:
            callbacks.decline(unit, obligation)


def _as_text(happened: tuple[events.Event, ...]) -> str:
    """The events as they are kept: kind and fields, times in ISO 8601. A number stands with its caller alone, a text
    in its message."""
    kept = [{"kind": type(event).__name__, **asdict(event)} for event in happened]
    for one in kept:
        one.pop("number", None)
        if one["kind"] == "TextAsked":
            one.pop("text", None)
    return json.dumps(kept, ensure_ascii=False, default=str, separators=(",", ":"))
