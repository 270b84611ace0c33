"""One line of the log per answered request: which route, for which ids, how it went, how long it took.

Addresses, parameters and bodies are never written. Whoever is denied is counted, not listed: a flood fills no disk.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping

from flask import Flask, Response, g, request

log = logging.getLogger(__name__)

QUIET = frozenset({"health.healthz", "readyz", "metrics", "assets.send", "live.now"})
"""Asked all day by machines."""
DENIED = frozenset({401, 403})
COUNTED = 10.0
"""Seconds between two lines about the denied."""


class Watch:
    """Writes about every answer of one application, whoever in it gave it."""

    def __init__(self) -> None:
        self._tally = _Tally()

    def told(self, endpoint: str, status: int, began: float, ids: Mapping[str, str]) -> None:
        """An answer: where, its status, when it was begun by `time.perf_counter`, for whom."""
        if status in DENIED:
            self._tally.add()
        elif endpoint not in QUIET and log.isEnabledFor(logging.INFO):
            fields = {"status": status, "ms": round((time.perf_counter() - began) * 1000, 1), **ids}
            log.info("answered %s", endpoint, extra=fields)


def watch(app: Flask) -> Watch:
    """Writes about every request that this application answers; whoever answers some before it tells the same."""
    one = Watch()
    app.before_request(_begin)
    app.after_request(lambda response: _told(response, one))
    return one


def _begin() -> None:
    g.began = time.perf_counter()


def _told(response: Response, by: Watch) -> Response:
    by.told(request.endpoint or "nothing there", response.status_code, g.get("began", time.perf_counter()), {})
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
