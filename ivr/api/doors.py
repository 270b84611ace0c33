"""The table of routes as web routes: default deny, few at once, and every fault told as a problem."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from ivr.api import body
from ivr.api.gate import admit
from ivr.api.pace import Pace
from ivr.api.problems import Problem, Refused, response
from ivr.api.route import Request, Route, Source, Told
from ivr.api.routes import ROUTES
from ivr.egress.sealing import Seal
from ivr.store.sql.store import SqlStore
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Conflict, Doorbell, Unreachable
from ivr.switchboard.rows import Scope, Token
from ivr.switchboard.trail import By

PREFIX = "/api/v1"
AT_ONCE = 3
"""Requests in one process: a flood of them never takes the threads that answer calls."""

log = logging.getLogger(__name__)

_NEEDED = {route.name: route.scope for route in ROUTES}
_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,255})"?', re.ASCII)


def blueprint(board: Board, bell: Doorbell, seal: Seal, at_once: int = AT_ONCE, pace: Pace | None = None) -> Blueprint:
    """All of `/api/v1`. Whatever is added without a row in the table is denied. `seal`: how secrets are kept."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    store, counted = cast(SqlStore, board.store), pace or Pace()
    source, places = Source(store, board, bell, seal), threading.BoundedSemaphore(at_once)
    api.before_request(lambda: _gate(store, counted, places))
    api.after_request(_tell_pace)
    for route in ROUTES:
        path = re.sub(r"\{(\w+)}", r"<\1>", route.path)
        view = _view(route, source, places)
        api.add_url_rule(path, route.name, view, methods=[route.method], provide_automatic_options=False)
    api.register_error_handler(Refused, response)
    api.register_error_handler(Unreachable, _away)
    api.register_error_handler(Conflict, _beaten)
    api.register_error_handler(Exception, _broken)
    api.app_errorhandler(HTTPException)(_not_ours)
    return api


def _gate(store: SqlStore, pace: Pace, places: threading.BoundedSemaphore) -> None:
    """Looking a token up is work as well: a flood of made-up ones is turned away as any other."""
    name = (request.endpoint or "").rpartition(".")[2]
    if _NEEDED.get(name, Scope.WRITE) is None:
        return
    with _place(places):
        g.token = admit(store, request.headers.get("Authorization", ""), _NEEDED.get(name) or Scope.WRITE)
    g.left = pace.take(g.token.id)
    if g.left.requests < 0:
        raise Refused(Problem.OFTEN, "wait, as Retry-After says", {"Retry-After": str(g.left.seconds)})


def _tell_pace(answer: Response) -> Response:
    if "left" in g:
        answer.headers.update(g.left.headers)
    return answer


@contextmanager
def _place(places: threading.BoundedSemaphore) -> Iterator[None]:
    """One of the few; Refused where all are taken."""
    if not places.acquire(blocking=False):
        raise Refused(Problem.BUSY, "ask one thing after the other")
    try:
        yield
    finally:
        places.release()


def _view(route: Route, source: Source, places: threading.BoundedSemaphore) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        with _place(places):
            found = route.act(source, _read(route, ids))
        if found is None:
            raise Refused(Problem.NOT_FOUND, "nothing has this id")
        return _answer(found)

    return view


def _read(route: Route, ids: dict[str, str]) -> Request:
    """The request; Refused where it cannot be read."""
    query = dict(request.args.items())
    if not all(body.is_text(value) for value in (*ids.values(), *query, *query.values())):
        raise Refused(Problem.BAD_PARAMETER, "no such letters")
    by = _by(g.get("token"))
    if route.method == "GET":
        return Request(ids, query, by)
    if query:
        raise Refused(Problem.BAD_PARAMETER, "all that is asked for stands in the body")
    if route.matched and not (request.if_match or request.if_match.star_tag):
        raise Refused(Problem.NEEDS_MATCH, "send the ETag of what you read as If-Match")
    given = body.read(route.body, _raw(), route.ways) if route.body else {}
    return Request(ids, {}, by, given, _key() if route.keyed else "", _seen)


def _raw() -> bytes:
    if request.mimetype != "application/json":
        raise Refused(Problem.NOT_JSON, "send Content-Type: application/json")
    if (request.content_length or 0) > body.LARGEST:
        raise Refused(Problem.TOO_LARGE, f"at most {body.LARGEST} bytes")
    return request.stream.read(body.LARGEST + 1)[: body.LARGEST]


def _key() -> str:
    found = _KEY.fullmatch(request.headers.get("Idempotency-Key", ""))
    if found is None:
        raise Refused(Problem.BAD_PARAMETER, "send a header Idempotency-Key: 1 to 255 letters, another for each wish")
    return found[1]


def _seen(version: int) -> bool:
    return bool(request.if_match.star_tag) or str(version) in request.if_match.as_set()


def _by(token: Token | None) -> By:
    return By(None, token.name, program=f"token:{token.id}") if token else By(None, "", program="nobody")


def _answer(found: Told) -> Response:
    text = found.text or json.dumps(found.body, ensure_ascii=False)
    answer = Response(text, found.status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    if found.version is not None:
        answer.set_etag(str(found.version))
    return answer


def _away(fault: Unreachable) -> Response:
    log.warning("the database is away: %s", fault)
    return response(Refused(Problem.AWAY, "try again in a few seconds"))


def _beaten(fault: Conflict) -> Response:
    return response(Refused(Problem.CONFLICT, "others were quicker every time: try again", reason="beaten"))


def _broken(fault: Exception) -> Response:
    log.error("a request to the API broke", exc_info=fault)
    return response(Refused(Problem.BROKEN, "it is written in the log"))


def _not_ours(fault: HTTPException) -> Response | HTTPException:
    """No route of the table: elsewhere in the application that is none of our business."""
    if not request.path.startswith(f"{PREFIX}/"):
        return fault
    if isinstance(fault, MethodNotAllowed):
        allowed = {"Allow": ", ".join(sorted(fault.valid_methods or ()))}
        return response(Refused(Problem.METHOD_NOT_ALLOWED, "Allow says which it knows", allowed))
    return response(Refused(Problem.NOT_FOUND, f"see {PREFIX}/openapi.json"))
