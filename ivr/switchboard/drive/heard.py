"""The next step of what callers said: a recording of which no report came is looked for, an old one is erased."""

from __future__ import annotations

from ivr.line.outcomes import Done, Gone
from ivr.switchboard import recordings
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier, work
from ivr.switchboard.rows import Call, Recording, RecordingState

Due = tuple[tuple[str, int], ...]


def recording(board: Board, carrier: Carrier, id: int) -> Due:
    """Asks the carrier, outside any unit of work."""
    with board.store.reading() as unit:
        row = unit.get(Recording, id)
        if row is None or row.deadline is None or row.deadline > unit.now:
            return ()
        call = unit.get(Call, row.call_id)
    assert call is not None, "a recording hangs on a call"
    if row.state is RecordingState.READY:
        gone = row.sid is None or isinstance(carrier.erase_recording(row.sid), Done | Gone)
        work(board.store, lambda unit: recordings.erased(unit, id, gone), "drive")
    else:
        said = carrier.recordings(call.sid)
        work(board.store, lambda unit: recordings.look(unit, id, said), "drive")
    return ()
