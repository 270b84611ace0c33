"""A referee for REST, in both directions: requests that we send, answers that the simulated carrier gives.

It knows the operations that this project uses, as Twilio's own API description has them (rest.json).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Field = Mapping[str, Any]
EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
ADDRESSES = frozenset({"Url", "FallbackUrl", "StatusCallback", "VoiceUrl", "VoiceFallbackUrl"})
UNTOLD = frozenset({"auth_token"})
"""Described, but no business of a simulated carrier."""


@cache
def operations() -> list[tuple[str, re.Pattern[str], Mapping[str, Any]]]:
    """Method, pattern of the path, description."""
    text = (Path(__file__).parent / "rest.json").read_text(encoding="utf-8")
    found = []
    for name, operation in json.loads(text)["operations"].items():
        method, path = name.split(" ")
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))
        found.append((method, re.compile(pattern), operation))
    return found


def operation_for(method: str, path: str) -> tuple[Mapping[str, Any], dict[str, str]] | None:
    """The description of a request and what its path names."""
    for known, pattern, operation in operations():
        match = pattern.fullmatch(path)
        if known == method and match:
            return operation, match.groupdict()
    return None


def problems(method: str, path: str, form: Iterable[tuple[str, str]] = ()) -> list[str]:
    """What is wrong with a request; `form` as sent, repeated fields repeated; for a GET, its query."""
    found = operation_for(method, path)
    if found is None:
        return [f"{method} {path} does not exist"]
    operation, names = found
    described = operation.get("query" if method == "GET" else "form", {})
    return [*_path(operation, names), *_fields(described, operation.get("required", []), list(form))]


def _path(operation: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    for name, value in names.items():
        if not (name == "CallSid" and value == "Front"):
            yield from _value(name, value, operation["path"][name])


def _fields(described: Mapping[str, Field], required: list[str], form: list[tuple[str, str]]) -> Iterator[str]:
    given = [name for name, _ in form]
    for name in required:
        if name not in given:
            yield f"{name} is missing"
    for name in sorted(set(given)):
        if given.count(name) > 1 and not described.get(name, {}).get("many"):
            yield f"{name} is repeated"
    for name, value in form:
        if name not in described:
            yield f"{name} is no parameter"
        else:
            yield from _value(name, value, described[name])


def _value(name: str, value: str, field: Field) -> Iterator[str]:
    """One value against its description, and against the words of its page."""
    kind = field.get("type", "string")
    if kind == "integer" and not re.fullmatch("-?[0-9]+", value):
        yield f"{name}={value!r} is no whole number"
    if kind == "boolean" and value not in ("true", "false"):
        yield f"{name}={value!r} is neither true nor false"
    if "enum" in field and value not in field["enum"]:
        yield f"{name}={value!r} is none of {field['enum']}"
    if "pattern" in field and not re.fullmatch(field["pattern"], value):
        yield f"{name}={value!r} does not look like {field['pattern']}"
    if name == "StatusCallbackEvent" and value not in EVENTS:
        yield f"{name}={value!r} is none of {sorted(EVENTS)}"
    if name in ADDRESSES and value:
        yield from _address(name, value)


def _address(name: str, value: str) -> Iterator[str]:
    """Twilio wants absolute addresses whose host has no underscore."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield f"{name}={value!r} is no absolute address"
    elif "_" in parts.hostname:
        yield f"{name}={value!r}: no underscore in a host"


def answer_problems(method: str, path: str, status: int, body: bytes) -> list[str]:
    """What is wrong with an answer to a request that was accepted."""
    found = operation_for(method, path)
    if found is None:
        return [f"{method} {path} does not exist"]
    operation, _ = found
    if status != operation["status"]:
        return [f"HTTP {status}, not {operation['status']}"]
    if "answer" not in operation:
        return ["a body where none is"] if body else []
    shown = json.loads(body)
    items = shown[operation["list"]] if "list" in operation else [shown]
    return [problem for item in items for problem in _resource(item, operation["answer"])]


def _resource(item: Mapping[str, Any], described: Mapping[str, Field]) -> Iterator[str]:
    for name in described:
        if name not in item and name not in UNTOLD:
            yield f"{name} is missing"
    for name, value in item.items():
        if name not in described:
            yield f"{name} is no property"
        elif value is not None:
            yield from _property(name, value, described[name])


_TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict}


def _property(name: str, value: object, field: Field) -> Iterator[str]:
    kind = field.get("type")
    if kind in _TYPES and not isinstance(value, _TYPES[kind]):
        yield f"{name}={value!r} is no {kind}"
    elif isinstance(value, str):
        yield from _value(name, value, field)
