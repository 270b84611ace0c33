"""The next step of a callback: its time, its agents, and what became of a customer's leg that nobody reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.frozen import replace
from ivr.line.outcomes import Gone, LegReport, LegState, Uncertain
from ivr.promise.callback import Event, State
from ivr.switchboard import asking, callbacks, callers, customers, destinations, legs, ring_in, tasks, transfers
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.rows import Callback, Caller, CustomerLeg, Offer

LOOK_AGAIN = timedelta(seconds=30)
ALERT_AGAIN = timedelta(minutes=30)
LINE_BUSY = timedelta(seconds=20)
"""While the caller is on the line with us by themselves, their phone is not rung."""

Due = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Legs:
    """An attempt of which only the carrier knows more."""

    offer: Offer
    leg: CustomerLeg


def step(board: Board, carrier: Carrier, id: int) -> Due:
    """One look at a callback whose deadline has passed."""
    wanted = work(board.store, lambda unit: _claim(unit, board, id), "drive")
    if isinstance(wanted, tuple):
        return wanted
    said = _ask(carrier, wanted)
    if isinstance(said, Uncertain):
        return ()
    return work(board.store, lambda unit: _settle(unit, board, id, wanted, said), "drive")


def _claim(unit: Unit, board: Board, id: int) -> _Legs | Due:
    row = callers.locked(unit, unit.get(Callback, id))
    if row is None or row.deadline is None or (row.deadline > unit.now and not _may_be_early(row)):
        return ()
    if row.cancel_at is not None:
        return _called_off(unit, row, row.cancel_at)
    row = _escalate(unit, board, row)
    match row.state:
        case State.SCHEDULED | State.DUE:
            return _to_be_phoned(unit, board, row)
        case State.OFFERED:
            return _round(unit, board, row)
        case State.SUSPENDED:
            return _suspended(unit, row)
        case State.REVIEW:
            callbacks.notify(unit, board, row, "review", tasks.alarm)
            return _later(unit, row, ALERT_AGAIN)
    return _attempting(unit, board, row)


def _called_off(unit: Unit, row: Callback, at: datetime) -> Due:
    """By a person, who may still think better of it."""
    if at > unit.now:
        unit.save(replace(row, deadline=at))
    elif can(row, event := Event.CANCEL if row.cancel_why == "caller" else Event.CLOSE):
        move_callback(unit, row, event, why=row.cancel_why)
    else:
        unit.save(replace(row, cancel_at=None, cancel_why="", deadline=unit.now))
    return ()


def _may_be_early(row: Callback) -> bool:
    """One that waits for any agent at all is looked at as soon as one is there; between two rounds there is a pause."""
    return row.state is State.DUE and row.rounds == 0


def _later(unit: Unit, row: Callback, wait: timedelta) -> Due:
    unit.save(replace(row, deadline=callbacks.next_look(row, unit.now + wait)))
    return ()


def _escalate(unit: Unit, board: Board, row: Callback) -> Callback:
    """The owner hears of a promise before it breaks: of each one, also of the one that came after it."""
    if row.escalated or unit.now < row.escalate_at:
        return row
    callbacks.notify(unit, board, row, "escalated", tasks.tell)
    return unit.save(replace(row, escalated=True))


def _to_be_phoned(unit: Unit, board: Board, row: Callback) -> Due:
    """Agents are asked once its time has come, the caller's line is free and the hour is right."""
    caller = unit.lock(row.caller_id)
    if callers.on_the_line(unit, caller.id):
        return _later(unit, row, LINE_BUSY)
    if row.state is State.SCHEDULED:
        callbacks.tell_unreachable(unit, board, caller, row)
        if row.due_at > unit.now:
            return _later(unit, row, row.due_at - unit.now)
    if _never(unit, board, caller, row) or _put_off(unit, board, caller, row):
        return ()
    if row.state is State.SCHEDULED:
        # Agents are sought at the next look: by then whoever falls due together with it stands in the same order.
        move_callback(unit, row, Event.FALL_DUE, unit.now)
        return ()
    return _seek(unit, board, row)


def _never(unit: Unit, board: Board, caller: Caller, row: Callback) -> bool:
    """This caller must not, or cannot, be phoned at all."""
    if callbacks.bar(unit, board, caller, row) is not row:
        return True
    if caller.number is not None:
        return False
    move_callback(unit, row, Event.NO_NUMBER)
    return True


def _put_off(unit: Unit, board: Board, caller: Caller, row: Callback) -> bool:
    """Outside hours or window: at the next moment inside both. A phone that rang often enough today rests. After too
    many rings in all: a little later."""
    allowed = callbacks.allowed_at(board, caller, row, unit.now)
    if allowed <= unit.now and not row.chosen:
        allowed = destinations.rested_at(unit, caller, team_of(board, row.team).policy.attempts_a_day)
    if allowed <= unit.now and destinations.too_many(unit, board, caller):
        allowed = unit.now + destinations.PAUSE
        destinations.tell(unit, board, team_of(board, row.team))
    if allowed <= unit.now:
        return False
    row = replace(row, due_at=allowed)
    move_callback(unit, row, Event.PUT_OFF, callbacks.next_look(row, allowed))
    return True


