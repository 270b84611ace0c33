"""Whether a JSON value agrees with a schema of the sort that our OpenAPI document uses; what is unknown is wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
    "object": (dict,),
    "array": (list,),
}
KNOWN = {"type", "description", "required", "properties", "additionalProperties", "items", "enum", "format", "anyOf"}


def problems_of(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str = "$") -> list[str]:
    """What is wrong with a value; empty where it agrees."""
    if "$ref" in schema:
        return problems_of(value, resolved(schema["$ref"], document), document, at)
    if unknown := schema.keys() - KNOWN:
        return [f"{at}: the checker does not know {unknown}"]
    if "anyOf" in schema:
        ways = [problems_of(value, one, document, at) for one in schema["anyOf"]]
        return [] if any(not way for way in ways) else ways[0]
    wrong = _kind(value, schema, at) or _text(value, schema, at)
    return wrong or [*_fields(value, schema, document, at), *_items(value, schema, document, at)]


def resolved(reference: str, document: dict[str, Any]) -> dict[str, Any]:
    """What a reference within the document names; KeyError where it names nothing."""
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _kind(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    fits = any(type(value) in KINDS[one] for one in allowed)
    return [] if fits else [f"{at}: {value!r} is no {allowed}"]


def _text(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    if value is not None and schema.get("format") == "date-time" and datetime.fromisoformat(value).tzinfo is None:
        return [f"{at}: {value} has no zone"]
    return [f"{at}: {value!r} is not in the list"] if value not in schema.get("enum", [value]) else []


def _fields(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str) -> list[str]:
    if not isinstance(value, dict):
        return []
    known = schema.get("properties", {})
    wrong = [f"{at}: {name} is missing" for name in schema.get("required", []) if name not in value]
    if schema.get("additionalProperties") is False:
        wrong += [f"{at}: {name} is not described" for name in value if name not in known]
    for name in known.keys() & value.keys():
        wrong += problems_of(value[name], known[name], document, f"{at}.{name}")
    return wrong


def _items(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str) -> list[str]:
    if not isinstance(value, list):
        return []
    return [wrong for n, one in enumerate(value) for wrong in problems_of(one, schema["items"], document, f"{at}[{n}]")]
