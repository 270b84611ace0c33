"""Recovery codes: ten, shown once, each of which stands once for the code of a telephone that is not at hand.

Only a keyed hash of each is kept: whoever reads the database alone can neither use nor guess one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from ivr.console.ground import here
from ivr.console.secret import secret_of
from ivr.console.shown import latin

MANY, LETTERS, GROUP = 10, 10, 5
"""Codes of an account, letters of each (50 bits), letters between hyphens."""
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for another."""
ALIKE = str.maketrans("oil", "011", "- ")
HALF_HASH = 32
"""Hexadecimal digits that are kept of each: 128 bits."""


def drawn() -> tuple[str, ...]:
    """New ones, as they are written down."""
    made = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(MANY))
    return tuple(f"{one[:GROUP]}-{one[GROUP:]}" for one in made)


def kept(codes: tuple[str, ...]) -> str:
    """What is kept of them."""
    return " ".join(_hashed(one) for one in codes)


def left(held: str | None) -> int:
    """How many of those that are kept still count."""
    return len((held or "").split())


def spent(held: str | None, typed: str) -> str | None:
    """What is kept once this code is used up; None: it is none of them. However it is typed, in whichever digits."""
    hashes, hashed = (held or "").split(), _hashed(latin(typed)[:100])
    remaining = [one for one in hashes if not hmac.compare_digest(one, hashed)]
    return " ".join(remaining) if len(remaining) < len(hashes) else None


def _hashed(code: str) -> str:
    plain = code.lower().translate(ALIKE)
    key = b"recovery " + secret_of(here().settings).encode()
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()[:HALF_HASH]
