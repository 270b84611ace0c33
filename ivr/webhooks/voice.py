"""The doors on the web: default deny, one way through, and an answer whatever breaks. It reads no field itself.

They stand before the web framework, whose own way to a view costs a third of a turn; all else it is given unchanged.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple

from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import ClosingIterator, get_input_stream

from ivr.line.instructions import Answer, Door, HangUp, Instructions, Say, Sound
from ivr.twilio.heard import read_ring
from ivr.twilio.request import Asked, Denial, read_form, verify
from ivr.twilio.twiml import render
from ivr.twilio.urls import DOORS, Urls
from ivr.webhooks.desk import Desk
from ivr.webhooks.doors import ENTRANCES, Entrance, Kind

Start = Callable[[str, list[tuple[str, str]]], Any]
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
Told = Callable[[str, int, float, Mapping[str, str]], None]
"""Hears of every answer: which door, its status, when it was begun by `time.perf_counter`, the ids of its address."""

MOST_BYTES = 64 * 1024
"""A request of Twilio's has some 2 kB."""

FORM = "application/x-www-form-urlencoded"
NOWHERE = "nothing there"

LAST_WORDS: Instructions = (
    Say("We are sorry, we have a technical problem. Please call again in a few minutes.", "en-US"),
    Say("দুঃখিত, আমাদের একটি কারিগরি সমস্যা হয়েছে। অনুগ্রহ করে কয়েক মিনিট পরে আবার কল করুন।", "bn-IN"),
    HangUp(),
)
"""Where not even the debt could be noted: it promises nothing."""

_DENIALS = {Denial.FORGED: 403, Denial.UNREADABLE: 400}
_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
_TEXT, _XML = "text/plain; charset=utf-8", "text/xml; charset=utf-8"
_log = logging.getLogger(__name__)


class Reply(NamedTuple):
    """What goes back over the wire, and what is due once it has."""

    status: int
    body: bytes = b""
    kind: str = _TEXT
    due: tuple[tuple[str, int], ...] = ()
    ids: Mapping[str, str] = {}


class Voice:
    """Fills WSGI: all below `/twilio/voice/`, whatever anybody adds there behind it. `rest` answers everything else."""

    def __init__(self, desk: Desk, rest: Wsgi, told: Told) -> None:
        self._desk, self._rest, self._told = desk, rest, told

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        if not path.startswith(DOORS):
            return self._rest(environ, start)
        began, name = time.perf_counter(), path[len(DOORS) :]
        entrance = ENTRANCES.get(name)
        reply = _knocked(self._desk, name, entrance, environ) if entrance else Reply(404)
        self._told(f"twilio.voice.{name}" if entrance else NOWHERE, reply.status, began, reply.ids)
        start(_LINES[reply.status], _headers(reply))
        if reply.due:
            return ClosingIterator([reply.body], partial(_ring, self._desk, reply.due))
        return [reply.body]


def _headers(reply: Reply) -> list[tuple[str, str]]:
    if reply.status == 204:
        return []
    headers = [("Content-Type", reply.kind), ("Content-Length", str(len(reply.body)))]
    return [*headers, ("Allow", "POST")] if reply.status == 405 else headers


def _knocked(desk: Desk, name: str, entrance: Entrance, environ: dict[str, Any]) -> Reply:
    if environ["REQUEST_METHOD"] != "POST":
        return Reply(405)
    signature = environ.get("HTTP_X_TWILIO_SIGNATURE", "")
    try:
        asked = verify(desk.trust, _target(environ), _form(environ), signature, entrance.ids)
    except HTTPException as refused:
        return Reply(refused.code or 400)
    except Exception:
        _log.exception("the door %s cannot tell who knocks", name)
        return Reply(500)
    if isinstance(asked, Denial):
        return Reply(_DENIALS[asked], asked.value.encode())
    return _answered(desk, name, entrance, asked)._replace(ids=asked.ids)


def _target(environ: dict[str, Any]) -> str:
    """Path and query as they came over the wire; where a server does not tell, as it read them: at a door, whose name
    needs no encoding, that is the same."""
    told: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if told:
        return told
    query = environ.get("QUERY_STRING", "")
    return f"{environ.get('SCRIPT_NAME', '')}{environ['PATH_INFO']}{'?' if query else ''}{query}"


def _form(environ: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """What is sent in any other shape than Twilio's says nothing, and is signed by nobody. HTTPException where it is
    too much, or ends too early."""
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != FORM:
        return ()
    return read_form(get_input_stream(environ, max_content_length=MOST_BYTES).read().decode("utf-8", "replace"))


def _answered(desk: Desk, name: str, entrance: Entrance, asked: Asked) -> Reply:
    try:
        answer: Answer = entrance.act(desk, asked)
        return _reply(answer.instructions, entrance.kind, desk.urls)._replace(due=tuple(answer.due))
    except Exception as fault:
        _log.exception("the door %s broke", name)
        return _broken(desk, Door(name, tuple(sorted(asked.ids.items()))), entrance, asked, fault)


def _reply(instructions: Instructions, kind: Kind, urls: Urls) -> Reply:
    if kind is Kind.REPORT:
        return Reply(204)
    if kind is Kind.LINE and instructions and isinstance(instructions[-1], Sound):
        instructions = (*instructions, HangUp())
    return Reply(200, render(instructions, urls).encode(), _XML)


def _broken(desk: Desk, door: Door, entrance: Entrance, asked: Asked, fault: Exception) -> Reply:
    """A report is asked for again by a 503 (see `urls.PATIENCE`); a caller who waits goes on waiting."""
    if entrance.kind is Kind.QUEUE:
        return _reply(entrance.broken, entrance.kind, desk.urls)
    try:
        reply = _reply(desk.rescue(door, read_ring(asked), fault), Kind.LINE, desk.urls)
    except Exception:
        _log.exception("what the door %s owes could not be noted: call %s", door.name, asked.sid)
        reply = _reply(LAST_WORDS, Kind.LINE, desk.urls)
    return Reply(503) if entrance.kind is Kind.REPORT else reply


def _ring(desk: Desk, due: tuple[tuple[str, int], ...]) -> None:
    try:
        desk.ring(due)
    except Exception:
        _log.warning("the doorbell did not ring; the sweep will find what is due", exc_info=True)
