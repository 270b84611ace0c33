"""The sound of a recording, fetched from Twilio for one agent at a time: no address of it ever leaves this house.

Without Twilio's REST library, which takes a while to load, and so does `requests`: what answers calls imports this.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from requests import Response

PATIENCE = (2.0, 4.0)
"""Seconds to connect, and between two bytes: an agent listens meanwhile."""
MOST_BYTES = 8 * 1024 * 1024
"""Ten minutes of speech are some two and a half."""
API = "https://api.twilio.com"
_SID = re.compile(r"RE[0-9a-f]{32}")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """A sound as it is sent on."""

    body: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Media:
    """Fills `webhooks.Desk`'s need of sounds. `username` is the account's SID or an API key."""

    account: str
    username: str
    password: str = field(repr=False)
    base_url: str | None = None
    most_bytes: int = MOST_BYTES

    def recording(self, sid: str) -> Heard | None:
        """None where Twilio does not give it now."""
        import requests  # only where an agent listens: a call is answered without it

        if not _SID.fullmatch(sid):
            return None
        base = (self.base_url or API).rstrip("/")
        url = f"{base}/2010-04-01/Accounts/{self.account}/Recordings/{sid}.mp3"
        with requests.Session() as http:
            http.trust_env = urlsplit(base).hostname not in _LOOPBACK
            try:
                answer = http.get(url, auth=(self.username, self.password), timeout=PATIENCE, stream=True)
                body = _read(answer, self.most_bytes) if answer.ok else None
            except requests.RequestException as failure:
                log.warning("a recording could not be fetched: %s", type(failure).__name__)
                return None
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
        return Heard(body, kind) if body and kind.startswith("audio/") else None


def _read(answer: Response, most: int) -> bytes | None:
    body = b""
    for piece in answer.iter_content(64 * 1024):
        body += piece
        if len(body) > most:
            return None
    return body
