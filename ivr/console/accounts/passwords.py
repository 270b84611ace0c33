"""Passwords: what is kept of one (argon2id), whether one is right, and which are too easy. No rules about signs."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ivr.console.words import N_

LEAST, MOST = 10, 200
"""Characters."""
DISTINCT = 5
"""So many different ones at least."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The least that OWASP recommends of memory (19 MiB, twice): the sweep and the callers share this machine."""

SHORT = N_("Choose at least 10 characters; a few words are easy to remember.")
LONG = N_("This is too long: 200 characters are enough.")
EASY = N_("This is too easy to guess: it repeats itself, or is your own name or address.")
DIFFERENT = N_("The two are not the same.")


def refusal(password: str, again: str, *known: str) -> str:
    """Why this may not become the password, as a text of N_; empty: it may. `known`: what anybody knows of the
    person."""
    chosen = _normal(password)
    if len(chosen) < LEAST:
        return SHORT
    if len(chosen) > MOST:
        return LONG
    easy = {part for text in known for part in (_normal(text).lower(), _normal(text).lower().partition("@")[0])}
    if len(set(chosen)) < DISTINCT or chosen.lower() in easy:
        return EASY
    return "" if chosen == _normal(again) else DIFFERENT


def kept(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(_normal(password))


def right(kept: str | None, password: str) -> bool:
    """Whether this is the password. Without one it takes as long to say no."""
    try:
        return _HASHER.verify(kept or _nobodys(), _normal(password)[: MOST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether it was kept in an older manner."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody's")


def _normal(text: str) -> str:
    """Composed: the same letters typed on another keyboard are the same password."""
    return unicodedata.normalize("NFKC", text)
