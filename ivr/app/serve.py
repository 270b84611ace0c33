"""Worker and sweep as functions that run until they are told to stop. Neither loads a web framework."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable

from ivr.app import heartbeat, logs, outgoing
from ivr.app.numbers import Announcer
from ivr.app.parts import PATIENT, Parts, make_parts
from ivr.app.second_ledger import SecondLedger
from ivr.settings import Settings
from ivr.store.retention import purge
from ivr.store.sql import schema
from ivr.switchboard import pulses, rescue, sweep
from ivr.switchboard.ports import Unreachable

log = logging.getLogger(__name__)

LEAST_REST = 0.1
"""Seconds between two passes for what falls due by time: many rows with a deadline each make no flood of passes."""
PURGE_EVERY = 3600.0
"""Seconds between two looks for what has been kept long enough."""


def work(settings: Settings) -> None:
    """Takes jobs from the queue until SIGTERM. OtherSchema where the database was upgraded meanwhile: this program
    ends, and whoever keeps it alive starts the one that is installed now."""
    from ivr.jobs import worker

    settings.demand("REDIS_URL", why="a worker takes its jobs from there; the sweep works without")
    logs.set_up(settings, "worker")
    parts = make_parts(settings, PATIENT)
    worker.work(parts.board, parts.carrier(), str(settings.redis_url), fit=lambda: schema.demand_still(parts.store))
    schema.demand_still(parts.store)


def sweep_for_ever(settings: Settings) -> None:
    """Sweeps every SWEEP_SECONDS, and whenever something falls due, until SIGTERM or Ctrl-C; the pass in hand is
    finished. OtherSchema as with `work`."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    logs.set_up(settings, "sweep")
    parts = make_parts(settings, PATIENT)
    sweeper = Sweeper(parts)
    with heartbeat.beating(parts), outgoing.telling(parts):
        while not stop.is_set():
            stop.wait(sweeper.rest(sweeper.once()))


class Sweeper:
    """One pass: what is due, what the spool holds, and where the simulated carrier sends our numbers' calls."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._carrier = parts.carrier()
        self._announcer = Announcer(parts)
        self._second_ledger = SecondLedger(parts.board, self._carrier)
        self._purge_at = 0.0
        self._hurried = False

    def once(self) -> sweep.Swept:
        """One pass; a database that is away is tried again at the next. What goes wrong beside it keeps nobody waiting:
        what is due is driven all the same. OtherSchema: what is due is another program's."""
        try:
            schema.demand_still(self._parts.store)
            for errand in (self._announcer.announce, self._replay, self._second_ledger.compare_when_due, self._purge):
                _attempt(errand)
            swept = sweep.once(self._parts.board, self._carrier)
            _attempt(lambda: pulses.beat(self._parts.store, pulses.SWEEP, swept.failed))
            return swept
        except Unreachable as away:
            log.warning("the database is away: %s", away)
            self._second_ledger.suspect()
            return sweep.Swept(0, 0)

    def rest(self, swept: sweep.Swept) -> float:
        """Seconds until the next pass: SWEEP_SECONDS, less where something falls due before. What the last pass made
        due is driven at once, but once only: what cannot be driven waits as all else does."""
        period = self._parts.settings.sweep_seconds
        try:
            deadline, now = self._parts.store.next_deadline(), self._parts.store.now()
        except Unreachable:
            return period
        late = deadline is not None and deadline <= now
        self._hurried = late and swept.driven > 0 and not swept.failed and not self._hurried
        if self._hurried:
            return 0.0
        if deadline is None or late:
            return period
        return min(period, max(LEAST_REST, (deadline - now).total_seconds()))

    def _replay(self) -> None:
        self._parts.spool.replay(lambda ring: rescue.missed(self._parts.board, ring))

    def _purge(self) -> None:
        """Now and then: what has been kept long enough goes, and room is kept again for debts where it was used."""
        if time.monotonic() >= self._purge_at:
            self._purge_at = time.monotonic() + PURGE_EVERY
            purge(self._parts.store)
            self._parts.spool.reserve()


def _attempt(errand: Callable[[], None]) -> None:
    try:
        errand()
    except Unreachable:
        raise
    except Exception:
        log.exception("an errand of the sweep failed; the next pass tries again")
