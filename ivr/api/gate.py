"""Who may ask: the bearer of a token that is known, not revoked, not over, and has the scope that the route needs."""

from __future__ import annotations

import logging
import re

from ivr.api.problems import Problem, Refused
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Conflict, Unreachable
from ivr.switchboard.rows import Scope, Token
from ivr.switchboard.sign_in import tokens

log = logging.getLogger(__name__)

_BEARER = re.compile(r"Bearer (ivr_[A-Za-z0-9_-]{20,128})", re.IGNORECASE | re.ASCII)


def admit(store: SqlStore, authorization: str, needed: Scope) -> Token:
    """The token, if it may do this; Refused otherwise. A text that is no token of ours costs no look-up."""
    found = _BEARER.fullmatch(authorization)
    if found is None:
        raise Refused(Problem.UNAUTHORIZED, "send the header `Authorization: Bearer ivr_…`")
    with store.reading() as unit:
        token = tokens.holder(unit, tokens.hashed(found[1]))
        stale = token is not None and tokens.unseen(unit, token)
    if token is None:
        raise Refused(Problem.UNAUTHORIZED, "this token is unknown, revoked or expired")
    if needed is Scope.WRITE and token.scope is not Scope.WRITE:
        raise Refused(Problem.FORBIDDEN, "this token may only read: `ivr token create NAME --scope write`")
    if stale:
        _note_use(store, token)
    return token


def _note_use(store: SqlStore, token: Token) -> None:
    """Nobody's request fails for this."""
    try:
        tokens.used(store, token.id)
    except (Conflict, Unreachable):
        log.info("the use of a token was not noted")
