"""Second factors: codes of an authenticator (TOTP, RFC 6238). What is kept of a secret only this installation reads."""

from __future__ import annotations

import base64
import hashlib
import io
import time
from typing import Any

import qrcode
from passlib.exc import TokenError, UsedTokenError
from passlib.totp import TOTP
from qrcode.image.svg import SvgPathImage

from ivr.console.ground import here
from ivr.console.secret import secret_of
from ivr.console.shown import latin

WINDOW = 30
"""Seconds by which a telephone's clock may be off."""
ISSUER = "ivr"


def drawn() -> str:
    """A new secret, as it is kept."""
    kept: str = _totp().new().to_json(encrypt=True)
    return kept


def address(kept: str, email: str, business: str) -> str:
    """What an authenticator reads from a picture."""
    text: str = _read(kept).to_uri(label=email.replace(":", ""), issuer=business.replace(":", "") or ISSUER)
    return text


def picture(kept: str, email: str, business: str) -> str:
    """The same as an image, in a `data:` address."""
    file = io.BytesIO()
    qrcode.make(address(kept, email, business), image_factory=SvgPathImage, box_size=12).save(file)
    return "data:image/svg+xml;base64," + base64.b64encode(file.getvalue()).decode()


def spelled(kept: str) -> str:
    """The secret for whoever types it, in groups of four."""
    text: str = _read(kept).pretty_key(sep=" ")
    return text


def match(kept: str, typed: str, used: int) -> int | None:
    """The counter of this code, if it counts now and none so late was taken yet; else None."""
    try:
        found = _read(kept).match(latin(typed), time=int(time.time()), window=WINDOW, last_counter=used or None)
    except (TokenError, UsedTokenError, ValueError, KeyError):  # a KeyError: another SECRET_KEY than it was kept by
        return None
    counter: int = found.counter
    return counter


def _read(kept: str) -> Any:
    return _totp().from_source(kept)


def _totp() -> Any:
    key = hashlib.sha256(b"second factor " + secret_of(here().settings).encode()).hexdigest()
    return TOTP.using(secrets={hashlib.sha256(key.encode()).hexdigest()[:8]: key}, issuer=ISSUER)
