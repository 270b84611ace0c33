"""Inbound calls: how we hear that one has ended, and what that means for who waited in it."""

from __future__ import annotations

from datetime import datetime

from ivr.callflow.position import read
from ivr.frozen import replace
from ivr.line.inputs import Ring
from ivr.line.instructions import Answer
from ivr.line.outcomes import LegReport, LegState
from ivr.promise.callback import State as CallbackState
from ivr.promise.transfer import FINAL
from ivr.switchboard import callbacks, callers, helped, rescue, transfers, turns
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Call, CallState, Fate, Obligation, Transfer


def report(board: Board, said: LegReport, ring: Ring) -> Answer:
    """The number's status callback: the call has ended, or it is one of which we have never heard."""
    if said.state is not LegState.ENDED:
        return Answer(())
    return work(board.store, lambda unit: _report(unit, board, ring, said.ended_at), "carrier")


def _report(unit: Unit, board: Board, ring: Ring, at: datetime | None) -> Answer:
    call = callers.locked(unit, unit.one(Call, sid=ring.sid))
    if call is None:
        rescue.owe(unit, board, ring, at, at)
        return Answer(())
    return Answer((), end(unit, board, call, "hung_up", at))


def end(unit: Unit, board: Board, call: Call, outcome: str, at: datetime | None = None) -> tuple[tuple[str, int], ...]:
    """The caller's leg has ended, at `at` by the carrier's clock. Who was waiting is owed; what waits for the end of
    this call goes on."""
    if call.state is CallState.ENDED:
        return ()
    if call.position:
        turns.leave(unit, board, call)
        call = unit.get(Call, call.id) or call
    ended_at = min(at or unit.now, unit.now)
    owed = any(debt.fate in (Fate.WAITING, Fate.CALLBACK) for debt in unit.many(Obligation, call_id=call.id))
    stood = read(call.position).bare(owed) if call.position else None
    kept = stood.write() if stood and (stood.node or stood.answers) else ""
    ended = replace(call, state=CallState.ENDED, deadline=None, ended_at=ended_at, outcome=call.outcome or outcome)
    unit.save(replace(ended, position=kept), "end")
    due: tuple[tuple[str, int], ...] = ()
    for row in unit.many(Transfer, call_id=call.id):
        if row.state not in FINAL:
            due += transfers.caller_left(unit, board, row)
    for debt in unit.many(Obligation, call_id=call.id):
        helped.settle(unit, debt, ended_at)
    return due + _wake(unit, call.caller_id)


def _wake(unit: Unit, caller_id: int) -> tuple[tuple[str, int], ...]:
    """What we owe this caller was not to ring into their own call; now it may."""
    owed = callbacks.open_for(unit, caller_id)
    if owed is None or owed.state not in (CallbackState.SCHEDULED, CallbackState.DUE, CallbackState.SUSPENDED):
        return ()
    unit.save(replace(owed, deadline=unit.now))
    return (("callback", owed.id),)
