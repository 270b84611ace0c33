"""The next step of a record that the carrier is to delete: asked for, and asked for again until it is gone."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from ivr.line.outcomes import Done, EndResult, Gone
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier, Unit, work
from ivr.switchboard.rows import Erasure, Trace

log = logging.getLogger(__name__)

PAUSE, LONGEST = timedelta(minutes=5), timedelta(hours=12)
WORRYING = 10
"""So many tries, and the log says each further time that something is not deleted."""

Due = tuple[tuple[str, int], ...]


def step(board: Board, carrier: Carrier, id: int) -> Due:
    """One try, outside any unit of work."""
    with board.store.reading() as unit:
        row = unit.get(Erasure, id)
        if row is None or row.deadline is None or row.deadline > unit.now:
            return ()
    said = carrier.erase_call(row.sid) if row.trace is Trace.CALL else carrier.erase_text(row.sid)
    work(board.store, lambda unit: _tried(unit, id, said), "drive")
    return ()


def _tried(unit: Unit, id: int, said: EndResult) -> None:
    row = unit.get(Erasure, id)
    if row is None or row.done_at is not None:
        return
    if isinstance(said, Done | Gone):
        unit.save(replace(row, done_at=unit.now, deadline=None))
        return
    if row.tries >= WORRYING:
        log.error("the carrier still keeps a record that is to be deleted: erasure %s, asked %s times", id, row.tries)
    pause = min(PAUSE * 2 ** min(row.tries, 10), LONGEST)
    unit.save(replace(row, tries=row.tries + 1, deadline=unit.now + pause))
