"""The pages as an application of their own: its cookies, its guards and its faults are none of the carrier's doors'."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect

from ivr.console import assets, callables, faults, frame, live, pace, preferences, trail
from ivr.console.accounts import every as accounts
from ivr.console.ground import KEY, Ground
from ivr.console.pages import answering, callback_deeds, calls, home, knowledge, outside, people_deeds, teams
from ivr.console.pages.callers import every as callers
from ivr.console.policy import DEAF, POLICY
from ivr.console.secret import secret_of

PAGES = (
    accounts.pages, answering.pages, callback_deeds.pages, callers.pages, calls.pages, home.pages,
    knowledge.pages, live.pages, outside.pages, people_deeds.pages, preferences.pages, teams.pages,
    trail.pages,
)  # fmt: skip
"""Every page's blueprint; a new page is one more here, and one more line in tests/browser/sweep.py."""

PUBLIC = frozenset({"assets.send", "preferences.prefer"}) | accounts.PUBLIC
"""Endpoints that need nobody to have signed in. Every other one names the action that it is."""
MOST_BYTES = 2 * 1024 * 1024
"""Of a form."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": DEAF,
    "Cache-Control": "no-store",
}
"""On every answer that does not say otherwise."""
HSTS = "max-age=31536000"


def make_console(ground: Ground) -> Flask:
    """The application. LookupError where a template names an asset that is not there."""
    app = Flask("ivr.console", static_folder=None)
    app.extensions[KEY] = ground
    app.config.update(
        SECRET_KEY=secret_of(ground.settings),
        SESSION_COOKIE_NAME="__Host-ivr" if ground.https else "ivr",
        SESSION_COOKIE_SECURE=ground.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(pace.keep(pace.Pace()))
    CSRFProtect(app)
    frame.furnish(app)
    faults.catch(app)
    app.register_blueprint(assets.blueprint())
    for pages in PAGES:
        app.register_blueprint(pages)
    app.before_request(_guarded)
    app.before_request(frame.note_mark)
    app.after_request(_dressed)
    callables.demand(app)
    return app


def _guarded() -> None:
    """A view that does not say what it is for is shown to nobody."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and request.endpoint not in PUBLIC and not hasattr(view, "needs"):
        abort(403)


def _dressed(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    ground: Ground = current_app.extensions[KEY]
    if ground.https:
        answer.headers.setdefault("Strict-Transport-Security", HSTS)
    return answer
