"""JSON Schema (2020-12, as OpenAPI 3.1 has it) of the reports' classes, read off their type hints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Json = dict[str, Any]

_PLAIN: dict[Any, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
}

EVENT: Json = {
    "type": "object",
    "description": "What happened; further fields depend on the kind.",
    "required": ["at", "kind", "node"],
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        "kind": {"type": "string"},
        "node": {"type": ["string", "null"]},
    },
    "additionalProperties": True,
}
"""What a call's events look like."""


def components(*kinds: type) -> dict[str, Json]:
    """The schemas of these classes and of all that stands in them, by name."""
    found: dict[str, Json] = {}
    for kind in kinds:
        _add(kind, found)
    return found


def reference(name: str) -> Json:
    """Where the schema of this name stands."""
    return {"$ref": f"#/components/schemas/{name}"}


def name_of(kind: type) -> str:
    """`CallShown` is a `Call` to those outside."""
    return kind.__name__.removesuffix("Shown")


def _add(kind: type, found: dict[str, Json]) -> None:
    if name_of(kind) in found:
        return
    found[name_of(kind)] = {}
    hints = get_type_hints(kind)
    properties = {field.name: _schema(hints[field.name], found) for field in fields(kind)}
    found[name_of(kind)] = {
        "type": "object",
        "description": (kind.__doc__ or "").split("\n")[0],
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _schema(hint: Any, found: dict[str, Json]) -> Json:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        (inner,) = (one for one in get_args(hint) if one is not NoneType)
        return _or_null(_schema(inner, found))
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0], found)}
    if origin is not None and issubclass(origin, Mapping):
        return EVENT
    if is_dataclass(hint) and isinstance(hint, type):
        _add(hint, found)
        return reference(name_of(hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [str(member) for member in hint]}
    return dict(_PLAIN[hint])


def _or_null(schema: Json) -> Json:
    if "type" in schema and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
