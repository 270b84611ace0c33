"""Passkeys: what a browser is asked to sign, and whether it did (WebAuthn). The device asks its holder for a finger, a
face or a number, so that a passkey is both factors at once."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ivr.console.ground import here
from ivr.switchboard.rows import Passkey

CHALLENGE, SECONDS = "challenge", 120
"""Where the cookie has what is to be signed, and for how long that may be answered; it is answered once."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new key of a device."""

    credential: str
    public_key: str
    signs: int


def possible() -> bool:
    """Whether browsers know passkeys for our address: it must be a name, and reached by https or on this machine."""
    name, https = _name(), here().https
    try:
        ip_address(name)
    except ValueError:
        return https or name == "localhost"
    return False


def ask_for_new(account_id: int, email: str, name: str, has: tuple[Passkey, ...]) -> str:
    """What a browser needs to make a key for this account, as JSON."""
    options = generate_registration_options(
        rp_id=_name(),
        rp_name=_name(),
        user_id=hashlib.sha256(f"account {account_id}".encode()).digest(),
        user_name=email,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(key.credential)) for key in has],
    )
    return _asked(options.challenge, options_to_json(options))


def ask_to_sign() -> str:
    """What a browser needs to sign with any key that it has for us, as JSON."""
    options = generate_authentication_options(rp_id=_name(), user_verification=UserVerificationRequirement.REQUIRED)
    return _asked(options.challenge, options_to_json(options))


def made(answer: str) -> Made | None:
    """The key that a browser made; None: it was not asked for, or is not what it says."""
    challenge = _answered()
    if challenge is None:
        return None
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_name(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    public_key = bytes_to_base64url(found.credential_public_key)
    return Made(bytes_to_base64url(found.credential_id), public_key, found.sign_count)


def named(answer: str) -> str:
    """Which key a browser says that it signed with; empty where it says none."""
    try:
        found = json.loads(answer)["id"]
    except (ValueError, KeyError, TypeError):
        return ""
    return found if isinstance(found, str) else ""


def signed(answer: str, key: Passkey | None) -> int | None:
    """How often this key signed by its own count, if it signed what we asked; else None. Each challenge is used up."""
    challenge = _answered()
    if challenge is None or key is None:
        return None
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_name(),
            expected_origin=_origin(),
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.signs,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return found.new_sign_count


def _asked(challenge: bytes, options: str) -> str:
    session[CHALLENGE] = [bytes_to_base64url(challenge), time.time() + SECONDS]
    return options


def _answered() -> bytes | None:
    kept = session.pop(CHALLENGE, None)
    if kept is None or time.time() >= kept[1]:
        return None
    return base64url_to_bytes(kept[0])


def _name() -> str:
    return urlsplit(here().settings.public_url).hostname or ""


def _origin() -> str:
    parts = urlsplit(here().settings.public_url)
    return f"{parts.scheme}://{parts.netloc}"
