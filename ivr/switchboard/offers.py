"""An agent is asked: the brief, the yes, the no and the silence. Whoever says yes second hears that it is taken."""

from __future__ import annotations

from datetime import timedelta

from ivr.frozen import replace
from ivr.language import Word
from ivr.line.inputs import Digits, Input
from ivr.line.instructions import Answer, Ask, GoTo, HangUp, Instructions, Play, RingOut, TakeFromHold
from ivr.line.outcomes import LegReport, TalkReport
from ivr.promise import callback, transfer
from ivr.promise.offer import Event, State
from ivr.switchboard import (
    agents,
    answers,
    asking,
    briefs,
    callbacks,
    callers,
    customers,
    destinations,
    doors,
    legs,
    pointers,
    ring_in,
    transfers,
)
from ivr.switchboard.answers import Said
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback, move_offer
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Call, Callback, CallState, CustomerLeg, Offer, Transfer

SCREENING = timedelta(seconds=45)
"""The brief and the wait for a key take half of that; then the leg is asked after."""
POLL_LEG = timedelta(seconds=60)
LEG_LIMIT = timedelta(seconds=15)
"""From an agent's click to the arrival of the leg from their page."""
KEY_WAIT = 8
"""Seconds of silence after the brief that mean no: long enough to find the keypad."""


def report(board: Board, public_id: str, said: LegReport) -> Answer:
    """A status report of the agent's leg."""

    def act(unit: Unit) -> Answer:
        row = legs.locked(unit, public_id, said.sid)
        return Answer((), legs.heard(unit, board, row, said) if row else ())

    return work(board.store, act, "carrier")


def brief(board: Board, public_id: str, sid: str) -> Answer:
    """The agent's telephone was picked up, by a person or a machine: it hears why, and how to say yes."""
    return answers.once(board, public_id, sid, answers.BRIEF, lambda unit, row: _brief(unit, board, row, sid))


def _brief(unit: Unit, board: Board, row: Offer, sid: str) -> Said:
    if row.state in (State.PLACING, State.UNKNOWN, State.RINGING):
        row = move_offer(unit, replace(row, sid=sid), Event.PICK_UP, unit.now + SCREENING)
        sounds = briefs.before(unit, board, row, legs.target_of(unit, row))
        return (Ask(doors.reply(row.public_id), sounds, timeout=KEY_WAIT),), ()
    row = legs.adopt(unit, board, row, sid)
    return (briefs.sentence(unit, board, row, Word.ALREADY_TAKEN), HangUp()), ()


def reply(board: Board, public_id: str, sid: str, given: Input) -> Answer:
    """The agent's key: 1 is yes, 2 is no, and everything else is silence."""
    return answers.once(board, public_id, sid, answers.REPLY, lambda unit, row: _reply(unit, board, row, given))


def _reply(unit: Unit, board: Board, row: Offer, given: Input) -> Said:
    keys = given.keys if isinstance(given, Digits) else ""
    if keys and row.in_flight:  # A key that is heard of long after its call tells nothing of the calls since.
        agents.answered(unit, row.agent_id)
    target = legs.target_of(unit, row)
    if row.state is not State.SCREENING:
        return too_late(unit, board, row, target), ()
    if keys == "1":
        said, due = accept(unit, board, row, target)
        return said, (*due, *pointers.send(unit, board, row))
    return _no(unit, board, row, target, declined=keys == "2")


def too_late(unit: Unit, board: Board, row: Offer, target: Transfer | Callback) -> Instructions:
    """Somebody else said yes first, or the caller has gone and is kept."""
    kept = isinstance(target, Transfer) and target.state is transfer.State.CALLBACK
    return (briefs.sentence(unit, board, row, Word.CALLER_LEFT_KEPT if kept else Word.ALREADY_TAKEN), HangUp())


def _no(unit: Unit, board: Board, row: Offer, target: Transfer | Callback, declined: bool) -> Said:
    row = move_offer(unit, row, Event.DECLINE if declined else Event.MISS, unit.now + legs.GRACE)
    if not declined:
        agents.missed(unit, row.agent_id, team_of(board, target.team).policy)
    thanks = (briefs.sentence(unit, board, row, Word.DECLINED_THANKS),) if declined else ()
    return (*thanks, HangUp()), legs.after(unit, board, row, target)


def accept(unit: Unit, board: Board, row: Offer, target: Transfer | Callback) -> Said:
    """Yes, under the caller's lock. Exactly one offer of a caller can get here while the caller is still to be had."""
    if isinstance(target, Transfer):
        return _take_transfer(unit, board, row, target)
    return take_callback(unit, board, row, target)


def _take_transfer(unit: Unit, board: Board, row: Offer, target: Transfer) -> Said:
    call = unit.get(Call, target.call_id)
    gone = call is None or call.state is CallState.ENDED or not can(target, transfer.Event.ACCEPT)
    if gone or asking.has_agent(unit, target, row):
        row = _lost(unit, row)
        return too_late(unit, board, row, target), legs.after(unit, board, row, target)
    row = move_offer(unit, replace(row, accepted_at=unit.now), Event.ACCEPT, unit.now + _looked_at(row))
    target = transfers.accept(unit, target, row)
    due = asking.withdraw(unit, target, keep=row.id)
    return (*briefs.after(unit, board, row, target), take_from_hold(board, row, target)), due


