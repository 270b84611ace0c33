"""What a job does: drives one row, and what becomes due by it. Its parts are handed in when the worker starts."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from ivr.switchboard import sweep
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier, Unreachable

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Parts:
    board: Board | None = None
    carrier: Carrier | None = None
    fit: Callable[[], None] = lambda: None


_parts = _Parts()


def hand_in(board: Board, carrier: Carrier, fit: Callable[[], None] = lambda: None) -> None:
    """What the jobs of this process work with. `fit` raises ConnectionError where they are not for this program."""
    _parts.board, _parts.carrier, _parts.fit = board, carrier, fit


def step(kind: str, id: int) -> None:
    """The next step of one row. Harmless when it is late, double, or for a row that has moved on."""
    if _parts.board is None or _parts.carrier is None:
        raise RuntimeError("this process is no worker of ours: start it by `ivr worker`")
    try:
        _parts.fit()
        sweep.chain(_parts.board, _parts.carrier, [(kind, id)])
    except Unreachable as away:
        log.warning("the database is away (%s); the sweep does it later", away)
    except ConnectionError as other:
        log.warning("no more work is taken: %s", other)
        os.kill(os.getpid(), signal.SIGTERM)
