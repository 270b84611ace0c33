"""An agent at a page is asked: the caller is shown, a click is the yes, and then the agent's own leg comes to our door.

Nothing is placed for it, so nothing is uncertain: before that leg has come, no telephone knows of this offer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ivr.frozen import replace
from ivr.line.instructions import Answer, GoTo, Play, RingOut
from ivr.line.outcomes import LegReport, LegState, Outcome, TalkReport
from ivr.promise import callback, transfer
from ivr.promise.offer import Event, State
from ivr.switchboard import agents, answers, briefs, customers, doors, legs, offers, ring_in, talks
from ivr.switchboard.answers import Said
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import move_callback, move_offer
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, Call, Callback, CallState, Offer, Transfer

Due = tuple[tuple[str, int], ...]


class Click(StrEnum):
    """What became of an agent's click."""

    YOURS = "yours"
    """The caller is theirs: their page connects now, with the offer's id."""
    DECLINED = "declined"
    TOO_LATE = "too_late"
    """Somebody else was quicker, the caller has gone, or the time is over."""
    UNKNOWN = "unknown"
    """No such offer was shown to this agent."""


@dataclass(frozen=True, slots=True)
class Clicked:
    click: Click
    due: Due = ()
    """To ring the doorbell for."""


def accept(board: Board, public_id: str, agent_id: int) -> Clicked:
    """Yes, by click: the same compare-and-set as a key. A second click of the same agent's says the same again."""
    return _clicked(board, public_id, agent_id, _accept)


def _accept(unit: Unit, board: Board, row: Offer) -> Clicked:
    if row.state is not State.SCREENING:
        theirs = row.state is State.ACCEPTED and row.in_flight
        return Clicked(Click.YOURS if theirs else Click.TOO_LATE)
    _, due = offers.accept(unit, board, row, legs.target_of(unit, row))
    now = unit.get(Offer, row.id)
    won = now is not None and now.state is State.ACCEPTED
    return Clicked(Click.YOURS if won else Click.TOO_LATE, due)


def decline(board: Board, public_id: str, agent_id: int) -> Clicked:
    """No, by click: the next are asked at once."""
    return _clicked(board, public_id, agent_id, _decline)


def _decline(unit: Unit, board: Board, row: Offer) -> Clicked:
    if row.state is not State.SCREENING:
        return Clicked(Click.DECLINED if row.state is State.DECLINED else Click.TOO_LATE)
    return Clicked(Click.DECLINED, _over(unit, board, row, Event.DECLINE))


def _clicked(board: Board, public_id: str, agent_id: int, act: Callable[[Unit, Board, Offer], Clicked]) -> Clicked:
    def click(unit: Unit) -> Clicked:
        row = legs.locked(unit, public_id)
        if row is None or row.agent_id != agent_id or not row.shown:
            return Clicked(Click.UNKNOWN)
        agents.answered(unit, agent_id)
        return act(unit, board, row)

    return work(board.store, click, "agent")


def _over(unit: Unit, board: Board, row: Offer, event: Event) -> Due:
    """Nobody is asked by this offer any more, and nobody said yes: there is no leg to wait for."""
    row = move_offer(unit, replace(row, in_flight=False, ended_at=unit.now), event)
    return _freed(unit, row, legs.after(unit, board, row, legs.target_of(unit, row)))


def _freed(unit: Unit, row: Offer, due: Due) -> Due:
    agents.freed(unit, row.agent_id)
    return (*due, *agents.waiting_for(unit, row.agent_id))


def look(unit: Unit, board: Board, row: Offer) -> Due:
    """Nobody clicked for as long as a telephone would ring; or the click was a yes, and no leg has come of it."""
    if row.state is State.SCREENING:
        agents.missed(unit, row.agent_id, team_of(board, legs.target_of(unit, row).team).policy)
        return _over(unit, board, row, Event.MISS)
    until = (row.accepted_at or row.intended_at) + offers.LEG_LIMIT
    if unit.now < until:
        unit.save(replace(row, deadline=until))
        return ()
    return _never_came(unit, board, row)


def _never_came(unit: Unit, board: Board, row: Offer) -> Due:
    """The caller waits on, or the callback is due again: nobody was on any line. A leg that still comes is too late."""
    target = legs.target_of(unit, row)
    row = unit.save(replace(row, in_flight=False, ended_at=unit.now, deadline=None))
    agents.missed(unit, row.agent_id, team_of(board, target.team).policy)
    customers.over(unit, row, TalkReport(outcome=Outcome.FAILED))
    if isinstance(target, Callback) and target.state is callback.State.DIALLING and target.offer_id == row.id:
        return _freed(unit, row, _not_rung(unit, target))
    return _freed(unit, row, legs.after(unit, board, row, target))


def _not_rung(unit: Unit, target: Callback) -> Due:
    if waiting := ring_in.take_dialling(unit, target, None):
        return (("transfer", waiting.id),)
    move_callback(unit, replace(target, offer_id=None), callback.Event.NOT_RUNG, unit.now)
    return (("callback", target.id),)


def arrive(board: Board, public_id: str, sid: str, address: str) -> Answer:
    """The leg from an agent's page: it gets what a rung agent gets after the yes. Whoever has not clicked, is somebody
    else, or comes a second time, is hung up."""

    def may(unit: Unit, row: Offer) -> bool:
        agent = unit.get(Agent, row.agent_id)
        theirs = agent is not None and agent.address == address
        return theirs and row.shown and row.state is State.ACCEPTED

    say: Callable[[Unit, Offer], Said] = lambda unit, row: _arrive(unit, board, row, sid)  # noqa: E731
    return answers.once(board, public_id, sid, answers.ARRIVED, say, may)


def _arrive(unit: Unit, board: Board, row: Offer, sid: str) -> Said:
    target = legs.target_of(unit, row)
    if not row.in_flight:
        return offers.too_late(unit, board, row, target), ()
    look_at = unit.now + offers.POLL_LEG
    row = replace(row, sid=sid, leg_state=LegState.IN_PROGRESS, placed_at=unit.now, deadline=look_at)
    row = unit.save(row)
    if isinstance(target, Transfer):
        return _to_the_queue(unit, board, row, target)
    words = briefs.after(unit, board, row, target)
    if any(isinstance(one, Play) for one in words):
        return (*words, GoTo(doors.phone(row.public_id))), ()
    said, due = offers.phone_now(unit, board, row)
    return ((*words, *said) if isinstance(said[0], RingOut) else said), due


def _to_the_queue(unit: Unit, board: Board, row: Offer, target: Transfer) -> Said:
    call = unit.get(Call, target.call_id)
    there = call is not None and call.state is not CallState.ENDED
    if there and target.offer_id == row.id and target.state is transfer.State.ACCEPTED:
        return (*briefs.after(unit, board, row, target), offers.take_from_hold(board, row, target)), ()
    return talks.nobody_there(unit, board, row)


def report(board: Board, said: LegReport) -> Answer:
    """A status report of a leg from a page: it names no offer, the offer knows the leg."""

    def act(unit: Unit) -> Answer:
        known = unit.one(Offer, sid=said.sid)
        row = legs.locked(unit, known.public_id, said.sid) if known else None
        return Answer((), legs.heard(unit, board, row, said) if row else ())

    return work(board.store, act, "carrier")


def open_for(unit: Unit, agent_id: int) -> Offer | None:
    """What is shown to this agent now, or was accepted by them and is not over."""
    live = [one for one in unit.many(Offer, agent_id=agent_id) if one.in_flight and one.shown]
    return live[-1] if live else None
