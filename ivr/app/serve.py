"""The three long-lived parts as functions that run until they are told to stop: web, worker, sweep."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from ivr.app import web
from ivr.app.numbers import Announcer
from ivr.app.parts import PATIENT, Parts, make_parts
from ivr.settings import Settings
from ivr.switchboard import rescue, sweep
from ivr.switchboard.ports import Unreachable

log = logging.getLogger(__name__)

THREADS = 8
WORKERS = 2
"""Web processes on PostgreSQL; SQLite has one writer, so one process with threads and one lock."""
STOPPING = 10
"""Seconds that requests in hand may take after the signal to stop."""


class _Gunicorn(BaseApplication):  # type: ignore[misc]
    """gunicorn with our options and none from files or the environment."""

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings, self._options = settings, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """After the fork: every process has connections of its own."""
        return web.create_app(make_parts(self._settings))


def serve_web(settings: Settings) -> None:
    """Answers the web until SIGTERM; requests in hand are finished."""
    web.make_trust(make_parts(settings))
    sqlite = settings.database_url.startswith("sqlite")
    _Gunicorn(
        settings,
        {
            "bind": f"{settings.host}:{settings.port}",
            "workers": 1 if sqlite else WORKERS,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": STOPPING,
            "control_socket_disable": True,
            "loglevel": "warning",
            "accesslog": None,
        },
    ).run()


def work(settings: Settings) -> None:
    """Takes jobs from the queue until SIGTERM."""
    from ivr.jobs import worker

    settings.demand("REDIS_URL", why="a worker takes its jobs from there; the sweep works without")
    parts = make_parts(settings, PATIENT)
    worker.work(parts.board, parts.carrier(), str(settings.redis_url))


def sweep_for_ever(settings: Settings) -> None:
    """Sweeps every SWEEP_SECONDS until SIGTERM or Ctrl-C; the pass in hand is finished."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    sweeper = Sweeper(make_parts(settings, PATIENT))
    while not stop.is_set():
        sweeper.once()
        stop.wait(settings.sweep_seconds)


class Sweeper:
    """One pass: what is due, what the spool holds, and where the simulated carrier sends our numbers' calls."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._carrier = parts.carrier()
        self._announcer = Announcer(parts)

    def once(self) -> sweep.Swept:
        """One pass; a database that is away is tried again at the next."""
        try:
            self._announcer.announce()
            self._parts.spool.replay(lambda ring: rescue.missed(self._parts.board, ring))
            return sweep.once(self._parts.board, self._carrier)
        except Unreachable as away:
            log.warning("the database is away: %s", away)
            return sweep.Swept(0, 0)
