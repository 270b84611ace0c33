"""The next step of the quieter rows: calls not heard of, queues to delete, tasks that stay open."""

from __future__ import annotations

import logging
from datetime import timedelta

from ivr.frozen import replace
from ivr.line.outcomes import Done, FetchResult, is_over, over_at
from ivr.promise.transfer import FINAL
from ivr.switchboard import asking, callers, calls, turns
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.rows import Call, CallState, Queue, QueueState, Task, Transfer
from ivr.switchboard.tasks import ALERT_AGAIN, moot

log = logging.getLogger(__name__)

QUEUE_AGAIN = timedelta(minutes=10)

Due = tuple[tuple[str, int], ...]


def call(board: Board, carrier: Carrier, id: int) -> Due:
    """A call from which nothing was heard for long: does it still live?"""
    with board.store.reading() as unit:
        row = unit.get(Call, id)
        if row is None or row.deadline is None or row.deadline > unit.now:
            return ()
    said = carrier.fetch(row.sid)
    return work(board.store, lambda unit: _call(unit, board, id, said), "drive")


def _call(unit: Unit, board: Board, id: int, said: FetchResult) -> Due:
    row = callers.locked(unit, unit.get(Call, id))
    if row is None or row.state is CallState.ENDED:
        return ()
    if is_over(said):
        return calls.end(unit, board, row, "lost", over_at(said))
    unit.save(replace(row, deadline=unit.now + turns.POLL_CALL))
    return ()


def queue(board: Board, carrier: Carrier, id: int) -> Due:
    """Queues persist at the carrier until deleted; this one is, once nobody can come to it any more."""
    with board.store.reading() as unit:
        row = unit.get(Queue, id)
        if row is None or row.deadline is None or row.deadline > unit.now:
            return ()
        quiet = _deserted(unit, row)
    closed = quiet and isinstance(carrier.close_queue(row.sid), Done)
    return work(board.store, lambda unit: _queue(unit, id, closed), "drive")


def _deserted(unit: Unit, row: Queue) -> bool:
    transfer = unit.get(Transfer, row.transfer_id)
    assert transfer is not None
    if transfer.state not in FINAL:
        return False
    inbound = unit.get(Call, transfer.call_id)
    legs_live = any(one.in_flight for one in asking.offers_of(unit, transfer))
    return not legs_live and (inbound is None or inbound.state is CallState.ENDED)


def _queue(unit: Unit, id: int, closed: bool) -> Due:
    row = unit.get(Queue, id)
    if row is None or row.state is QueueState.CLOSED:
        return ()
    if closed:
        unit.save(replace(row, state=QueueState.CLOSED, deadline=None), "close")
    else:
        unit.save(replace(row, deadline=unit.now + QUEUE_AGAIN))
    return ()


def task(board: Board, carrier: Carrier, id: int) -> Due:
    """An open task alerts again, for ever, unless it came about otherwise; who watches tasks sees its deadline."""
    row = work(board.store, lambda unit: _task(unit, id), "drive")
    if row is not None and row.done_at is None:
        log.warning("a task is still open: %s, %s", row.reason, row.subject)
    return ()


def _task(unit: Unit, id: int) -> Task | None:
    row = unit.get(Task, id)
    if row is None or row.deadline is None or row.deadline > unit.now:
        return None
    if moot(unit, row):
        return unit.save(replace(row, done_at=unit.now, deadline=None))
    return unit.save(replace(row, deadline=unit.now + ALERT_AGAIN))
