"""What went wrong, in words, in the person's language: as a page, or as a toast where only a part was asked for."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ivr.console import frame, toasts
from ivr.console.words import N_
from ivr.store.sql.refusals import ERRORS
from ivr.switchboard.ports import Unreachable

log = logging.getLogger(__name__)

TEXTS: dict[int, tuple[str, str]] = {
    400: (N_("This could not be read"), N_("Go back and try once more.")),
    403: (N_("This is not for you"), N_("Your role does not allow this. The owner of the business can change that.")),
    404: (N_("There is nothing here"), N_("The address is wrong, or what stood here is gone.")),
    405: (N_("This cannot be done here"), N_("Go back and try once more.")),
    409: (N_("Somebody else was quicker"), N_("Nothing was changed. Look at it as it is now, then decide again.")),
    413: (N_("This is too large"), N_("Send less at once.")),
    429: (N_("Too much at once"), N_("Wait a moment, then try again.")),
    500: (N_("A fault of ours"), N_("It has been written down. Nothing of your calls is lost.")),
    503: (
        N_("The database is away"),
        N_("Calls are answered all the same, and every missed caller is noted. This page looks again by itself."),
    ),
}
FORM_TOO_OLD = (N_("This page was open for too long"), N_("Load it anew; then send the form once more."))
LAST_WORDS = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>A fault of ours</title>'
    '<h1>A fault of ours</h1><p>It has been written down.</p><p lang="bn">আমাদের একটি ত্রুটি হয়েছে। তা লিখে রাখা হয়েছে।</p>'
)
"""Where not even the page of faults can be drawn."""
AGAIN = "5"
"""Seconds until a database that is away is asked again."""


def catch(app: Flask) -> None:
    """Nobody sees a bare fault."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(CSRFError, _too_old)
    app.register_error_handler(frame.Stale, _stale)
    for away in (Unreachable, *ERRORS):
        app.register_error_handler(away, _away)
    app.register_error_handler(Exception, _broken)


def _refused(error: HTTPException) -> frame.Answer:
    code = error.code or 500
    if error.response is not None or code < 400:
        return Response.force_type(error.get_response())
    return _told(code, *TEXTS.get(code, TEXTS[400]))


def _too_old(error: CSRFError) -> frame.Answer:
    return _told(400, *FORM_TOO_OLD)


def _stale(error: frame.Stale) -> frame.Answer:
    return _told(409, *TEXTS[409], str(error))


def _away(error: Exception) -> frame.Answer:
    log.warning("the database is away: %s", type(error).__name__)
    g.pop("viewer", None)
    answer = _told(503, *TEXTS[503])
    answer.headers["Retry-After"] = AGAIN
    return answer


def _broken(error: Exception) -> frame.Answer:
    log.exception("a page failed")
    try:
        return _told(500, *TEXTS[500])
    except Exception:
        log.exception("and so did the page that says so")
        return Response(LAST_WORDS, 500, mimetype="text/html")


def _told(code: int, title: str, text: str, more: str = "") -> Response:
    """`title` and `text` by their English; `more` is said as it is."""
    if frame.by_htmx():
        said = " ".join(filter(None, (frame._(title) + ".", more or frame._(text))))
        return Response(render_template("toasts.html", pending=(toasts.Toast(said),)), code, mimetype="text/html")
    return frame.page("fault.html", code, code=code, title=title, text=text, more=more)
