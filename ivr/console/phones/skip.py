"""Lets time pass on the simulated carrier: step by step, to the next event or deadline, never over one.

Our clock first, then the company's. It drives nothing itself: it rings the bell, and waits a moment for the others.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock

from ivr.console.phones.company import Busy, Company, View
from ivr.promise.offer import State
from ivr.store.sql.store import SqlStore
from ivr.switchboard.drive import KINDS
from ivr.switchboard.ports import Doorbell
from ivr.switchboard.rows import Offer

BUDGET = 1.5
"""Real seconds that one request may take: who asked sees time pass, and asks again."""
PATIENCE = 2.5
"""Real seconds for which a step waits for what is due: a little more than the sweep's period."""
NAP = 0.01
BATCH = 50
PLACING = (State.INTENDED, State.PLACING)
FARTHEST = 8 * 86400.0
"""Seconds that may be asked for at once."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What time it is (epoch seconds), whether there is nothing more to do, and how the network looks now."""

    now: float
    arrived: bool
    picture: str


class Skipper:
    """One at a time."""

    def __init__(self, store: SqlStore, company: Company, bell: Doorbell) -> None:
        self._store, self._company, self._bell = store, company, bell
        self._lock = Lock()

    def skip(self, to: float, seen: str | None) -> Skipped:
        """Towards `to`; with `seen`, a picture, no farther than where the network looks different.

        ValueError for a time that is too far; Busy while another skips.
        """
        if to > self._now() + FARTHEST:
            raise ValueError("that is too far")
        if not self._lock.acquire(blocking=False):
            raise Busy("time is being moved already")
        try:
            return self._skip(to, seen)
        finally:
            self._lock.release()

    def _skip(self, to: float, seen: str | None) -> Skipped:
        limit = time.monotonic() + BUDGET
        while True:
            view = self._settled()
            now = self._now()
            arrived = now >= to or (seen is not None and view.picture != seen)
            if arrived or time.monotonic() > limit:
                return Skipped(now, arrived, view.picture)
            self._move(max(now, min(at for at in (to, view.next_event, self._deadline()) if at is not None)), now)

    def _move(self, to: float, now: float) -> None:
        if to > now:
            self._store.move_clock(to - now)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            try:
                if self._company.jump(max(to, self._company.look().now)) >= to:
                    return
            except Busy:
                time.sleep(NAP)

    def _settled(self) -> View:
        """Waits until no request is on its way, in either direction, and nothing is due; not for ever."""
        limit = time.monotonic() + PATIENCE
        rung: set[tuple[str, int]] = set()
        while True:
            before, due, placing = self._company.look(), self._due(), self._placing()
            view = self._company.look()  # a call that was asked for meanwhile is there by now
            quiet = not (before.in_flight or due or placing or view.in_flight)
            if quiet or time.monotonic() > limit:
                return view
            self._bell.ring(due - rung)
            rung |= due
            time.sleep(NAP)

    def _due(self) -> set[tuple[str, int]]:
        deadline = self._deadline()
        if deadline is None or deadline > self._now():
            return set()
        return {(name, id) for name, kind in KINDS.items() for id in self._store.due(kind.row, BATCH)}

    def _placing(self) -> bool:
        """Whether somebody asks the company for a call just now."""
        with self._store.reading() as unit:
            return any(one.state in PLACING for one in unit.many(Offer, in_flight=True))

    def _now(self) -> float:
        return self._store.now().timestamp()

    def _deadline(self) -> float | None:
        deadline = self._store.next_deadline()
        return None if deadline is None else deadline.timestamp()
