"""From an agent's yes to the end of the talk: the joining, the end of a bridge, the verdict, a caller who has gone."""

from __future__ import annotations

from functools import partial

from ivr.frozen import replace
from ivr.language import Word
from ivr.line.inputs import Digits, Input
from ivr.line.instructions import Answer, Ask, HangUp, Instructions
from ivr.line.outcomes import Outcome, TalkReport
from ivr.promise import callback, transfer
from ivr.switchboard import (
    answers,
    asking,
    attempts,
    briefs,
    callbacks,
    customers,
    doors,
    legs,
    offers,
    ring_in,
    transfers,
)
from ivr.switchboard.answers import Said
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback, move_transfer
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, Call, Callback, CallState, Offer, Transfer
from ivr.switchboard.speech import say

VERDICTS = {"1": transfers.DONE, "2": transfers.AGAIN}
VERDICT_KEYS = (*VERDICTS, "3")

Due = tuple[tuple[str, int], ...]


def joining(board: Board, public_id: str, sid: str) -> Answer:
    """The caller is being taken from the queue: they hear who comes. A dequeue, not yet a conversation."""
    return work(board.store, lambda unit: _joining(unit, board, public_id, sid), "carrier")


def _joining(unit: Unit, board: Board, public_id: str, sid: str) -> Answer:
    row = legs.locked(unit, public_id)
    target = legs.target_of(unit, row) if row else None
    if row is None or not isinstance(target, Transfer):
        return Answer(())
    call = unit.get(Call, target.call_id)
    if call is None or call.sid != sid:
        return Answer(())
    if can(target, transfer.Event.DEQUEUE):
        dequeued = replace(target, joined_at=unit.now)
        move_transfer(unit, dequeued, transfer.Event.DEQUEUE, unit.now + transfers.JOIN_LIMIT)
    agent = unit.get(Agent, row.agent_id)
    name = agent.name if agent else ""
    return Answer((say(board.library.business(), target.language, Word.JOINING, agent_name=name),))


def over(board: Board, public_id: str, after: str, sid: str, said: TalkReport) -> Answer:
    """The agent's bridge ended, or never began; the agent's leg may still be there."""
    n = _OVER.get(after, answers.OVER_TAKEN)
    act = _over_ring if n == answers.OVER_RING else partial(_over_hold, phoned=n == answers.OVER_TAKEN)
    return answers.once(board, public_id, sid, n, lambda unit, row: act(unit, board, row, said))


_OVER = {"hold": answers.OVER_HOLD, "ring": answers.OVER_RING}


def _over_hold(unit: Unit, board: Board, row: Offer, said: TalkReport, phoned: bool) -> Said:
    """`phoned`: this agent has phoned the caller already, and is not asked to do so again."""
    target = legs.target_of(unit, row)
    if not isinstance(target, Transfer) or target.offer_id != row.id:
        return (HangUp(),), ()
    answered = said.outcome is Outcome.ANSWERED and target.state is not transfer.State.ACCEPTED
    if said.bridged or target.bridged or answered:
        target = transfers.talk_over(unit, target, said.bridged, said.seconds)
        if target.state is transfer.State.TALKED:
            target = unit.save(replace(target, deadline=unit.now + transfers.PROOF_LIMIT))
        # Told after the agent has gone: nobody is there to be asked, and this was the last that was missing.
        due = () if row.in_flight else transfers.settle(unit, board, target)
        return _ask_verdict(unit, board, row, Word.VERDICT_TRANSFER), due
    due = _not_joined(unit, board, target, said.outcome)
    if phoned:
        return (briefs.sentence(unit, board, row, Word.CALLER_LEFT_KEPT), HangUp()), due
    return (Ask(doors.gone(row.public_id), (briefs.sentence(unit, board, row, Word.CALLER_LEFT),)),), due


def nobody_there(unit: Unit, board: Board, row: Offer) -> Said:
    """The agent's leg is there, and the caller is not any more: they are told so before anything is joined."""
    return _over_hold(unit, board, row, TalkReport(outcome=Outcome.FAILED), phoned=False)


def _not_joined(unit: Unit, board: Board, target: Transfer, outcome: Outcome | None) -> Due:
    """The agent came, and the caller was not there. Only where that is told outright, nothing else is waited for: of a
    talk, too, the carrier may tell nothing here, and a moment later on the caller's own leg."""
    call = unit.get(Call, target.call_id)
    gone = call is None or call.state is CallState.ENDED
    if target.state is transfer.State.ACCEPTED and not gone:
        # The request before a bridge may be lost, and they may have talked: then the ends of both legs will tell.
        return () if outcome in (None, Outcome.ANSWERED) else transfers.agent_lost(unit, board, target)
    if can(target, transfer.Event.OWE) and outcome is not None:
        return transfers.owe(unit, board, target, caller_left=gone)
    return ()


