"""The web part as a function that runs until it is told to stop: gunicorn in front of the application."""

from __future__ import annotations

import gc
import socket
import struct
import subprocess
import sys
import time
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from ivr.app import logs, web
from ivr.app.mount import HANDS, STREAMS
from ivr.app.newcomers import keep_away
from ivr.app.parts import make_parts
from ivr.settings import Settings

THREADS = HANDS
WORKERS = 2
"""Web processes on PostgreSQL; SQLite has one writer, so one process with threads and one lock."""
PUBLISH = (sys.executable, "-m", "ivr", "flows", "publish", "--new")
"""In a process of its own: what answers calls loads no YAML. Where it fails, what is live goes on answering. What was
replaced or rolled back stays so: a restart at night brings nothing back."""
STDERR = 2
STOPPING = 10
"""Seconds that requests in hand may take after the signal to stop."""
SILENCE = 5
"""Seconds in which somebody who has begun a request must send, or take, at least a byte more: who begins one and says
no more holds a thread, and a few of those are all that there are."""
SHAKING_HANDS = 0.3
"""Seconds for which whoever is about to reach us when we are told to stop still may: a round trip to the carrier."""


class _Told(Logger):  # type: ignore[misc]
    """gunicorn's own words go the way of all others."""

    def setup(self, cfg: Any) -> None:
        self.error_log.setLevel("WARNING")
        self.error_log.propagate = True


class _Arbiter(Arbiter):  # type: ignore[misc]
    """Before its workers are told to stop nobody new comes, where the socket is ours alone: not the service manager's,
    who keeps it for our successor, nor one that we have handed over."""

    def stop(self, graceful: bool = True) -> None:
        alone = not (self.systemd or self.reexec_pid or self.master_pid)
        kept_away = [keep_away(one.sock) for one in self.LISTENERS if alone and graceful]
        if any(kept_away):
            time.sleep(SHAKING_HANDS)
        super().stop(graceful)


class _Emptying(ThreadWorker):  # type: ignore[misc]
    """A worker that stops answers whoever has reached it already: gunicorn's own lets go of connections that it has not
    accepted yet, and so of all that came while it was starting. Newcomers are refused, and can try elsewhere."""

    def enqueue_req(self, conn: Any) -> None:
        for way in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            conn.sock.setsockopt(socket.SOL_SOCKET, way, struct.pack("ll", SILENCE, 0))
        super().enqueue_req(conn)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not (enabled or self.alive) and (stopping := self.wsgi.extensions.get("stopping")):
            stopping.set()  # whoever only listens is let go
        if not (enabled or self.alive):
            for listener in self.sockets:
                self._accept_all(listener)
                listener.close()

    def _accept_all(self, listener: Any) -> None:
        before = -1
        while before < self.nr_conns < self.worker_connections:
            before = self.nr_conns
            self.accept(listener)


class _Gunicorn(BaseApplication):  # type: ignore[misc]
    """gunicorn with our options and none from files or the environment."""

    def __init__(self, settings: Settings, only: web.Half | None, options: dict[str, Any]) -> None:
        self._settings, self._only, self._options = settings, only, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        _Arbiter(self).run()

    def load(self) -> Any:
        """After the fork: every process has connections of its own. What is there by then stays until the end: to look
        for garbage in it would keep a caller waiting for a tenth of a second, now and then."""
        app = web.create_app(make_parts(self._settings), only=self._only, streams=self._options["threads"] - THREADS)
        gc.collect()
        gc.freeze()
        return app


def serve_web(settings: Settings, only: str | None = None, publish: bool = False) -> None:
    """Answers the web, or `only` one half of it, until SIGTERM; requests in hand are finished. `publish`: makes call
    flows live first that are new."""
    logs.set_up(settings, "web")
    web.make_trust(make_parts(settings))
    if publish:
        subprocess.run(PUBLISH, stdout=STDERR)
    sqlite = settings.database_url.startswith("sqlite")
    streams = 0 if sqlite or only == web.Half.WEBHOOKS else STREAMS
    _Gunicorn(
        settings,
        web.Half(only) if only else None,
        {
            "bind": f"{settings.host}:{settings.port}",
            "workers": 1 if sqlite else WORKERS,
            "worker_class": _Emptying,
            "threads": THREADS + streams,
            "graceful_timeout": STOPPING,
            "control_socket_disable": True,
            "logger_class": _Told,
            "accesslog": None,
        },
    ).run()
