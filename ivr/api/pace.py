"""How quickly one token may ask: so many requests in a minute, counted in this process, and told with every answer
(draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

MOST, SECONDS = 600, 60
"""Requests of one token, in so many seconds."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a token may still ask, and for how many seconds that counts. Below zero: this one was too many."""

    requests: int
    seconds: int
    most: int

    @property
    def headers(self) -> dict[str, str]:
        """As they are sent."""
        return {
            "RateLimit-Policy": f'"token";q={self.most};w={SECONDS}',
            "RateLimit": f'"token";r={max(0, self.requests)};t={self.seconds}',
        }


class Pace:
    """Counts by window: every token's begins with its first request."""

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock, self._lock = most, clock, threading.Lock()
        self._windows: dict[int, tuple[float, int]] = {}

    def take(self, token: int) -> Left:
        """Counts one request."""
        now = self._clock()
        with self._lock:
            began, asked = self._windows.get(token, (now, 0))
            if now - began >= SECONDS:
                began, asked = now, 0
            self._windows[token] = began, asked + 1
        return Left(self._most - asked - 1, max(1, ceil(began + SECONDS - now)), self._most)
