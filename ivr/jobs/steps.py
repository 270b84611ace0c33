"""What a job does: drives one row, and what becomes due by it. Its parts are handed in when the worker starts."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from ivr.switchboard import sweep
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier, Unreachable

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Parts:
    board: Board | None = None
    carrier: Carrier | None = None


_parts = _Parts()


def hand_in(board: Board, carrier: Carrier) -> None:
    """What the jobs of this process work with."""
    _parts.board, _parts.carrier = board, carrier


def step(kind: str, id: int) -> None:
    """The next step of one row. Harmless when it is late, double, or for a row that has moved on."""
    if _parts.board is None or _parts.carrier is None:
        raise RuntimeError("this process is no worker of ours: start it by `ivr worker`")
    try:
        sweep.chain(_parts.board, _parts.carrier, [(kind, id)])
    except Unreachable as away:
        log.warning("the database is away (%s); the sweep does it later", away)
