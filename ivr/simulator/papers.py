"""The last requests to the application and what it answered, word for word, for people to see. It judges nothing."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

from ivr.simulator.exchange import WebRequest

MOST = 200
"""Papers that are kept, of all legs together."""
MOST_OF_ONE = 20
MOST_LETTERS = 20_000
USUAL = ("AccountSid", "ApiVersion", "Called", "Caller", "From", "To", "CallSid", "Direction", "CallStatus")
"""Said in every request of a leg, and so of no interest; so are places and countries."""
PLACES = ("City", "State", "Zip", "Country")


@dataclass(frozen=True, slots=True)
class Paper:
    """One request. `at` in virtual epoch seconds; `status` 0 where no answer came, and then `why`."""

    at: float
    leg: str
    purpose: str
    method: str
    url: str
    said: tuple[tuple[str, str], ...]
    status: int
    body: str
    why: str


class Papers:
    """The last ones. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: deque[Paper] = deque(maxlen=MOST)

    def keep(self, request: WebRequest, status: int = 0, body: bytes = b"", why: str = "") -> None:
        """Notes what was asked and answered."""
        said = tuple(
            (name, value) for name, value in request.params if value and name not in USUAL and not name.endswith(PLACES)
        )
        text = body.decode("utf-8", "replace")[:MOST_LETTERS]
        paper = Paper(
            request.at, request.leg, request.purpose, request.method, request.url, said, status, text, why
        )  # fmt: skip
        with self._lock:
            self._kept.append(paper)

    def of(self, leg: str) -> tuple[Paper, ...]:
        """The last ones of a leg, the newest first."""
        with self._lock:
            return tuple(paper for paper in reversed(self._kept) if paper.leg == leg)[:MOST_OF_ONE]
