"""The table of routes as web routes: default deny, few at once, and every fault told as a problem."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from ivr.api.gate import admit
from ivr.api.problems import Problem, Refused, response
from ivr.api.route import Route, Source
from ivr.api.routes import ROUTES
from ivr.store.sql import SqlStore
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Scope

PREFIX = "/api/v1"
AT_ONCE = 3
"""Requests in one process: a flood of them never takes the threads that answer calls."""

log = logging.getLogger(__name__)

_OPEN = frozenset(route.name for route in ROUTES if route.scope is None)
_NEEDED = {route.name: route.scope for route in ROUTES}


def blueprint(store: SqlStore, sweep_period: timedelta, at_once: int = AT_ONCE) -> Blueprint:
    """All of `/api/v1`. Whatever is added without a row in the table is denied."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    source, places = Source(store, sweep_period), threading.BoundedSemaphore(at_once)
    api.before_request(lambda: _gate(store))
    for route in ROUTES:
        path = route.path.replace("{", "<").replace("}", ">")
        view = _view(route, source, places)
        api.add_url_rule(path, route.name, view, methods=["GET"], provide_automatic_options=False)
    api.register_error_handler(Refused, response)
    api.register_error_handler(Unreachable, _away)
    api.register_error_handler(Exception, _broken)
    api.app_errorhandler(HTTPException)(_not_ours)
    return api


def _gate(store: SqlStore) -> None:
    name = (request.endpoint or "").rpartition(".")[2]
    if name not in _OPEN:
        admit(store, request.headers.get("Authorization", ""), _NEEDED.get(name) or Scope.WRITE)


def _view(route: Route, source: Source, places: threading.BoundedSemaphore) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        if not places.acquire(blocking=False):
            raise Refused(Problem.BUSY, "ask one thing after the other")
        try:
            found = route.read(source, ids, dict(request.args.items()))
        finally:
            places.release()
        if found is None:
            raise Refused(Problem.NOT_FOUND, "nothing has this id")
        return _answer(found)

    return view


def _answer(found: object) -> Response:
    answer = Response(json.dumps(found, ensure_ascii=False), mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    if isinstance(found, dict) and isinstance(found.get("version"), int) and "attempts" in found:
        answer.set_etag(str(found["version"]))
    return answer


def _away(fault: Unreachable) -> Response:
    log.warning("the database is away: %s", fault)
    return response(Refused(Problem.AWAY, "try again in a few seconds"))


def _broken(fault: Exception) -> Response:
    log.error("a request to the API broke", exc_info=fault)
    return response(Refused(Problem.BROKEN, "it is written in the log"))


def _not_ours(fault: HTTPException) -> Response | HTTPException:
    """No route of the table: elsewhere in the application that is none of our business."""
    if not request.path.startswith(f"{PREFIX}/"):
        return fault
    if isinstance(fault, MethodNotAllowed):
        return response(Refused(Problem.METHOD_NOT_ALLOWED, "this address is only read"))
    return response(Refused(Problem.NOT_FOUND, f"see {PREFIX}/openapi.json"))
