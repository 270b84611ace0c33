"""One line of the log per answered request: which route, for which ids, how it went, how long it took.

Addresses, parameters and bodies are never written. Whoever is denied is counted, not listed: a flood fills no disk.
"""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask, Response, g, request

log = logging.getLogger(__name__)

QUIET = frozenset({"health.healthz", "readyz", "metrics", "assets.send", "live.now"})
"""Asked all day by machines."""
DENIED = frozenset({401, 403})
COUNTED = 10.0
"""Seconds between two lines about the denied."""


def watch(app: Flask) -> None:
    """Writes about every request that this application answers."""
    tally = _Tally()
    app.before_request(_begin)
    app.after_request(lambda response: _told(response, tally))


def _begin() -> None:
    g.began = time.perf_counter()


def _told(response: Response, tally: _Tally) -> Response:
    if response.status_code in DENIED:
        tally.add()
    elif request.endpoint not in QUIET and log.isEnabledFor(logging.INFO):
        asked = getattr(g, "asked", None)
        ids = {name: value for name, value in asked.ids.items() if value} if asked else {}
        took = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
        fields = {"status": response.status_code, "ms": took, **ids}
        log.info("answered %s", request.endpoint or "nothing there", extra=fields)
    return response


class _Tally:
    """How many were denied since it was last told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count, self._told_at = 0, float("-inf")

    def add(self) -> None:
        """One more; told at once if nothing was told for a while."""
        with self._lock:
            self._count += 1
            now = time.monotonic()
            if now - self._told_at < COUNTED:
                return
            count, self._count, self._told_at = self._count, 0, now
        log.warning("requests were denied: no valid signature or token", extra={"count": count})
