"""Customers' legs: rung by an accepted agent's leg. What is heard of one, and how the attempt ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.frozen import replace
from ivr.line.instructions import Answer
from ivr.line.outcomes import RANK, LegReport, LegState, Outcome, TalkReport
from ivr.promise.callback import Event, State
from ivr.switchboard import attempts, legs, ring_in
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Callback, CustomerLeg, Offer

SETTLE = timedelta(seconds=30)
"""After both legs have ended: so long may a last report take before we ask, and decide."""

Due = tuple[tuple[str, int], ...]


def of(unit: Unit, row: Offer) -> CustomerLeg | None:
    """The customer's leg that this accepted offer rang."""
    return unit.one(CustomerLeg, offer_id=row.id)


def report(board: Board, public_id: str, said: LegReport) -> Answer:
    """A status report of the customer's leg."""

    def act(unit: Unit) -> Answer:
        row = legs.locked(unit, public_id)
        leg = of(unit, row) if row else None
        if row is None or leg is None or (leg.sid is not None and leg.sid != said.sid):
            return Answer(())
        return Answer((), heard(unit, row, leg, said))

    return work(board.store, act, "carrier")


def heard(unit: Unit, row: Offer, leg: CustomerLeg, said: LegReport) -> Due:
    """A report of the leg, late, double or out of order as it may be: it only ever gets further. Of a leg that has
    ended, too, it may be news that it was picked up."""
    told = _told(unit, leg, said)
    if told == leg:
        return ()
    leg, ended = unit.save(told), told.state is LegState.ENDED
    target = unit.get(Callback, leg.callback_id)
    if target is None or target.offer_id != row.id:
        return ()
    if leg.picked_up_at and can(target, Event.PICK_UP):
        target = move_callback(unit, target, Event.PICK_UP, unit.now + legs.GRACE)
    if ended and target.state in (State.DIALLING, State.TALKING):
        unit.save(replace(target, deadline=unit.now + SETTLE))
    if in_the_way(unit, leg):
        unit.save(replace(row, deadline=unit.now))
        return (("offer", row.id),)
    return ()


TELLING = (None, Outcome.FAILED, Outcome.CANCELLED, Outcome.BUSY, Outcome.NO_ANSWER, Outcome.ANSWERED)
"""Of two ends that contradict each other, the later one here counts: it says that more happened."""


def _told(unit: Unit, leg: CustomerLeg, said: LegReport) -> CustomerLeg:
    """The leg as this report and those before it have it together, in whatever order they came."""
    state = max(leg.state, said.state, key=RANK.__getitem__)
    answered = said.outcome is Outcome.ANSWERED and said.seconds is not None
    talked = said.state is LegState.IN_PROGRESS or answered
    return replace(
        leg,
        sid=said.sid,
        state=state,
        outcome=max(leg.outcome, said.outcome, key=TELLING.index),
        in_flight=state is not LegState.ENDED,
        picked_up_at=_picked_up(unit, leg, said) if talked else leg.picked_up_at,
        seconds=max((told for told in (leg.seconds, said.seconds) if told is not None), default=None),
    )


def _picked_up(unit: Unit, leg: CustomerLeg, said: LegReport) -> datetime:
    """When it was picked up at the latest: before we heard of it, and so long before its end as it lasted."""
    known = [unit.now] if leg.picked_up_at is None else [leg.picked_up_at]
    if said.ended_at is not None and said.seconds is not None:
        known.append(said.ended_at - timedelta(seconds=said.seconds))
    return min(known)


def in_the_way(unit: Unit, leg: CustomerLeg) -> bool:
    """Whether this leg rings somebody who is waiting in our queue meanwhile."""
    return leg.in_flight and leg.picked_up_at is None and ring_in.in_the_queue(unit, leg.caller_id) is not None


def over(unit: Unit, row: Offer, said: TalkReport) -> CustomerLeg | None:
    """The agent's leg says that the customer's is over: so it is, for a leg never outlives the one that rang it."""
    leg = of(unit, row)
    if leg is None:
        return None
    seconds = said.seconds if said.seconds is not None else leg.seconds
    began = [unit.now - timedelta(seconds=seconds or 0)] if said.bridged or (leg.picked_up_at and seconds) else []
    known = [leg.picked_up_at] if leg.picked_up_at is not None else []
    ended = replace(
        leg,
        sid=leg.sid or said.customer_sid,
        state=LegState.ENDED,
        outcome=said.outcome or leg.outcome,
        in_flight=False,
        picked_up_at=min(known + began, default=None),
        seconds=seconds,
    )
    return unit.save(ended)


def settle(unit: Unit, board: Board, row: Callback, leg: CustomerLeg) -> Due:
    """No verdict came: the talk time decides. The next attempt, if any, is scheduled in the same unit."""
    if row.state not in (State.DIALLING, State.TALKING):
        return ()
    minimum = team_of(board, row.team).policy.minimum_talk
    if leg.picked_up_at is None and (waiting := ring_in.take_dialling(unit, row, None)):
        return (("transfer", waiting.id),)
    if leg.picked_up_at is None:
        attempts.try_again(unit, board, row, Event.MISS if can(row, Event.MISS) else Event.AGAIN)
    elif talk_time(unit, leg) >= minimum:
        attempts.conclude(unit, row, Event.CONNECT)
    else:
        attempts.try_again(unit, board, row, Event.AGAIN)
    return ()


def talk_time(unit: Unit, leg: CustomerLeg) -> timedelta:
    """How long customer and agent were connected, as far as the carrier said; without its word, no time at all."""
    return timedelta(seconds=leg.seconds or 0)
