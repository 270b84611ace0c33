"""The access token with which an agent's page may call our door, and nothing else: it receives no calls.

Signed with an API key, never with the auth token (Twilio docs, access tokens). Whom it is for, is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

LASTS = timedelta(hours=1)
"""Twilio takes a day at the most; a page that stays open asks for the next one."""
_IDENTITY = re.compile(r"[A-Za-z0-9_]{1,121}")
"""Twilio docs, Voice JavaScript SDK: of any other identity nothing is said, and no call comes about."""


@dataclass(frozen=True, slots=True)
class Signer:
    """An account, one of its API keys, and the TwiML application whose voice address is our door."""

    account: str
    key: str
    secret: str = field(repr=False)
    application: str


def voice_token(signer: Signer, identity: str) -> str:
    """For the page of the agent with this identity, the `asha` of `client:asha`; ValueError where it is none."""
    if not _IDENTITY.fullmatch(identity):
        raise ValueError(f"{identity!r} is no identity: letters, digits and underscores")
    ttl = int(LASTS.total_seconds())
    token = AccessToken(signer.account, signer.key, signer.secret, identity=identity, ttl=ttl)
    token.add_grant(VoiceGrant(outgoing_application_sid=signer.application, incoming_allow=False))
    return str(token.to_jwt())