def _ask_verdict(unit: Unit, board: Board, row: Offer, word: Word) -> Instructions:
    question = Ask(doors.verdict(row.public_id), (briefs.sentence(unit, board, row, word),), timeout=10)
    return (question,)


def _over_ring(unit: Unit, board: Board, row: Offer, said: TalkReport) -> Said:
    leg = customers.over(unit, row, said)
    target = legs.target_of(unit, row)
    if leg is None or isinstance(target, Transfer) or target.offer_id != row.id or target.state in callback.FINAL:
        return (HangUp(),), ()
    if leg.picked_up_at is not None:
        unit.save(replace(target, deadline=unit.now + team_of(board, target.team).policy.verdict + legs.GRACE))
        return _ask_verdict(unit, board, row, Word.VERDICT_CALLBACK), ()
    waiting = ring_in.take_dialling(unit, target, row)
    if waiting is not None:
        return offers.take_waiting(unit, board, row, waiting), ()
    due = customers.settle(unit, board, target, leg)
    return (briefs.sentence(unit, board, row, Word.CUSTOMER_NO_ANSWER), HangUp()), due


def verdict(board: Board, public_id: str, sid: str, given: Input) -> Answer:
    """1 done, 2 call again, after a callback also 3 wrong number; silence leaves it to the talk time."""
    keys = given.keys if isinstance(given, Digits) else ""
    say = partial(_verdict, board=board, keys=keys)
    return answers.once(board, public_id, sid, answers.VERDICT, say, keys=keys if keys in VERDICT_KEYS else "")


def _verdict(unit: Unit, row: Offer, board: Board, keys: str) -> Said:
    target = legs.target_of(unit, row)
    if isinstance(target, Transfer):
        judged = target
        if not transfers.is_judged(target):
            judged = unit.save(replace(target, verdict=VERDICTS.get(keys, transfers.SILENT)))
        due = transfers.settle(unit, board, judged)
    else:
        due = _judge_callback(unit, board, row, target, keys)
    return (briefs.sentence(unit, board, row, Word.VERDICT_THANKS), HangUp()), due


def _judge_callback(unit: Unit, board: Board, row: Offer, target: Callback, keys: str) -> Due:
    if target.offer_id != row.id or target.state not in (callback.State.DIALLING, callback.State.TALKING):
        return ()
    match keys:
        case "1":
            attempts.conclude(unit, target, callback.Event.CONNECT)
        case "2":
            attempts.try_again(unit, board, target, callback.Event.AGAIN)
        case "3":
            attempts.conclude(unit, target, callback.Event.CLOSE)
        case _:
            leg = customers.of(unit, row)
            return customers.settle(unit, board, target, leg) if leg else ()
    return ()


def gone(board: Board, public_id: str, sid: str, given: Input) -> Answer:
    """The caller had left before the agent came: does the agent phone them now?"""
    return answers.once(board, public_id, sid, answers.GONE, lambda unit, row: _gone(unit, board, row, given))


def _gone(unit: Unit, board: Board, row: Offer, given: Input) -> Said:
    yes = isinstance(given, Digits) and given.keys == "1"
    owed = callbacks.open_for(unit, row.caller_id) if yes else None
    spent = customers.of(unit, row) is not None or not row.in_flight
    taken = owed is not None and asking.has_agent(unit, owed, row)
    late = unit.get(Transfer, row.transfer_id or 0)
    unproved = late is not None and late.state not in transfer.FINAL
    if spent or taken or unproved or owed is None or owed.state not in (callback.State.SCHEDULED, callback.State.DUE):
        return (briefs.sentence(unit, board, row, Word.CALLER_LEFT_KEPT), HangUp()), ()
    return _phone_now(unit, board, row, owed)


def _phone_now(unit: Unit, board: Board, row: Offer, owed: Callback) -> Said:
    """The agent who came too late takes the callback: the yes is no longer the transfer's."""
    late = unit.get(Transfer, row.transfer_id or 0)
    if late is not None:
        unit.save(replace(late, offer_id=None))
    if owed.state is callback.State.SCHEDULED:
        owed = move_callback(unit, owed, callback.Event.FALL_DUE, unit.now)
    owed = move_callback(unit, owed, callback.Event.OFFER, unit.now + legs.GRACE)
    row = unit.save(replace(row, transfer_id=None, callback_id=owed.id))
    return offers.take_callback(unit, board, row, owed, rang_us=True)
