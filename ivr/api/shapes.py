"""The shapes of answers that no class of the reports has, as they are described."""

from __future__ import annotations

from ivr.api.problems import Problem
from ivr.api.schema import Json, reference

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

_TEXT: Json = {"type": "string"}

_DEED: Json = {
    "type": "object",
    "description": "Who saw or changed what. Of callers it names nothing by which they could be known.",
    "required": ["at", "name", "action", "subject", "address", "before", "after"],
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        **dict.fromkeys(("name", "action", "subject", "address"), _TEXT),
        "before": {"type": "object", "additionalProperties": True},
        "after": {"type": "object", "additionalProperties": True},
    },
    "additionalProperties": False,
}

_TAKEN: Json = {
    "type": "object",
    "description": "What became of a disposition: decided; late, for it had been before; anew, as a debt of its own.",
    "required": ["taken"],
    "properties": {"taken": {"type": "string", "enum": ["decided", "late", "anew"]}},
}

_EXPORT: Json = {
    "type": "object",
    "description": "All that is kept of one person: by the name of each table its rows.",
    "required": ["callers", "calls", "notes", "ledger"],
    "additionalProperties": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
}

_PROBLEM: Json = {
    "type": "object",
    "description": "RFC 9457. The type never changes; detail is for people, reason for programs.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": [problem.type for problem in Problem]},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "reason": _TEXT,
        "until": {"type": "string", "format": "date-time"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": _TEXT, "detail": _TEXT},
            },
        },
    },
}


def by_hand(endpoint: Json) -> dict[str, Json]:
    """All of them, by name. `endpoint`: the schema of one that is not new."""
    new = {
        **endpoint,
        "description": "An endpoint with the secret that its deliveries are signed with: it is never shown again.",
        "required": [*endpoint["required"], "secret"],
        "properties": {**endpoint["properties"], "secret": _TEXT},
    }
    shapes = {"Audit": _AUDIT, "OpenApi": {"type": "object"}, "Deed": _DEED, "Export": _EXPORT, "Taken": _TAKEN}
    return {**shapes, "Problem": _PROBLEM, "NewEndpoint": new}


def page_of(shape: str) -> Json:
    """A page of a list."""
    return {
        "type": "object",
        "required": ["data", "next_cursor"],
        "properties": {
            "data": {"type": "array", "items": reference(shape)},
            "next_cursor": {"type": ["string", "null"]},
        },
    }
