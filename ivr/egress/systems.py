"""Asks the business's own systems over https: one request, one machine, in the time that a caller can wait.

It follows no redirect, asks no proxy of the environment, sends a secret to nobody but the host that was named, reads a
limited answer, and never raises: whatever breaks is an answer with status 0.
"""

from __future__ import annotations

import http.client
import json
import logging
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from urllib.parse import urlencode

from ivr.callflow.looking_up import Inquiry, Reply
from ivr.egress.addresses import Refused, Resolve, judge, look_up
from ivr.egress.pinned import Pinned, public_trust

log = logging.getLogger(__name__)

LONGEST = 2.0
"""Seconds, whatever a flow asks for."""
_KINDS = {"post": "application/json", "form": "application/x-www-form-urlencoded"}
MOST_BYTES = 64 * 1024
AT_ONCE = 16
"""Questions that are asked at the same time; who comes then has no time left."""
NOTHING = Reply(0)

Secrets = Callable[[str], str | None]
"""The name of a setting → its value; None where it has none."""


class HttpsSystems:
    """Fills `ports.Systems`. `hosts` says which hosts may be asked, at every question anew: none, unless named.

    `at_home` lets a test ask this very machine; nothing else sets it.
    """

    def __init__(
        self,
        hosts: Callable[[], Collection[str]],
        secrets: Secrets,
        resolve: Resolve = look_up,
        at_home: ssl.SSLContext | None = None,
    ) -> None:
        self._hosts, self._secrets, self._resolve = hosts, secrets, resolve
        self._at_home = at_home is not None
        self._trust = at_home or public_trust()
        self._workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lookup")

    def ask(self, inquiry: Inquiry) -> Reply:
        """One question. A host name can take its time to be found out, so all of it is done beside, and given up."""
        until = time.monotonic() + min(inquiry.seconds, LONGEST)
        opened: list[Pinned] = []
        asking = self._workers.submit(self._ask, inquiry, until, opened)
        try:
            return asking.result(max(0.0, until - time.monotonic()))
        except TooLate:
            asking.cancel()
            for connection in opened:
                connection.cut()
            log.warning("a lookup took too long")
        except Exception:
            log.exception("a lookup broke")
        return NOTHING

    def _ask(self, inquiry: Inquiry, until: float, opened: list[Pinned]) -> Reply:
        secret = self._secrets(inquiry.secret) if inquiry.secret else None
        if inquiry.secret and not secret:
            log.error("a lookup names the setting %s, which is not set", inquiry.secret)
            return NOTHING
        target = judge(_asked(inquiry), self._hosts(), self._resolve, self._at_home)
        if isinstance(target, Refused):
            log.error("a lookup is refused: %s", target.reason)
            return NOTHING
        try:
            opened.append(Pinned(target, self._trust, until))
            return _exchange(inquiry, opened[0], target.path, secret)
        except (OSError, http.client.HTTPException, ValueError) as broken:
            log.warning("a lookup at %s failed: %s", target.host, type(broken).__name__)
            return NOTHING


def _exchange(inquiry: Inquiry, connection: Pinned, path: str, secret: str | None) -> Reply:
    try:
        body = _body(inquiry)
        connection.request("GET" if body is None else "POST", path, body, _headers(inquiry, secret, body))
        connection.hurry()
        answer = connection.getresponse()
        return Reply(answer.status, _read(answer, connection)) if answer.status // 100 == 2 else Reply(answer.status)
    finally:
        connection.close()


def _body(inquiry: Inquiry) -> bytes | None:
    if inquiry.method == "get":
        return None
    return (urlencode if inquiry.method == "form" else json.dumps)(dict(inquiry.send)).encode()


def _asked(inquiry: Inquiry) -> str:
    if inquiry.method != "get" or not inquiry.send:
        return inquiry.url
    return f"{inquiry.url}{'&' if '?' in inquiry.url else '?'}{urlencode(dict(inquiry.send))}"


def _headers(inquiry: Inquiry, secret: str | None, body: bytes | None) -> Mapping[str, str]:
    headers = {"Accept": "application/json", "User-Agent": "ivr", "Idempotency-Key": inquiry.key}
    if body is not None:
        headers["Content-Type"] = _KINDS[inquiry.method]
    if secret:
        headers["Authorization"] = f"Bearer {secret}"
    return headers


def _read(answer: http.client.HTTPResponse, connection: Pinned) -> bytes:
    """All of it; ValueError where it is too much, TimeoutError where it comes too slowly."""
    body = b""
    while True:
        connection.hurry()
        piece = answer.read1(16 * 1024)
        if not piece:
            return body
        body += piece
        if len(body) > MOST_BYTES:
            raise ValueError("the answer is too long")
