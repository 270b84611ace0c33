"""Coming in: a visit of its own name for each sign-in, and nothing of what the browser brought along but its tastes."""

from __future__ import annotations

import secrets
import time
from typing import TypedDict

from flask import current_app, session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from ivr.console.door import VISIT, now
from ivr.console.frame import Answer, back
from ivr.console.ground import here
from ivr.console.network import address, network
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Account
from ivr.switchboard.sign_in import guards, tokens, visits

BYTES = 32
"""Of chance in the name of a visit, and in a one-time link."""
HALF, HALF_SECONDS = "half", 300
"""Where the cookie says that a password was right and the second factor is missing, and for how long that holds."""
FIRST = "/"


class Half(TypedDict):
    account: int
    until: float
    next: str
    how: str


def come_in(unit: Unit, account: Account, how: str, onward: str = FIRST) -> Answer:
    """Signs somebody in, in the unit in which they showed who they are, and shows them what they came for."""
    name = secrets.token_urlsafe(BYTES)
    visits.begin(unit, account, tokens.hashed(name), address(), how, now())
    guards.forgive(unit, account.email, network())
    session.clear()
    session[VISIT] = name
    return back(onward)


def wait_for_second(account: Account, how: str, onward: str) -> None:
    """Half of it is shown; the browser says so in its signed cookie."""
    session.clear()
    session[HALF] = Half(account=account.id, until=time.time() + HALF_SECONDS, next=onward, how=how)


def half() -> Half | None:
    """Who has shown half of it, and not long ago."""
    found: Half | None = session.get(HALF)
    return found if found is not None and time.time() < found["until"] else None


def onward(text: str | None) -> str:
    """Where to go after signing in: a page of ours that can be looked at, whatever the address says; else the first.

    The address is not followed: it is matched, and made anew from the page's name."""
    path, _, query = (text or "").partition("?")
    if not path.startswith("/") or path.startswith("//") or not (text or "").isprintable() or "\\" in (text or ""):
        return FIRST
    adapter: MapAdapter = current_app.url_map.bind("")
    try:
        endpoint, values = adapter.match(path, method="GET")
    except HTTPException:
        return FIRST
    if not hasattr(current_app.view_functions[endpoint], "needs"):
        return FIRST
    return adapter.build(endpoint, values) + (f"?{query}" if query else "")


def known(id: int) -> Account | None:
    """An account that may sign in."""
    with here().store.reading() as unit:
        account = unit.get(Account, id)
    return account if account is not None and account.active else None
