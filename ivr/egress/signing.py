"""How what we post is signed, by Standard Webhooks: the secret of an endpoint, and the headers of one try."""

from __future__ import annotations

import secrets
from base64 import b64encode
from datetime import datetime

RANDOM = 32
"""Bytes; the standard wants 24 to 64."""


def new_secret() -> str:
    """Drawn at random, as the standard writes it."""
    return "whsec_" + b64encode(secrets.token_bytes(RANDOM)).decode()


def headers(secret: str, id: str, body: str, now: datetime) -> dict[str, str]:
    """Of one try: its id is that of every other try, its time and signature are its own."""
    from standardwebhooks import Webhook

    return {
        "Content-Type": "application/json",
        "User-Agent": "ivr",
        "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(id, now, body),
    }
