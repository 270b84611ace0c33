"""The next step of an offer: place it, look for it, end its leg. Here the network's uncertainty is met."""

from __future__ import annotations

from datetime import timedelta

from ivr.frozen import replace
from ivr.line.outcomes import (
    Blame,
    Done,
    Gone,
    LegReport,
    PlaceCall,
    Placed,
    PlaceResult,
    Refused,
    Uncertain,
    is_over,
)
from ivr.promise import callback, transfer
from ivr.promise.offer import FINAL, Event, State
from ivr.switchboard import agents, asking, budgets, callers, doors, legs, shown, tasks
from ivr.switchboard.board import Board, own_number, team_of
from ivr.switchboard.change import can, move_offer
from ivr.switchboard.drive import in_the_way
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.rows import Agent, Offer, Transfer

PLACING = timedelta(seconds=30)
"""How long one worker may take to place a call before its outcome counts as unknown."""
LOOKS = tuple(timedelta(seconds=s) for s in (2, 5, 10, 20, 40, 80))
"""When we look for a leg of unknown fate, counted from the placing; the last look is at the quiet time."""
POLL = timedelta(seconds=15)
POLL_TALK = timedelta(seconds=60)
FRESH = timedelta(seconds=60)
"""For so long after it was placed the carrier may not find a leg that lives: its copies follow one another."""
EARLIER = timedelta(seconds=60)
"""How much the carrier's clock may be behind ours."""

Due = tuple[tuple[str, int], ...]


def step(board: Board, carrier: Carrier, id: int) -> Due:
    """Looks at the offer, asks the carrier what it needs to, and settles."""
    row = work(board.store, lambda unit: _claim(unit, board, id), "drive")
    if not isinstance(row, Offer):
        return row or ()
    if row.state is State.PLACING:
        return _place(board, carrier, row)
    if row.sid is None:
        return _search(board, carrier, row)
    if legs.unwanted(row):
        return _end(board, carrier, row)
    return _look(board, carrier, row)


def _claim(unit: Unit, board: Board, id: int) -> Offer | Due | None:
    """What is to be done is decided under the lock; None: nothing, or not by us; or it was done at once."""
    row = _locked(unit, id)
    if row is None or row.deadline is None or row.deadline > unit.now:
        return None
    if row.shown and row.sid is None:
        return shown.look(unit, board, row)
    if row.state is State.INTENDED:
        return _claim_placing(unit, board, row)
    if row.state is State.PLACING:
        row = move_offer(unit, row, Event.UNSURE, unit.now + LOOKS[0])
    return unit.save(replace(row, deadline=unit.now + POLL))


def _claim_placing(unit: Unit, board: Board, row: Offer) -> Offer | None:
    if not _still_wanted(unit, row):
        asking.withdraw_one(unit, row)
        return None
    wait = budgets.take(unit, board)
    if wait > timedelta(0):
        unit.save(replace(row, deadline=unit.now + wait))
        return None
    return move_offer(unit, replace(row, placed_at=unit.now), Event.PLACE, unit.now + PLACING)


def _still_wanted(unit: Unit, row: Offer) -> bool:
    target = legs.target_of(unit, row)
    if isinstance(target, Transfer):
        return target.state is transfer.State.OFFERED
    return target.state is callback.State.OFFERED


def _place(board: Board, carrier: Carrier, row: Offer) -> Due:
    with board.store.reading() as unit:
        call = _request(unit, board, row)
    result = carrier.place(call)
    return work(board.store, lambda unit: _placed(unit, board, row.id, result), "drive")


def _request(unit: Unit, board: Board, row: Offer) -> PlaceCall:
    policy = team_of(board, legs.target_of(unit, row).team).policy
    return PlaceCall(
        _address(unit, row),
        own_number(board),
        doors.brief(row.public_id),
        doors.leg(row.public_id),
        int(policy.ring.total_seconds()),
        int(policy.talk_limit.total_seconds()),
    )


def _placed(unit: Unit, board: Board, id: int, result: PlaceResult) -> Due:
    """The carrier has answered, perhaps late: a report of the leg may have come first, or the offer be withdrawn."""
    row = _locked(unit, id)
    if row is None or not row.in_flight:
        return ()
    match result:
        case Placed():
            row = legs.adopt(unit, board, row, result.sid)
            return (("offer", row.id),) if legs.unwanted(row) else ()
        case Refused():
            return _refused(unit, board, row, result)
        case _:
            if row.state is State.PLACING:
                move_offer(unit, row, Event.UNSURE, unit.now + LOOKS[0])
            return ()


