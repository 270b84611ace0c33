"""Tokens of programs: made, used, revoked. The token itself is never seen here, only what is kept of it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from ivr.access import Action
from ivr.frozen import replace
from ivr.switchboard import trail
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Scope, Token
from ivr.switchboard.trail import OPERATOR, By

UNSEEN = timedelta(minutes=10)
"""The use of a token is noted no more often than this."""


def hashed(text: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(text.encode()).hexdigest()


def create(
    store: Store, name: str, hash: str, scope: Scope, expires_at: datetime | None = None, by: By = OPERATOR
) -> Token:
    """A new token; Conflict where one with this name is in use."""
    return work(store, lambda unit: _create(unit, by, Token(0, name, hash, scope, unit.now, expires_at)), by.actor)


def _create(unit: Unit, by: By, token: Token) -> Token:
    made = unit.insert(token, "create")
    trail.note(unit, by, Action.EDIT_TOKENS, f"token {made.name}", after={"scope": made.scope})
    return made


def revoke(store: Store, name: str, by: By = OPERATOR) -> Token | None:
    """From now on the token is worth nothing. None: there is none of this name in use."""
    return work(store, lambda unit: _revoke(unit, by, name), by.actor)


def _revoke(unit: Unit, by: By, name: str) -> Token | None:
    token = unit.one(Token, name=name, revoked_at=None)
    if token is None:
        return None
    trail.note(unit, by, Action.EDIT_TOKENS, f"token {name}", after={"revoked": True})
    return unit.save(replace(token, revoked_at=unit.now), "revoke")


def holder(unit: Unit, hash: str) -> Token | None:
    """The token of which this is kept, if it still counts."""
    token = unit.one(Token, hash=hash)
    if token is None or token.revoked_at is not None:
        return None
    over = token.expires_at is not None and token.expires_at <= unit.now
    return None if over else token


def unseen(unit: Unit, token: Token) -> bool:
    """Whether it is some time since this token was used."""
    return token.used_at is None or unit.now - token.used_at >= UNSEEN


def used(store: Store, id: int) -> None:
    """Notes that the token was used now."""
    work(store, lambda unit: _used(unit, id), "api")


def _used(unit: Unit, id: int) -> None:
    token = unit.get(Token, id)
    if token is not None and unseen(unit, token):
        unit.save(replace(token, used_at=unit.now))


def every(unit: Unit) -> tuple[Token, ...]:
    """All tokens, the oldest first."""
    return unit.many(Token)
