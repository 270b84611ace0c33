"""The OpenAPI 3.1 document, written from the table of routes and the classes that they show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ivr import __version__
from ivr.api import body
from ivr.api.route import Route
from ivr.api.schema import Json, components, reference
from ivr.api.shapes import by_hand, page_of
from ivr.reports.pages import LONGEST

_SOUGHT: Json = {"type": "string", "maxLength": 100}
_QUERY: dict[str, tuple[str, Json]] = {
    "caller": ("Only of the caller with this number, in E.164.", {"type": "string", "pattern": r"^\+[0-9]{7,15}$"}),
    "since": ("Only what began at this moment or later.", {"type": "string", "format": "date-time"}),
    "query": ("Part of a number in any form, of a name, a tag or a note; left out: who rang last.", _SOUGHT),
    "state": ("Only what is in this state.", {"type": "string"}),
    "cursor": ("Goes on where a page ended: its next_cursor, as it is.", {"type": "string"}),
    "limit": ("So many at most.", {"type": "integer", "minimum": 1, "maximum": LONGEST, "default": 50}),
}
_PARTS: dict[str, Json] = {"number": {"type": "string", "pattern": r"^\+[0-9]{7,15}$"}}
_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Drawn anew for each wish, and sent again with every try: for a day it gets the same answer.",
    "schema": {"type": "string", "pattern": "^[!#-~]{1,255}$"},
}
_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of what was read; `*` for whatever it is.",
    "schema": {"type": "string", "pattern": r'^(\*|"[0-9]+")$'},
}
_PACE: dict[str, Json] = {
    "RateLimit": {"description": "What this token may still ask, and for how long.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "How much a token may ask.", "schema": {"type": "string"}},
}
_RETRY: dict[str, Json] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}}
_ETAG: dict[str, Json] = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}}
_HELD_BACK = (429, 503)


def document(routes: Iterable[Route], shown: Iterable[type]) -> Json:
    """The whole description."""
    schemas = components(*shown)
    paths: dict[str, Json] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "IVR",
            "version": __version__,
            "summary": "Calls, callers, transfers and callbacks, as they stand, and what may be changed in them.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas | by_hand(schemas["Endpoint"]),
        },
    }


def _operation(route: Route) -> Json:
    made: Json = {"operationId": route.name, "summary": route.summary, "responses": _responses(route)}
    parameters = [_in_path(name) for name in re.findall(r"\{(\w+)}", route.path)]
    parameters += [_in_query(name, route.states) for name in route.query]
    parameters += [_KEY] if route.keyed else []
    parameters += [_MATCH] if route.matched else []
    if parameters:
        made["parameters"] = parameters
    if route.body:
        content = {"application/json": {"schema": body.described(route.body, route.ways)}}
        made["requestBody"] = {"required": True, "content": content}
    if route.scope is None:
        made["security"] = []
    return made


def _responses(route: Route) -> Json:
    """Every status that there may be, and no other."""
    schema = page_of(route.shape) if route.pages else reference(route.shape)
    pace = _PACE if route.scope is not None else {}
    tagged = _ETAG if route.matched or route.keyed else {}
    found = {str(status): _content("As asked", "application/json", schema, pace | tagged) for status in route.statuses}
    for status in sorted({problem.value.status for problem in route.problems}):
        titles = sorted({problem.value.title for problem in route.problems if problem.value.status == status})
        headers = _RETRY if status in _HELD_BACK else {}
        found[str(status)] = _content("; ".join(titles), "application/problem+json", reference("Problem"), headers)
    return found


def _content(description: str, mimetype: str, schema: Json, headers: Json) -> Json:
    made = {"description": description, "content": {mimetype: {"schema": schema}}}
    return made | ({"headers": headers} if headers else {})


def _in_path(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": _PARTS.get(name, {"type": "string"})}


def _in_query(name: str, states: tuple[str, ...]) -> Json:
    description, schema = _QUERY[name]
    if name == "state":
        schema = {**schema, "enum": list(states)}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
