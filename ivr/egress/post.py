"""Tells a program of the business's something over https: one request, one machine, and fifteen seconds
once its name is found.

It follows no redirect, asks no proxy of the environment, reads nothing but the status, and never raises.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ivr.egress.addresses import Refused, Resolve, judge, look_up
from ivr.egress.pinned import Pinned, public_trust

PATIENCE = 15.0
"""Seconds for all of it (Standard Webhooks: 15 to 30)."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of it: the status of the answer, or why there was none."""

    status: int | None
    fault: str = ""

    @property
    def heard(self) -> bool:
        """Whether it was taken."""
        return self.status is not None and self.status // 100 == 2


class Poster:
    """Posts to whatever address the owner named, as long as its machine is one of the open internet.

    `at_home` lets a test post to this very machine; nothing else sets it.
    """

    def __init__(self, resolve: Resolve = look_up, at_home: ssl.SSLContext | None = None) -> None:
        self._resolve, self._at_home = resolve, at_home is not None
        self._trust = at_home or public_trust()

    def post(self, url: str, headers: Mapping[str, str], body: bytes, patience: float = PATIENCE) -> Posted:
        """Once."""
        host = urlsplit(url).hostname or ""
        target = judge(url, (host,), self._resolve, self._at_home)
        if isinstance(target, Refused):
            return Posted(None, target.reason)
        connection = Pinned(target, self._trust, time.monotonic() + patience)
        end = threading.Timer(patience, connection.cut)  # whoever answers letter by letter is never late with one
        end.daemon = True
        end.start()
        try:
            connection.request("POST", target.path, body, dict(headers))
            connection.hurry()
            return Posted(connection.getresponse().status)
        except (OSError, http.client.HTTPException, ValueError) as broken:
            return Posted(None, type(broken).__name__)
        finally:
            end.cancel()
            connection.close()