def _lost(unit: Unit, row: Offer) -> Offer:
    """Too late. Whoever is on the phone hears that first; to whom it was only shown, nobody speaks."""
    if row.shown:
        return asking.withdraw_one(unit, row)
    return move_offer(unit, row, Event.WITHDRAW, unit.now + legs.GRACE)


def _looked_at(row: Offer) -> timedelta:
    """After how long an accepted offer is looked at; one that was shown has no leg yet."""
    return LEG_LIMIT if row.shown and row.sid is None else POLL_LEG


def take_from_hold(board: Board, row: Offer, target: Transfer, after: str = "hold") -> TakeFromHold:
    """The instruction that joins the agent to the one caller who waits in the transfer's queue."""
    queue = transfers.hold(target).queue
    limit = team_of(board, target.team).policy.talk_limit
    over = doors.over(row.public_id, after)
    return TakeFromHold(queue, doors.joining(row.public_id), over, int(limit.total_seconds()))


def take_waiting(unit: Unit, board: Board, row: Offer, waiting: Transfer) -> Instructions:
    """To an agent who was about to phone somebody, or did: they wait in our queue by themselves."""
    words = briefs.sentence(unit, board, row, Word.BRIEF_AFTER, caller_name="", promise="")
    return words, take_from_hold(board, row, waiting, "taken")


def take_callback(unit: Unit, board: Board, row: Offer, target: Callback, rang_us: bool = False) -> Said:
    """The only place from which a customer's phone ever rings: leg and state are committed before the instruction.
    `rang_us`: they did so a moment ago, and were missed by this very agent: for this one yes the hour is right."""
    caller = unit.lock(target.caller_id)
    now_allowed = rang_us or callbacks.allowed_at(board, caller, target, unit.now) <= unit.now
    free = not callers.on_the_line(unit, caller.id) and customers.of(unit, row) is None
    free = free and not asking.has_agent(unit, target, row)
    may = destinations.may_ring(unit, board, caller)
    if caller.number is None or not (can(target, callback.Event.ACCEPT) and now_allowed and free and may):
        if row.state is State.SCREENING:
            row = _lost(unit, row)
        return too_late(unit, board, row, target), legs.after(unit, board, row, target)
    policy = team_of(board, target.team).policy
    unit.insert(CustomerLeg(0, row.id, target.id, caller.id, unit.now))
    row = replace(row, accepted_at=unit.now, deadline=unit.now + _looked_at(row))
    # An agent who came too late for the caller on the line has said yes already: the same yes takes the callback.
    row = unit.save(row) if row.state is State.ACCEPTED else move_offer(unit, row, Event.ACCEPT)
    look = unit.now + policy.customer_ring + legs.GRACE
    target = move_callback(unit, replace(target, offer_id=row.id), callback.Event.ACCEPT, look)
    due = asking.withdraw(unit, target, keep=row.id)
    words = briefs.after(unit, board, row, target)
    # Whoever listens to a recording first may take long: whether the phone may still ring is asked once more then.
    listens = any(isinstance(one, Play) for one in words)
    return (*words, GoTo(doors.phone(row.public_id)) if listens else _ring_out(board, row, target, caller.number)), due


def phone(board: Board, public_id: str, sid: str) -> Answer:
    """The agent who said yes has heard what the customer left for us."""
    return answers.once(board, public_id, sid, answers.PHONE, lambda unit, row: phone_now(unit, board, row))


def phone_now(unit: Unit, board: Board, row: Offer) -> Said:
    """Rings the customer, who may have rung us meanwhile; and the hour may have passed."""
    target, leg = legs.target_of(unit, row), customers.of(unit, row)
    if leg is None or isinstance(target, Transfer) or target.offer_id != row.id or not leg.in_flight:
        return too_late(unit, board, row, target), ()
    caller = unit.lock(target.caller_id)
    there = callers.on_the_line(unit, caller.id)
    rang_us = answers.was_asked(unit, row, answers.GONE)
    if caller.number and not there and (rang_us or callbacks.allowed_at(board, caller, target, unit.now) <= unit.now):
        return (_ring_out(board, row, target, caller.number),), ()
    customers.over(unit, row, TalkReport())
    waiting = ring_in.take_dialling(unit, target, row)
    if waiting is not None:
        return take_waiting(unit, board, row, waiting), ()
    target = move_callback(unit, replace(target, offer_id=None), callback.Event.NOT_RUNG, unit.now)
    return too_late(unit, board, row, target), (("callback", target.id),)


def _ring_out(board: Board, row: Offer, target: Callback, number: str) -> RingOut:
    policy = team_of(board, target.team).policy
    return RingOut(
        number,
        target.dialled,
        doors.over(row.public_id, "ring"),
        doors.customer(row.public_id),
        int(policy.customer_ring.total_seconds()),
        int(policy.talk_limit.total_seconds()),
    )
