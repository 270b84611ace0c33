"""The waiting caller: in the queue, and out of it again, however much of what the carrier asks is lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivr.line.inputs import Digits, Ring
from ivr.line.instructions import Hold
from ivr.line.outcomes import HoldResult
from ivr.store.memory.store import MemoryStore
from ivr.switchboard import holding, turns
from ivr.switchboard.board import Board, Rules
from ivr.switchboard.rows import Queue, QueueState, Transfer
from tests.switchboard.sample import sample_library

SID, QUEUE = "CA" + "1" * 32, "QU" + "2" * 32


@pytest.fixture
def board() -> Board:
    store = MemoryStore(lambda: datetime(2026, 11, 23, 6, tzinfo=UTC))
    return Board(store, sample_library(), Rules("AC" + "0" * 32))


@pytest.fixture
def waiting(board: Board) -> Transfer:
    """Somebody who asked for a person."""
    call = dict(turns.begin(board, Ring(SID, "+8801712345678", "+12025550100")).instructions[-1].door.params)["call"]
    turns.next(board, call, 1, SID, Digits("1"))
    said = turns.next(board, call, 2, SID, Digits("0"))
    assert isinstance(said.instructions[-1], Hold)
    with board.store.reading() as unit:
        return unit.get(Transfer, 1)


def queues(board: Board) -> tuple[Queue, ...]:
    with board.store.reading() as unit:
        return tuple(row for row in (unit.get(Queue, id) for id in range(1, 5)) if row)


def test_a_queue_is_written_down_when_the_caller_first_waits_in_it(board: Board, waiting: Transfer) -> None:
    for _ in range(2):
        holding.wait(board, waiting.public_id, 1, SID, QUEUE)
    assert [(row.sid, row.state) for row in queues(board)] == [(QUEUE, QueueState.OPEN)]


@pytest.mark.parametrize("result", [HoldResult.LEFT, HoldResult.HUNG_UP, HoldResult.MOVED])
def test_a_queue_of_which_the_waiting_never_told_is_written_down_at_its_end(
    board: Board, waiting: Transfer, result: HoldResult
) -> None:
    """Else nobody would ever delete it at the carrier."""
    for _ in range(2):
        holding.left(board, waiting.public_id, 1, SID, result, QUEUE)
    assert [(row.sid, row.state) for row in queues(board)] == [(QUEUE, QueueState.OPEN)]
