"""The doors as web routes: default deny, one way through, and an answer whatever breaks. It reads no field itself."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import NotFound

from ivr.line.instructions import Answer, Door, HangUp, Instructions, Say, Sound
from ivr.twilio.heard import read_ring
from ivr.twilio.request import Asked, Denial, read_form, verify
from ivr.twilio.twiml import render
from ivr.twilio.urls import Urls
from ivr.webhooks import said
from ivr.webhooks.desk import Desk
from ivr.webhooks.doors import ENTRANCES, Entrance, Kind
from ivr.webhooks.sounds import sounds

MOST_BYTES = 64 * 1024
"""A request of Twilio's has some 2 kB."""

FORM = "application/x-www-form-urlencoded"

LAST_WORDS: Instructions = (
    Say("We are sorry, we have a technical problem. Please call again in a few minutes.", "en-US"),
    Say("দুঃখিত, আমাদের একটি কারিগরি সমস্যা হয়েছে। অনুগ্রহ করে কয়েক মিনিট পরে আবার কল করুন।", "bn-IN"),
    HangUp(),
)
"""Where not even the debt could be noted: it promises nothing."""

_DENIALS = {Denial.FORGED: 403, Denial.UNREADABLE: 400}
_log = logging.getLogger(__name__)


def blueprint(desk: Desk) -> Blueprint:
    """All of `/twilio/`. Every route of `voice` is denied by its own gate, also one that is added later."""
    voice = Blueprint("voice", __name__, url_prefix="/voice")
    voice.before_request(partial(_gate, desk))
    for name, entrance in ENTRANCES.items():
        view = partial(_answered, desk, name, entrance)
        voice.add_url_rule(f"/{name}", name, view, methods=["POST"], provide_automatic_options=False)
    twilio = Blueprint("twilio", __name__, url_prefix="/twilio")
    twilio.register_blueprint(voice)
    twilio.register_blueprint(sounds)
    twilio.register_blueprint(said.blueprint(desk))
    return twilio


def _gate(desk: Desk) -> Response | None:
    entrance = ENTRANCES.get((request.endpoint or "").rpartition(".")[2])
    if entrance is None:
        raise NotFound
    request.max_content_length = MOST_BYTES
    target = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or ""
    signature = request.headers.get("X-Twilio-Signature", "")
    asked = verify(desk.trust, target, _form(), signature, entrance.ids)
    if isinstance(asked, Denial):
        return Response(asked.value, _DENIALS[asked], mimetype="text/plain")
    g.asked = asked
    return None


def _form() -> Iterable[tuple[str, str]]:
    """What is sent in any other shape than Twilio's says nothing, and is signed by nobody."""
    if request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != FORM:
        return ()
    return read_form(request.get_data(cache=False).decode("utf-8", "replace"))


def _answered(desk: Desk, name: str, entrance: Entrance) -> Response:
    asked: Asked = g.asked
    try:
        answer = entrance.act(desk, asked)
        response = _response(answer.instructions, entrance.kind, desk.urls)
    except Exception as fault:
        _log.exception("the door %s broke", name)
        return _broken(desk, Door(name, tuple(sorted(asked.ids.items()))), entrance, fault)
    if answer.due:
        response.call_on_close(partial(_ring, desk, answer))
    return response


def _response(instructions: Instructions, kind: Kind, urls: Urls) -> Response:
    if kind is Kind.REPORT:
        return Response(status=204)
    if kind is Kind.LINE and instructions and isinstance(instructions[-1], Sound):
        instructions = (*instructions, HangUp())
    return Response(render(instructions, urls), mimetype="text/xml")


def _broken(desk: Desk, door: Door, entrance: Entrance, fault: Exception) -> Response:
    """A report is asked for again by a 503 (see `urls.PATIENCE`); a caller who waits goes on waiting."""
    if entrance.kind is Kind.QUEUE:
        return _response(entrance.broken, entrance.kind, desk.urls)
    try:
        said = desk.rescue(door, read_ring(g.asked), fault)
        response = _response(said, Kind.LINE, desk.urls)
    except Exception:
        _log.exception("what the door %s owes could not be noted: call %s", door.name, g.asked.sid)
        response = _response(LAST_WORDS, Kind.LINE, desk.urls)
    return Response(status=503) if entrance.kind is Kind.REPORT else response


def _ring(desk: Desk, answer: Answer) -> None:
    try:
        desk.ring(answer.due)
    except Exception:
        _log.warning("the doorbell did not ring; the sweep will find what is due", exc_info=True)
