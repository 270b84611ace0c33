"""How quickly somebody may change things: a person never notices it, a program that runs wild is told to wait.

It counts in this process only. Guessing of passwords is another matter: `switchboard.guards` counts that.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from flask import abort, request, session

from ivr.console.door import READING, VISIT
from ivr.console.network import network

MOST, SECONDS = 60, 10.0
"""So many changes within so many seconds, by one visit, or by all strangers of one network."""
REMEMBERED = 10_000
"""Visits and networks."""


class Pace:
    """The moments at which each of them changed something last."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._moments: dict[str, deque[float]] = {}

    def allows(self, who: str) -> bool:
        """Whether one more is not too much; then it is counted."""
        now = self._clock()
        with self._lock:
            if who not in self._moments and len(self._moments) >= REMEMBERED:
                self._forget(now)
            moments = self._moments.setdefault(who, deque(maxlen=MOST))
            if len(moments) == MOST and now - moments[0] < SECONDS:
                return False
            moments.append(now)
            return True

    def _forget(self, now: float) -> None:
        old = [who for who, moments in self._moments.items() if now - moments[-1] >= SECONDS]
        for who in old or list(self._moments)[: REMEMBERED // 2]:
            del self._moments[who]


def keep(pace: Pace) -> Callable[[], None]:
    """To be called before every request. Strangers who cannot be told apart are not counted: one would stop all."""

    def check() -> None:
        who = session.get(VISIT) or network()
        if request.method not in READING and who is not None and not pace.allows(str(who)):
            abort(429)

    return check