def _seek(unit: Unit, board: Board, row: Callback) -> Due:
    offers = asking.ask(unit, board, row)
    if offers:
        move_callback(unit, row, Event.OFFER, unit.now + LOOK_AGAIN)
        return tuple(("offer", one.id) for one in offers)
    if asking.all_asked(unit, row):
        row = replace(row, rounds=row.rounds + 1)
    elif row.rounds:
        # It has rested, and nobody is free for it now: from here on it waits like one that has just fallen due.
        row = replace(row, rounds=0, due_at=unit.now)
    return _later(unit, row, LOOK_AGAIN)


def _round(unit: Unit, board: Board, row: Callback) -> Due:
    """Offers are open; should they be over without having told, this round is over as well."""
    again = legs.round_over(unit, board, row)
    return _later(unit, row, LOOK_AGAIN) if again is row else (("callback", again.id),)


def _suspended(unit: Unit, row: Callback) -> Due:
    """Until the caller's own call has settled it one way or the other."""
    if transfers.unsettled(unit, row.caller_id) or callers.on_the_line(unit, row.caller_id):
        return _later(unit, row, ring_in.SUSPENSION)
    row = callbacks.resume(unit, row)
    return (("callback", row.id),)


def _attempting(unit: Unit, board: Board, row: Callback) -> _Legs | Due:
    """An agent said yes: the legs are looked after until one of them tells how it ended. Where nobody told how long
    they talked, the carrier is asked: of two reports of an end one may be wrong."""
    offer = unit.get(Offer, row.offer_id or 0)
    leg = customers.of(unit, offer) if offer else None
    assert offer is not None and leg is not None
    if not offer.in_flight and not leg.in_flight and leg.seconds:
        return customers.settle(unit, board, row, leg)
    unit.save(replace(row, deadline=unit.now + LOOK_AGAIN))
    return _Legs(offer, leg)


def _ask(carrier: Carrier, wanted: _Legs) -> LegReport | Gone | Uncertain:
    """How the customer's leg stands; Gone: there is none, nor can be before the agent's is there."""
    if wanted.leg.sid is not None:
        return carrier.fetch(wanted.leg.sid)
    found = carrier.children(wanted.offer.sid) if wanted.offer.sid else ()
    if isinstance(found, Uncertain):
        return found
    return found[0] if found else Gone()


def _settle(unit: Unit, board: Board, id: int, wanted: _Legs, said: LegReport | Gone) -> Due:
    """What was said while this process stood still for long is of another attempt, or of another time."""
    row = callers.locked(unit, unit.get(Callback, id))
    found = _legs_of(unit, row)
    if row is None or found is None or found.leg.id != wanted.leg.id:
        return ()
    if isinstance(said, Gone):
        return _no_leg(unit, board, row, found.offer, found.leg) if found == wanted else ()
    customers.heard(unit, found.offer, found.leg, said)
    return _decide(unit, board, id, found.offer, found.leg.id) if said.state is LegState.ENDED else ()


def _legs_of(unit: Unit, row: Callback | None) -> _Legs | None:
    """The legs of the attempt that is being made, if one is."""
    if row is None or row.state not in (State.DIALLING, State.TALKING):
        return None
    offer = unit.get(Offer, row.offer_id or 0)
    leg = customers.of(unit, offer) if offer else None
    return _Legs(offer, leg) if offer and leg else None


def _no_leg(unit: Unit, board: Board, row: Callback, offer: Offer, leg: CustomerLeg) -> Due:
    """The carrier knows of no customer's leg: none was rung, once the agent's is over for so long that the carrier's
    lists, too, would know of one."""
    if offer.in_flight or unit.now < (offer.ended_at or leg.placed_at) + board.rules.quiescence:
        return ()
    leg = unit.save(replace(leg, in_flight=False, state=LegState.ENDED))
    if row.state is State.DIALLING and leg.sid is None and leg.picked_up_at is None:
        if waiting := ring_in.take_dialling(unit, row, None):
            return (("transfer", waiting.id),)
        move_callback(unit, replace(row, offer_id=None), Event.NOT_RUNG, unit.now)
        return (("callback", row.id),)
    return customers.settle(unit, board, row, leg)


def _decide(unit: Unit, board: Board, id: int, offer: Offer, leg_id: int) -> Due:
    """After what was heard: settled where both legs are over, or the agent was silent for too long after the talk."""
    row, leg = unit.get(Callback, id), unit.get(CustomerLeg, leg_id)
    if row is None or leg is None or leg.in_flight or row.state not in (State.DIALLING, State.TALKING):
        return ()
    silent = unit.now - leg.placed_at > SILENCE + timedelta(seconds=leg.seconds or 0)
    if not offer.in_flight or silent:
        return customers.settle(unit, board, row, leg)
    return ()


SILENCE = timedelta(minutes=3)
"""Longer than ringing, the question after the talk and all grace together: then nothing more is to come."""