def _locked(unit: Unit, id: int) -> Offer | None:
    return callers.locked(unit, unit.get(Offer, id))


def _refused(unit: Unit, board: Board, row: Offer, result: Refused) -> Due:
    """Nothing was placed: the agent's line is free, and whoever can mend it is told."""
    if row.sid is not None:
        return ()
    target = legs.target_of(unit, row)
    if result.blame is Blame.SETUP:
        tasks.notice(unit, board.library.business(), team_of(board, target.team), "setup", result.reason)
    row = replace(row, in_flight=False)
    if can(row, Event.REFUSED):
        row = move_offer(unit, row, Event.REFUSED)
    elif can(row, Event.NEVER_PLACED):
        row = move_offer(unit, row, Event.NEVER_PLACED)
    else:
        row = unit.save(replace(row, deadline=None))
    agents.freed(unit, row.agent_id)
    return legs.after(unit, board, row, target)


def _search(board: Board, carrier: Carrier, row: Offer) -> Due:
    """A leg of unknown fate: with one lease per address, any leg there that is no other offer's is this one."""
    with board.store.reading() as unit:
        address = _address(unit, row)
    found = carrier.find(address, own_number(board))
    if isinstance(found, Uncertain):
        return ()
    return work(board.store, lambda unit: _searched(unit, board, row.id, found), "drive")


def _address(unit: Unit, row: Offer) -> str:
    agent = unit.get(Agent, row.agent_id)
    assert agent is not None
    return agent.address


def _searched(unit: Unit, board: Board, id: int, found: tuple[LegReport, ...]) -> Due:
    row = _locked(unit, id)
    if row is None or not row.in_flight or row.sid is not None:
        return ()
    placed_at = row.placed_at or row.intended_at
    for leg in found:
        recent = leg.created_at is not None and leg.created_at >= placed_at - EARLIER
        if recent and unit.one(Offer, sid=leg.sid) is None:
            return legs.heard(unit, board, row, leg)
    quiet = placed_at + board.rules.quiescence
    if unit.now >= quiet:
        return _refused(unit, board, row, Refused(Blame.LATER, "never placed"))
    later = [placed_at + wait for wait in LOOKS if placed_at + wait > unit.now]
    unit.save(replace(row, looks=row.looks + 1, deadline=min([*later, quiet])))
    return ()


def _end(board: Board, carrier: Carrier, row: Offer) -> Due:
    """Nobody wants this leg any more."""
    assert row.sid is not None
    said = carrier.end(row.sid)
    if isinstance(said, Uncertain):
        return ()
    return work(board.store, lambda unit: _over(unit, board, row.id, said), "drive")


def _over(unit: Unit, board: Board, id: int, said: Done | Gone | LegReport) -> Due:
    """The leg has ended; unless it is not found because it has only just been placed, which may be as late as the quiet
    time allows: then nothing is known of it."""
    row = _locked(unit, id)
    if row is None:
        return ()
    placed_by = (row.placed_at or row.intended_at) + board.rules.quiescence
    if isinstance(said, Gone) and unit.now < placed_by + FRESH:
        return ()
    return legs.ended(unit, board, row, said.ended_at if isinstance(said, LegReport) else None)


def _look(board: Board, carrier: Carrier, row: Offer) -> Due:
    """Asks the carrier how the leg stands; a report of ours may have been lost."""
    assert row.sid is not None
    said = carrier.fetch(row.sid)
    if isinstance(said, Uncertain):
        return ()
    if isinstance(said, Gone) or is_over(said):
        return work(board.store, lambda unit: _over(unit, board, row.id, said), "drive")
    due = work(board.store, lambda unit: _alive(unit, board, row.id, said), "drive")
    return due + in_the_way.end(board, carrier, row)


def _alive(unit: Unit, board: Board, id: int, said: LegReport) -> Due:
    """The leg lives. One that rings, is queued or hears the brief for too long has missed its chance."""
    row = _locked(unit, id)
    if row is None or not row.in_flight:
        return ()
    legs.heard(unit, board, row, said)
    row = unit.get(Offer, id) or row
    if row.state is State.ACCEPTED:
        unit.save(replace(row, deadline=unit.now + POLL_TALK))
        return ()
    if row.state in FINAL:
        return ()
    target = legs.target_of(unit, row)
    row = move_offer(unit, row, Event.MISS, unit.now)
    agents.missed(unit, row.agent_id, team_of(board, target.team).policy)
    return (("offer", row.id), *legs.after(unit, board, row, target))
