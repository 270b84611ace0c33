"""Who fills in a form: the seal on the page that they were given, their network, how much and how many may ask."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ivr.settings import Settings

SEALED = 2 * 3600
"""Seconds for which a page that was opened may be sent."""
MOST, SECONDS = 60, 60.0
"""Requests of one network, in so many seconds, in this process."""
NUMBERS, HOUR = 20, 3600.0
"""Numbers that one network may have looked at: whoever tries many looks for those that we never phone, our agents'."""
REMEMBERED = 10_000
UNKNOWN = "unknown"
"""Of whom it is not known where they come from: all of them together are one."""


class Seals:
    """Signs what a page carries: that it is ours, of which form, and since when; each seal is good for one wish."""

    def __init__(self, settings: Settings) -> None:
        own = settings.secret_key or settings.twilio_auth_token
        key = hmac.new(own.reveal().encode() if own else b"", b"callback form", hashlib.sha256).digest()
        self._key = key
        self._seals = URLSafeTimedSerializer(key)

    def new(self, form: str) -> str:
        """For a page of this form."""
        return str(self._seals.dumps([form, secrets.token_hex(8)]))

    def read(self, seal: str, form: str) -> str | None:
        """What tells this page from every other; None: it is not ours, of another form, or too old."""
        try:
            of, drawn = self._seals.loads(seal, max_age=SEALED)
        except (BadSignature, ValueError, TypeError):
            return None
        return str(drawn) if of == form else None

    def hidden(self, network: str) -> str:
        """A network, so that it can be told again and not be read."""
        return hmac.new(self._key, network.encode(), hashlib.sha256).hexdigest()[:32]


def network(request: Request, settings: Settings) -> str:
    """Where a request comes from, behind PROXIES proxies; an IPv6 network is one household."""
    found = request.remote_addr or ""
    if settings.proxies:
        seen = [part.strip() for part in ",".join(request.headers.getlist("X-Forwarded-For")).split(",")]
        found = seen[-settings.proxies] if len(seen) >= settings.proxies else ""
    elif settings.public_url.startswith("https:"):
        return UNKNOWN
    try:
        ip = ip_address(found)
    except ValueError:
        return UNKNOWN
    return str(ip_network(f"{ip}/64", strict=False)) if isinstance(ip, IPv6Address) else str(ip)


class Pace:
    """How much each network asked lately."""

    def __init__(self, most: int = MOST, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock, self._lock = most, seconds, clock, threading.Lock()
        self._asked: dict[str, tuple[float, int]] = {}

    def allows(self, who: str) -> bool:
        """Counts one request more; whether it is not too much."""
        now = self._clock()
        with self._lock:
            began, asked = self._asked.get(who, (now, 0))
            if now - began >= self._seconds:
                began, asked = now, 0
            if len(self._asked) >= REMEMBERED and who not in self._asked:
                self._asked.clear()
            self._asked[who] = began, asked + 1
        return asked < self._most


class Places:
    """Few at once, and fewer who wait to be next: whoever else comes is sent away, for who waits holds a thread too."""

    def __init__(self, at_once: int, waiting: int = 1, patience: float = 1.0) -> None:
        self._inside, self._patience = threading.BoundedSemaphore(at_once), patience
        self._here = threading.BoundedSemaphore(at_once + waiting)

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Whether there is a place; it is held to the end of the block."""
        here = self._here.acquire(blocking=False)
        inside = here and self._inside.acquire(timeout=self._patience)
        try:
            yield inside
        finally:
            for held, taken in ((self._inside, inside), (self._here, here)):
                if taken:
                    held.release()
