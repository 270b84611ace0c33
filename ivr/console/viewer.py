"""Who looks at a page, as far as it is drawn for them: their language, digits, zone and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from flask import g, request

from ivr.access import Action, Role, may
from ivr.console import door
from ivr.console.ground import here
from ivr.console.shown import Shown, digits_of
from ivr.console.words import FIRST, LANGUAGES, Words, words
from ivr.store.sql.refusals import ERRORS
from ivr.switchboard.ports import Unreachable

LANGUAGE, DIGITS, KEYS = "language", "digits", "keys"
"""Cookies: what a browser prefers where its account says nothing, or nobody has signed in."""
OFF = "off"


class Person(Protocol):
    """Somebody who has signed in; what is empty is as the browser, the language or the business has it."""

    @property
    def name(self) -> str: ...

    @property
    def role(self) -> Role: ...

    @property
    def language(self) -> str: ...

    @property
    def digits(self) -> str: ...

    @property
    def zone(self) -> str: ...


@dataclass
class Viewer:
    """For the length of one request."""

    person: Person | None
    words: Words
    shown: Shown

    @property
    def language(self) -> str:
        return self.words.language

    @cached_property
    def now(self) -> datetime:
        """The store's time; asked once. A page that has read it already says so: `viewer().now = unit.now`."""
        return here().store.now()

    @property
    def keys(self) -> bool:
        """Whether single keys are shortcuts (WCAG 2.1.4 asks for a way to turn them off)."""
        return request.cookies.get(KEYS) != OFF

    def may(self, action: Action) -> bool:
        return self.person is not None and may(self.person.role, action)


def viewer() -> Viewer:
    """Who asks for this page."""
    if "viewer" not in g:
        g.viewer = _viewer()
    found: Viewer = g.viewer
    return found


def _viewer() -> Viewer:
    """While the database is away nobody is known, and the page that says so is drawn all the same."""
    try:
        who: Person | None = door.person()
        zone = here().zone
    except (Unreachable, *ERRORS):
        who, zone = None, "UTC"
    language = _language(who)
    wanted = (who.digits if who else "") or request.cookies.get(DIGITS, "")
    return Viewer(who, words(language), Shown(language, digits_of(language, wanted), _zone(who, zone)))


def _language(who: Person | None) -> str:
    for wanted in (who.language if who else "", request.cookies.get(LANGUAGE, "")):
        if wanted in LANGUAGES:
            return wanted
    asked = (language.partition("-")[0].lower() for language in request.accept_languages.values())
    return next((language for language in asked if language in LANGUAGES), FIRST)


def _zone(who: Person | None, business: str) -> str:
    if who is None or not who.zone:
        return business
    try:
        return ZoneInfo(who.zone).key
    except (OSError, ValueError):
        return business
