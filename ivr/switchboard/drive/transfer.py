"""The next step of a transfer: seek agents, or find out at the carrier what became of a join or a talk. Where neither
side told of a bridge, the carrier's record of its own requests decides, once it tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ivr.frozen import replace
from ivr.line.log import Request
from ivr.line.outcomes import FetchResult, Gone, Uncertain, is_over, over_at
from ivr.promise.proof import TOLD_AFTER, read_proof
from ivr.promise.transfer import FINAL, Event, State
from ivr.switchboard import asking, callers, calls, legs, talks, transfers
from ivr.switchboard.board import Board
from ivr.switchboard.change import move_transfer
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.rows import Call, CallState, Offer, Transfer

SILENT_LINE = timedelta(seconds=45)
"""Twice the longest wait document and 15 s: a waiting caller not heard of for so long is asked after."""

Due = tuple[tuple[str, int], ...]


PROOF_AGAIN = timedelta(seconds=60)
"""Where the carrier's record cannot be had now."""


@dataclass(frozen=True, slots=True)
class _Legs:
    """Whose ends are to be asked for at the carrier: the caller's, and the accepted agent's if there is one."""

    call: Call
    offer: Offer | None
    talked: bool
    """When they were asked for, the talk was over."""
    unproved: bool
    """They may have talked, and nobody has told of it."""

    @property
    def offer_id(self) -> int | None:
        return self.offer.id if self.offer else None


@dataclass(frozen=True, slots=True)
class _Told:
    """What the carrier says of both legs, and its record of its requests for them, where that was asked for."""

    caller: FetchResult
    agent: FetchResult
    record: tuple[Request, ...] | Uncertain = ()


def step(board: Board, carrier: Carrier, id: int) -> Due:
    """Seeks at once; where only the carrier knows, asks it, and settles."""
    wanted = work(board.store, lambda unit: _claim(unit, board, id), "drive")
    if isinstance(wanted, tuple):
        return wanted
    told = _ask(carrier, wanted)
    return work(board.store, lambda unit: _settle(unit, board, id, wanted, told), "drive")


def _ask(carrier: Carrier, wanted: _Legs) -> _Told:
    sid = wanted.offer.sid if wanted.offer else None
    caller = carrier.fetch(wanted.call.sid)
    agent = carrier.fetch(sid) if sid else Uncertain("no agent")
    if not wanted.unproved or is_over(caller) is None or not is_over(agent):
        return _Told(caller, agent)
    record: tuple[Request, ...] = ()
    for leg, said in ((wanted.call.sid, caller), (str(sid), agent)):
        part = () if isinstance(said, Gone) else carrier.requests(leg)
        if isinstance(part, Uncertain):
            return _Told(caller, agent, part)
        record += part
    return _Told(caller, agent, record)


def _claim(unit: Unit, board: Board, id: int) -> _Legs | Due:
    row = _locked(unit, id)
    if row is None or row.deadline is None or (row.deadline > unit.now and row.state is not State.WAITING):
        return ()
    call = unit.get(Call, row.call_id)
    assert call is not None
    waiting = row.state in (State.WAITING, State.OFFERED)
    if waiting and _surely_there(unit, row):
        return transfers.seek(unit, board, transfers.round_over(unit, row))
    unit.save(replace(row, deadline=unit.now + transfers.JOIN_LIMIT))
    accepted = unit.get(Offer, row.offer_id) if row.offer_id else None
    talked = row.state is State.TALKED
    return _Legs(call, accepted, talked, unproved=talked and not row.bridged)


def _surely_there(unit: Unit, row: Transfer) -> bool:
    """Whether the caller was heard of in the queue lately, and no agent has come for them in vain since."""
    if unit.now - row.seen_at >= SILENT_LINE:
        return False
    return all(one.accepted_at is None or one.accepted_at <= row.seen_at for one in asking.offers_of(unit, row))


def _locked(unit: Unit, id: int) -> Transfer | None:
    return callers.locked(unit, unit.get(Transfer, id))


def _settle(unit: Unit, board: Board, id: int, wanted: _Legs, told: _Told) -> Due:
    """After the carrier told how the two legs stand. Should another agent have come meanwhile, that is of the past."""
    caller, agent = told.caller, told.agent
    row = _locked(unit, id)
    if row is None or row.state in FINAL or row.offer_id != wanted.offer_id:
        return ()
    call = unit.get(Call, row.call_id)
    assert call is not None
    if row.state is State.TALKED:
        return _prove(unit, board, row, call, told) if wanted.talked else _ask_again(unit, row)
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


def _ask_again(unit: Unit, row: Transfer) -> Due:
    """What was told is of a time when they still talked: it proves nothing of how that ended."""
    unit.save(replace(row, deadline=unit.now + transfers.JOIN_LIMIT))
    return ()


def _prove(unit: Unit, board: Board, row: Transfer, call: Call, told: _Told) -> Due:
    """The talk is over, and its proof incomplete: settled as soon as it is known when both legs ended, and what the
    carrier asked us meanwhile."""
    due: Due = ()
    caller, agent = told.caller, told.agent
    if is_over(caller) and call.state is CallState.LIVE:
        due = calls.end(unit, board, call, "lost", over_at(caller))
    accepted = unit.get(Offer, row.offer_id or 0)
    if is_over(agent) and accepted is not None and accepted.in_flight:
        due += legs.ended(unit, board, accepted, over_at(agent))
    there = accepted is not None and accepted.in_flight and not is_over(agent)
    again = unit.get(Transfer, row.id)
    if again is None or there or is_over(caller) is None:
        return due
    return due + _settle_talk(unit, board, again, accepted, told)


def _settle_talk(unit: Unit, board: Board, row: Transfer, accepted: Offer | None, told: _Told) -> Due:
    if row.state is not State.TALKED or row.bridged:
        return transfers.settle(unit, board, row, asked=True)
    if isinstance(told.record, Uncertain):
        unit.save(replace(row, deadline=unit.now + PROOF_AGAIN))
        return ()
    ends = [at for at in (over_at(told.caller), over_at(told.agent)) if at is not None]
    complete = max(ends) + TOLD_AFTER if ends else unit.now
    if complete > unit.now:
        unit.save(replace(row, deadline=complete))
        return ()
    proof = read_proof(told.record, accepted.public_id if accepted else "")
    if proof.verdict is not None and not row.verdict:
        row = replace(row, verdict=talks.VERDICTS.get(proof.verdict, transfers.SILENT))
    row = replace(row, joined_at=row.joined_at or proof.joined_at)
    row = transfers.talk_over(unit, row, proof.bridged, proof.seconds)
    return transfers.settle(unit, board, row, asked=True)


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
