"""A connection to one machine that was judged before, and to no other, with an end to its patience."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from contextlib import suppress
from functools import cache

from ivr.egress.addresses import Target


@cache
def public_trust() -> ssl.SSLContext:
    """Whom this machine believes: its authorities are a few hundred, and are read once in a process."""
    return ssl.create_default_context()


class Pinned(http.client.HTTPSConnection):
    """A connection to the one machine that was judged, which must prove to be the host by its certificate."""

    def __init__(self, target: Target, trust: ssl.SSLContext, until: float) -> None:
        super().__init__(target.host, target.port, context=trust)
        self._address, self._trust, self._until = target.address, trust, until

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), self._left())
        try:
            raw.settimeout(self._left())
            self.sock = self._trust.wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise

    def hurry(self) -> None:
        """The next word may take as long as there is time left, and no longer."""
        if self.sock is not None:
            self.sock.settimeout(self._left())

    def cut(self) -> None:
        """Nobody waits any more: whoever still reads, reads the end."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left
