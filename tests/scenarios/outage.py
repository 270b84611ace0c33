"""Ways for the web's database to be away while the story goes on: refused, silent, or written by somebody else."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, make_url

from ivr.app import web
from ivr.app.parts import Parts, make_parts
from ivr.rehearsal.stage import Stage

CHUNK = 65536


class Proxy:
    """Stands before a PostgreSQL, on a port of its own. It can be away in three ways, until `mend`.

    `refuse`: connections end at once, those that were there too; `hush`: they stay, and nothing comes back on them;
    `slow`: each word of the server is so many seconds late.
    """

    def __init__(self, url: str) -> None:
        self._target = make_url(url)
        self._speaks = threading.Event()
        self._speaks.set()
        self._late = 0.0
        self._mended = threading.Event()
        self._there = True
        self._pairs: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        """The same database, through here."""
        near: URL = self._target.set(host="127.0.0.1", port=self._port, query={})
        return near.render_as_string(hide_password=False)

    def refuse(self) -> None:
        self._there = False
        self._cut()

    def hush(self) -> None:
        self._speaks.clear()

    def slow(self, seconds: float) -> None:
        self._mended.clear()
        self._late = seconds

    def mend(self) -> None:
        self._there = True
        self._late = 0.0
        self._speaks.set()
        self._mended.set()
        self._cut()

    def close(self) -> None:
        self.refuse()
        self._speaks.set()
        self._mended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _cut(self) -> None:
        pairs, self._pairs = self._pairs, []
        for one in pairs:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if not self._there:
                    near.close()
                    continue
                far = self._connect()
                self._pairs += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(source, sink, sink is near), daemon=True).start()

    def _connect(self) -> socket.socket:
        host, port = str(self._target.query.get("host") or self._target.host), self._target.port or 5432
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{host}/.s.PGSQL.{port}")
        return far

    def _carry(self, source: socket.socket, sink: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while chunk := source.recv(CHUNK):
                self._speaks.wait()
                if back and self._late:
                    self._mended.wait(self._late)
                sink.sendall(chunk)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def serves(self, engine: Engine) -> None:
        """Whoever it is."""


class Lock:
    """Another program that writes a SQLite file and does not come to an end."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._other = sqlite3.connect(Path(make_url(url).database or ""), isolation_level=None, check_same_thread=False)

    def serves(self, engine: Engine) -> None:
        """Whoever it is."""

    def refuse(self) -> None:
        self._other.execute("BEGIN IMMEDIATE")

    def mend(self) -> None:
        self._other.execute("ROLLBACK")

    def close(self) -> None:
        self._other.close()


class Apart(Stage):
    """A stage whose web reaches the database by a way of its own; its sweep does nothing while that is shut.

    On SQLite time does not pass meanwhile: the clock stands in the database too.
    """

    def __init__(self, parts: Parts, port: int, carrier_port: int, by: Callable[[str], Any], **more: Any) -> None:
        super().__init__(parts, port, carrier_port, **more)
        self.way = by(parts.settings.database_url)
        self.away = False

    def _web(self) -> Any:
        theirs = make_parts(replace(self.parts.settings, database_url=self.way.url))
        self.way.serves(theirs.store.engine)
        self._ends.callback(self.way.close)
        self._ends.callback(theirs.store.engine.dispose)
        return web.create_app(theirs)

    def _next(self, now: float) -> float | None:
        return self.company.carrier.next_event() if self.away else super()._next(now)

    def _sweep(self) -> None:
        if self.away:
            self._answered()
        else:
            super()._sweep()
