"""The next step of a change of an agent's number: the new telephone is rung, once; later, the change is carried out."""

from __future__ import annotations

from datetime import timedelta

from ivr.frozen import replace
from ivr.line.outcomes import Done, Gone, LegReport, PlaceCall, Placed, PlaceResult, Refused, Uncertain
from ivr.switchboard import budgets, doors
from ivr.switchboard.board import Board, own_number
from ivr.switchboard.crew import number_changes
from ivr.switchboard.drive.offer import EARLIER
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.rows import NumberChange, NumberState, Offer

RING, TALK = timedelta(seconds=30), timedelta(minutes=4)
"""How long it rings, and how long three codes may take."""
POLL = timedelta(seconds=15)

Due = tuple[tuple[str, int], ...]


def step(board: Board, carrier: Carrier, id: int) -> Due:
    """Decides under the fence, asks the carrier outside any unit, settles."""
    row = work(board.store, lambda unit: _claim(unit, board, id), "drive")
    if row is None:
        return ()
    if row.state is NumberState.ASKED:
        result = carrier.place(_request(board, row))
        work(board.store, lambda unit: _placed(unit, board, id, result), "drive")
    elif row.sid is None:
        found = carrier.find(row.address, own_number(board))
        if not isinstance(found, Uncertain):
            work(board.store, lambda unit: _searched(unit, id, found), "drive")
    elif isinstance(carrier.end(row.sid), Done | Gone):
        work(board.store, lambda unit: _over(unit, id), "drive")
    return ()


def _claim(unit: Unit, board: Board, id: int) -> NumberChange | None:
    """The row as it was: ASKED, and it is to be rung now; RINGING, and it has taken too long. None: nothing to ask."""
    row = unit.get(NumberChange, id)
    if row is None or row.deadline is None or row.deadline > unit.now:
        return None
    if row.state is NumberState.PROVED:
        number_changes.carry_out(unit, row)
        return None
    if row.state is NumberState.ASKED:
        wait = budgets.take(unit, board)
        if wait > timedelta(0):
            unit.save(replace(row, deadline=unit.now + wait))
            return None
        # Should nobody ever hear what became of the request, the leg has turned up by then, or never does.
        unit.save(replace(row, state=NumberState.RINGING, deadline=unit.now + board.rules.quiescence), "ring")
        return row
    return unit.save(replace(row, deadline=unit.now + POLL))


def _request(board: Board, row: NumberChange) -> PlaceCall:
    ring, talk = int(RING.total_seconds()), int(TALK.total_seconds())
    answered, report = doors.prove(row.public_id), doors.proving(row.public_id)
    return PlaceCall(row.address, own_number(board), answered, report, ring, talk)


def _placed(unit: Unit, board: Board, id: int, result: PlaceResult) -> None:
    """The carrier has answered; somebody may have withdrawn it meanwhile, or the leg have asked us already."""
    row = unit.get(NumberChange, id)
    if row is None:
        return
    if isinstance(result, Placed):
        _known(unit, row, result.sid)
    elif isinstance(result, Refused) and row.state is NumberState.RINGING and row.sid is None:
        number_changes.end(unit, row, NumberState.FAILED, "refused")


def _known(unit: Unit, row: NumberChange, sid: str) -> None:
    """The leg's id is kept even where nothing waits for it any more: the carrier's log will name it."""
    if row.state is NumberState.RINGING:
        row = replace(row, deadline=unit.now + RING + TALK)
    unit.save(replace(row, sid=row.sid or sid))


def _searched(unit: Unit, id: int, found: tuple[LegReport, ...]) -> None:
    row = unit.get(NumberChange, id)
    if row is None or row.sid is not None or row.state is not NumberState.RINGING:
        return
    for leg in found:
        recent = leg.created_at is not None and leg.created_at >= row.asked_at - EARLIER
        others = unit.one(Offer, sid=leg.sid) or unit.one(NumberChange, sid=leg.sid)
        if recent and others is None:
            _known(unit, row, leg.sid)
            return
    number_changes.end(unit, row, NumberState.FAILED, "never_placed")


def _over(unit: Unit, id: int) -> None:
    row = unit.get(NumberChange, id)
    if row is not None and row.state is NumberState.RINGING:
        number_changes.end(unit, row, NumberState.FAILED, "unproved")
