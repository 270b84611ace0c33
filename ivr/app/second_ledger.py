"""When the sweep compares the carrier's log with our rows: at its start, every ten minutes, and sooner where something
was too fresh to judge. A carrier that is slow holds no caller up."""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta

from ivr.switchboard import pulses, reconcile
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Carrier, Unreachable
from ivr.switchboard.reconcile import Kind

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
SOON = timedelta(seconds=15)
"""Where something ended a moment ago, or the log could not be read."""
BREATH = 0.005
"""Seconds between two writes: one file has one writer at a time, and callers on the line go first."""
GRAVE = frozenset({Kind.MISSED, Kind.LOST, Kind.RUNG, Kind.STRAY})
"""What does not happen on a good day: we were away, or our books have lost something."""
AT_START, LATER = 30.0, 3.0
"""Seconds for which the sweep waits for a comparison before it goes on beside it. At its start longer: what happened
while we were away may say whom not to phone."""


class SecondLedger:
    """One comparison at a time, each in a thread of its own."""

    def __init__(self, board: Board, carrier: Carrier, at_start: float = AT_START) -> None:
        self._board, self._carrier, self._at_start = board, carrier, at_start
        self._elsewhere: set[str] = set()
        self._at: datetime | None = None
        self._under_way: threading.Thread | None = None

    def suspect(self) -> None:
        """The database was away: it may have come back as an older self. The next comparison is as at the start."""
        self._at = None

    def compare_when_due(self) -> None:
        """Does nothing where it is not due, or under way still."""
        first = self._at is None
        if self._under_way is not None and self._under_way.is_alive():
            return
        now = self._board.store.now()
        if self._at is not None and now < self._at:
            return
        self._at = now + EVERY
        soon = (now + SOON,)
        self._under_way = threading.Thread(target=self._compare, args=soon, name="second-ledger", daemon=True)
        self._under_way.start()
        self._under_way.join(self._at_start if first else LATER)

    def _compare(self, soon: datetime) -> None:
        try:
            report = compare(self._board, self._carrier, elsewhere=self._elsewhere)
        except LookupError:
            return  # nothing is published yet
        except Unreachable as away:
            log.warning("the database is away: %s", away)
        except Exception:
            log.exception("the carrier's log could not be compared with our rows")
        else:
            if not (report.away or report.fresh):
                return
        self._at = soon


def compare(
    board: Board, carrier: Carrier, since: datetime | None = None, elsewhere: set[str] | None = None
) -> reconcile.Report:
    """One comparison, and its drift where others see it."""
    report = reconcile.once(board, carrier, since, elsewhere, lambda: time.sleep(BREATH))
    if not report.away:
        pulses.beat(board.store, pulses.RECONCILE, report.adrift)
        _tell(report)
    return report


def _tell(report: reconcile.Report) -> None:
    found = ", ".join(f"{count} {kind}" for kind, count in report.found.items())
    if found:
        level = logging.WARNING if GRAVE.intersection(report.found) else logging.INFO
        log.log(level, "the carrier's log and our rows differed: %s", found)
    if report.adrift:
        log.error("the carrier's log and our rows still differ over %s legs", report.adrift)
