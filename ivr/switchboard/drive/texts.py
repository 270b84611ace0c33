"""The next step of a text message: sent once. One whose fate is unknown is never sent again, but looked for where it
is a caller's; to an owner the task stays open anyway."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ivr.line.outcomes import Blame, Placed, PlaceResult, Refused
from ivr.switchboard import messages, pointers
from ivr.switchboard.board import Board, own_number, team_of
from ivr.switchboard.crew import number_changes
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.rows import Caller, Message, MessageState

SENDING = timedelta(seconds=60)

Due = tuple[tuple[str, int], ...]


def message(board: Board, carrier: Carrier, id: int) -> Due:
    """Sends a message, or looks whether it was sent."""
    row = work(board.store, lambda unit: _claim(unit, id), "drive")
    if row is None:
        return ()
    to = _address(board, row)
    if to is None:
        work(board.store, lambda unit: _sent(unit, id, Refused(Blame.DESTINATION, "no number")), "drive")
    elif row.state is MessageState.INTENDED:
        result = carrier.text(to, own_number(board), row.text)
        work(board.store, lambda unit: _sent(unit, id, result), "drive")
    else:
        said = carrier.texts(to, own_number(board))
        work(board.store, lambda unit: messages.look(unit, board, id, said), "drive")
    return ()


def _address(board: Board, row: Message) -> str | None:
    """The number of a caller, who may have been forgotten meanwhile, of an agent, or of the team's owner."""
    if row.key.startswith(number_changes.NOTICE):
        with board.store.reading() as unit:
            return number_changes.told_at(unit, row)
    if row.key.startswith(pointers.KEY):
        with board.store.reading() as unit:
            return pointers.told_at(unit, row)
    if row.caller_id is None:
        return team_of(board, row.team).owner.number
    with board.store.reading() as unit:
        caller = unit.get(Caller, row.caller_id)
    return caller.number if caller else None


def _claim(unit: Unit, id: int) -> Message | None:
    """The message as it was before: INTENDED, and it is to be sent now; UNKNOWN, and it is to be looked for."""
    row = unit.get(Message, id)
    if row is None or row.deadline is None or row.deadline > unit.now:
        return None
    if row.state is MessageState.INTENDED:
        unit.save(replace(row, state=MessageState.UNKNOWN, deadline=unit.now + SENDING), "send")
    elif row.caller_id is None:
        unit.save(replace(row, state=MessageState.FAILED, deadline=None), "give_up")
        return None
    return row


def _sent(unit: Unit, id: int, result: PlaceResult) -> None:
    row = unit.get(Message, id)
    if row is None or row.state is not MessageState.UNKNOWN:
        return
    if isinstance(result, Placed):
        unit.save(replace(row, state=MessageState.SENT, sid=result.sid, deadline=None), "sent")
    elif isinstance(result, Refused) and result.blame is Blame.LATER:
        unit.save(replace(row, state=MessageState.INTENDED, deadline=unit.now + SENDING), "later")
    elif isinstance(result, Refused):
        unit.save(replace(row, state=MessageState.FAILED, deadline=None), "refused")
