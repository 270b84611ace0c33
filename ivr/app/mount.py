"""The pages beside the carrier's doors in one process: made when the first page is asked for, and never in the way. A
page never takes the last hand from a caller, and a stream of a page takes none at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

OUTSIDE = frozenset({"twilio", "api", "callback-form", "simulator", "healthz", "readyz", "metrics"})
"""The first words of the addresses that are not the console's."""
STREAM = "/live"
HANDS = 8
"""Requests that are worked on at once; as many as a process holds connections to its database."""
PAGES = 5
"""Of these, at most so many pages: three are always left for callers."""
STREAMS = 16
"""Beside these, for pages that listen: each holds a thread, and no connection to the database."""
PATIENCE = 5.0
"""Seconds that a page waits for its turn."""
BUSY = b"Busy: please try again in a moment."


class Mount:
    """Fills WSGI. `make` makes the console."""

    def __init__(self, outside: Wsgi, make: Callable[[], Flask]) -> None:
        self._outside, self._make = outside, make
        self._made: Flask | None = None
        self._making = threading.Lock()
        self._hands, self._pages = threading.BoundedSemaphore(HANDS), threading.BoundedSemaphore(PAGES)

    @property
    def console(self) -> Flask:
        """The console; made by the first who asks."""
        if self._made is None:
            with self._making:
                self._made = self._made or self._make()
        return self._made

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if path.split("/", 2)[1:2] and path.split("/", 2)[1] in OUTSIDE:
            with self._hands:
                return self._outside(environ, start)
        if path == STREAM:
            return self.console(environ, start)
        if not self._pages.acquire(timeout=PATIENCE):
            start("503 Service Unavailable", [("Retry-After", "2"), ("Content-Type", "text/plain; charset=utf-8")])
            return [BUSY]
        try:
            with self._hands:
                return self.console(environ, start)
        finally:
            self._pages.release()
