"""Who stands at the door of the pages: the visit that the cookie names decides, and the table of who may do what."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Response, abort, g, redirect, request, session, url_for

from ivr.access import Action, Role, may
from ivr.console.ground import here
from ivr.console.network import address
from ivr.switchboard.ports import Conflict, Unreachable
from ivr.switchboard.sign_in import tokens, visits
from ivr.switchboard.trail import By

P = ParamSpec("P")
R = TypeVar("R")
VISIT = "visit"
"""Where the cookie has the visit's name."""
READING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has signed in. Empty: as the browser, the language or the business has it."""

    id: int
    name: str
    email: str
    role: Role
    agent_id: int | None
    language: str
    digits: str
    zone: str
    visit_id: int
    address: str

    @property
    def by(self) -> By:
        """As the trail and the ledger name them: hand it to whatever changes something."""
        return By(self.id, self.name, self.address)


def now() -> datetime:
    """The time of the world: what signs people out does not jump with the clock of a simulated carrier."""
    return datetime.now(UTC)


def person() -> Person | None:
    """Who asks; None: nobody who has signed in. Looked up once in a request."""
    if "person" not in g:
        g.person = _person()
    found: Person | None = g.person
    return found


def the_person() -> Person:
    """Who asks, where a view's `needs` has let nobody else through."""
    who = person()
    if who is None:
        raise RuntimeError("a view that anybody may see asked who is there")
    return who


def _person() -> Person | None:
    name = session.get(VISIT)
    if not isinstance(name, str):
        return None
    with here().store.reading() as unit:
        found = visits.present(unit, tokens.hashed(name), now())
    if found is None:
        return None
    g.unnoted = found.unnoted
    who, agent = found.account, found.agent
    return Person(
        who.id, who.name, who.email, who.role, agent.id if agent else None, who.language, who.digits, who.zone,
        found.visit.id, address(),
    )  # fmt: skip


def needs(action: Action, counts: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a view by the one action that it is: only who may do this gets there. Not `counts`: the page itself asks,
    again and again, which is no sign that somebody sits before it."""

    def guarded(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def at_door(*args: P.args, **kwargs: P.kwargs) -> R:
            who = person()
            if who is None:
                return cast(R, _to_the_entrance())
            if counts and g.unnoted and not _by_itself():
                _noted(who)
            if not may(who.role, action):
                abort(403)
            return view(*args, **kwargs)

        at_door.needs = action  # type: ignore[attr-defined]
        return at_door

    return guarded


def _noted(who: Person) -> None:
    """That they are there; a page that only reads does not fail because nobody can write just now."""
    with suppress(Unreachable, Conflict):
        visits.seen(here().store, who.visit_id, now())


def _by_itself() -> bool:
    """Whether a page may ask without anybody's doing: a part of it that is drawn anew as things change."""
    return request.method in READING and "part" in request.args and request.headers.get("HX-Request") == "true"


def _to_the_entrance() -> Any:
    """A browser is shown where to sign in, and comes back; a script is told."""
    if request.headers.get("HX-Request") == "true":
        return Response("", 401, {"HX-Redirect": url_for("accounts.sign_in")})
    if request.accept_mimetypes.best == "application/json":
        return Response("", 401)
    onward = request.full_path.rstrip("?") if request.method in READING else None
    return redirect(url_for("accounts.sign_in", next=onward if onward != "/" else None), 303)
