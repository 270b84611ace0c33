"""The OpenAPI 3.1 document, written from the table of routes and the classes that they show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ivr import __version__
from ivr.api.problems import Problem
from ivr.api.route import Route
from ivr.api.schema import Json, components, reference
from ivr.reports.pages import LONGEST

_QUERY: dict[str, tuple[str, Json]] = {
    "caller": ("Only of the caller with this number, in E.164.", {"type": "string"}),
    "since": ("Only what began at this moment or later.", {"type": "string", "format": "date-time"}),
    "state": ("Only what is in this state.", {"type": "string"}),
    "cursor": ("Goes on where a page ended: its next_cursor, as it is.", {"type": "string"}),
    "limit": ("So many at most.", {"type": "integer", "minimum": 1, "maximum": LONGEST, "default": 50}),
}

_AUDIT: Json = {
    "type": "object",
    "description": "obligations = waiting + served + via_callback.open + via_callback.final + waived",
    "required": ["obligations", "waiting", "served", "via_callback", "waived", "overdue", "late", "callback_rows"]
    + ["balanced"],
    "properties": {
        **dict.fromkeys(("obligations", "waiting", "served", "waived", "overdue", "late"), {"type": "integer"}),
        "via_callback": {
            "type": "object",
            "required": ["open", "final"],
            "properties": {"open": {"type": "integer"}, "final": {"type": "integer"}},
        },
        "callback_rows": {"type": "integer"},
        "balanced": {"type": "boolean"},
    },
}

_PROBLEM: Json = {
    "type": "object",
    "description": "RFC 9457. The type never changes; detail is for people.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": [problem.type for problem in Problem]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def document(routes: Iterable[Route], shown: Iterable[type]) -> Json:
    """The whole description."""
    schemas = components(*shown) | {"Audit": _AUDIT, "OpenApi": {"type": "object"}, "Problem": _PROBLEM}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "IVR",
            "version": __version__,
            "summary": "Calls, callers, transfers and callbacks, as they stand.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": {route.path: {"get": _operation(route)} for route in routes},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }


def _operation(route: Route) -> Json:
    made: Json = {
        "operationId": route.name,
        "summary": route.summary,
        "responses": {"200": _answer(route), "default": _content("application/problem+json", reference("Problem"))},
    }
    parameters = [_in_path(name) for name in re.findall(r"\{(\w+)}", route.path)]
    parameters += [_in_query(name, route.states) for name in route.query]
    if parameters:
        made["parameters"] = parameters
    if route.scope is None:
        made["security"] = []
    return made


def _answer(route: Route) -> Json:
    schema = reference(route.shape)
    if route.pages:
        schema = {
            "type": "object",
            "required": ["data", "next_cursor"],
            "properties": {
                "data": {"type": "array", "items": schema},
                "next_cursor": {"type": ["string", "null"]},
            },
        }
    return _content("application/json", schema)


def _content(mimetype: str, schema: Json) -> Json:
    description = "A problem" if "problem" in mimetype else "As asked"
    return {"description": description, "content": {mimetype: {"schema": schema}}}


def _in_path(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _in_query(name: str, states: tuple[str, ...]) -> Json:
    description, schema = _QUERY[name]
    if name == "state":
        schema = {**schema, "enum": list(states)}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
