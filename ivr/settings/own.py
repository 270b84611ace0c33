"""The installation's own secret: what it signs and seals is derived of it. Behind https it is always SECRET_KEY."""

from __future__ import annotations

import hashlib
import hmac

from ivr.settings import Settings


def secret_of(settings: Settings) -> str:
    """SECRET_KEY; without one, on this machine only, a key that all its processes derive from the account's token."""
    if settings.secret_key is not None:
        return settings.secret_key.reveal()
    token = settings.twilio_auth_token
    return hmac.new(token.reveal().encode() if token else b"", b"console", hashlib.sha256).hexdigest()
