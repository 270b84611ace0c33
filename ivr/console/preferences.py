"""What somebody prefers, at a click: language, digits, whether single keys are shortcuts. Kept by the browser, and
language and digits with the account of whoever has signed in."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, request
from werkzeug.exceptions import HTTPException

from ivr.console.door import person
from ivr.console.frame import Answer, back
from ivr.console.ground import here
from ivr.console.shown import BENGALI, LATIN
from ivr.console.viewer import DIGITS, KEYS, LANGUAGE, OFF
from ivr.console.words import LANGUAGES
from ivr.switchboard.sign_in import accounts

pages = Blueprint("preferences", __name__)
ALLOWED = {LANGUAGE: frozenset(LANGUAGES), DIGITS: frozenset({BENGALI, LATIN}), KEYS: frozenset({"on", OFF})}
YEAR = 365 * 86400
"""Seconds."""


@pages.post("/preferences")
def prefer() -> Answer:
    """One or more of them; then back to where it was asked."""
    chosen = {name: request.form[name] for name in ALLOWED if name in request.form}
    if not chosen or any(value not in ALLOWED[name] for name, value in chosen.items()):
        abort(400)
    who = person()
    if who is not None and (tastes := {name: chosen[name] for name in (LANGUAGE, DIGITS) if name in chosen}):
        accounts.prefer(here().store, who.by, who.id, **tastes)
    answer = back(own_page(request.form.get("next", "")))
    for name, value in chosen.items():
        answer.set_cookie(name, value, max_age=YEAR, secure=here().https, httponly=True, samesite="Lax")
    return answer


def own_page(address: str) -> str:
    """The address, if it leads to a page of ours that can be looked at; else the first one. No address from elsewhere
    sends anybody anywhere."""
    path = address.partition("?")[0]
    if not path.startswith("/") or path.startswith("//") or any(letter in address for letter in "\\\r\n\t"):
        return "/"
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return "/"
    return address
