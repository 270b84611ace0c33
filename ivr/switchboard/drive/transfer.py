"""The next step of a transfer: seek agents, or find out at the carrier what became of a join or a talk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from ivr.line.outcomes import FetchResult, Uncertain, is_over, over_at
from ivr.promise.transfer import FINAL, Event, State
from ivr.switchboard import callers, calls, legs, transfers
from ivr.switchboard.board import Board
from ivr.switchboard.change import move_transfer
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.rows import Call, CallState, Offer, Transfer

SILENT_LINE = timedelta(seconds=45)
"""Twice the longest wait document and 15 s: a waiting caller not heard of for so long is asked after."""

Due = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Legs:
    """Whose ends are to be asked for at the carrier: the caller's, and the accepted agent's if there is one."""

    call: Call
    offer: Offer | None


def step(board: Board, carrier: Carrier, id: int) -> Due:
    """Seeks at once; where only the carrier knows, asks it, and settles."""
    wanted = work(board.store, lambda unit: _claim(unit, board, id), "drive")
    if isinstance(wanted, tuple):
        return wanted
    caller = carrier.fetch(wanted.call.sid)
    agent = carrier.fetch(wanted.offer.sid) if wanted.offer and wanted.offer.sid else Uncertain("no agent")
    return work(board.store, lambda unit: _settle(unit, board, id, caller, agent), "drive")


def _claim(unit: Unit, board: Board, id: int) -> _Legs | Due:
    row = _locked(unit, id)
    if row is None or row.deadline is None or (row.deadline > unit.now and row.state is not State.WAITING):
        return ()
    call = unit.get(Call, row.call_id)
    assert call is not None
    waiting = row.state in (State.WAITING, State.OFFERED)
    if waiting and unit.now - row.seen_at < SILENT_LINE:
        return transfers.seek(unit, board, transfers.round_over(unit, row))
    unit.save(replace(row, deadline=unit.now + transfers.JOIN_LIMIT))
    return _Legs(call, unit.get(Offer, row.offer_id) if row.offer_id else None)


def _locked(unit: Unit, id: int) -> Transfer | None:
    return callers.locked(unit, unit.get(Transfer, id))


def _settle(unit: Unit, board: Board, id: int, caller: FetchResult, agent: FetchResult) -> Due:
    """After the carrier told how the two legs stand."""
    row = _locked(unit, id)
    if row is None or row.state in FINAL:
        return ()
    call = unit.get(Call, row.call_id)
    assert call is not None
    if row.state is State.TALKED:
        return _prove(unit, board, row, call, caller, agent)
    if is_over(caller) and call.state is CallState.LIVE:
        return calls.end(unit, board, call, "lost", over_at(caller))
    if is_over(caller):
        return transfers.caller_left(unit, board, row)
    accepted = unit.get(Offer, row.offer_id or 0)
    if is_over(agent) and accepted is not None and accepted.in_flight:
        return legs.ended(unit, board, accepted, over_at(agent))
    if is_over(agent) and row.state in (State.ACCEPTED, State.JOINING, State.TALKING):
        return transfers.agent_lost(unit, board, row)
    if is_over(caller) is False:
        return _both_there(unit, board, row)
    return ()


def _prove(unit: Unit, board: Board, row: Transfer, call: Call, caller: FetchResult, agent: FetchResult) -> Due:
    """The talk is over, and its proof incomplete: settled as soon as it is known when both legs ended."""
    due: Due = ()
    if is_over(caller) and call.state is CallState.LIVE:
        due = calls.end(unit, board, call, "lost", over_at(caller))
    accepted = unit.get(Offer, row.offer_id or 0)
    if is_over(agent) and accepted is not None and accepted.in_flight:
        due += legs.ended(unit, board, accepted, over_at(agent))
    there = accepted is not None and accepted.in_flight and not is_over(agent)
    again = unit.get(Transfer, row.id)
    if again is None or there or is_over(caller) is None:
        return due
    return due + transfers.settle(unit, board, again, asked=True)


def _both_there(unit: Unit, board: Board, row: Transfer) -> Due:
    """The caller lives, and so does the agent's leg where there is one: nothing is proved, nothing is lost."""
    if row.state is State.JOINING:
        move_transfer(unit, row, Event.BRIDGE, unit.now + transfers.POLL_TALK)
    elif row.state is State.TALKING:
        unit.save(replace(row, deadline=unit.now + transfers.POLL_TALK))
    elif row.state in (State.WAITING, State.OFFERED):
        row = unit.save(replace(row, seen_at=unit.now))
        return transfers.seek(unit, board, transfers.round_over(unit, row))
    return ()
