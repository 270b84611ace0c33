"""What the carrier sends while we speak with it waits until we are done: as where both take no time at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ivr.simulator.exchange import WebRequest
from ivr.simulator.sender import Sender


class Reins:
    """Stands in for the carrier's own sender."""

    def __init__(self, sender: Sender) -> None:
        self._sender, self._lock = sender, threading.Lock()
        self._tight = False
        self._waiting: list[WebRequest] = []

    @property
    def in_flight(self) -> int:
        """Requests sent, or about to be."""
        return self._sender.in_flight + len(self._waiting)

    def send(self, request: WebRequest) -> None:
        with self._lock:
            if self._tight:
                self._waiting.append(request)
            else:
                self._sender.send(request)

    @contextmanager
    def tight(self) -> Iterator[None]:
        """Within it nothing leaves; then all of it does, in its order."""
        self._tight = True
        try:
            yield
        finally:
            with self._lock:
                self._tight = False
                for request in self._waiting:
                    self._sender.send(request)
                self._waiting.clear()

    def close(self) -> None:
        self._sender.close()
