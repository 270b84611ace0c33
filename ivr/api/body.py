"""What a request's body may hold: every field once, as a description for programs and as the check of what came."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from ivr import phone
from ivr.api.problems import Problem, Refused

LARGEST = 64 * 1024
"""Bytes of a body."""
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""No moment after it is meant, and sums of moments and times stay moments."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Wrong(ValueError):
    """This is not what the field holds; says what it does."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of value: how it is described, and read."""

    schema: Mapping[str, Any]
    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `says`: what it means."""

    name: str
    kind: Kind
    says: str
    required: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """As it is described."""
        return {**self.kind.schema, "description": self.says}


@dataclass(frozen=True, slots=True)
class Way:
    """Fields that are asked for together: these, and at will those; where none is needed, at least one."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    def fits(self, names: Collection[str]) -> bool:
        """Whether a request with these fields goes this way."""
        return bool(names) and set(self.needs) <= set(names) <= {*self.needs, *self.may}


def text(most: int, least: int = 0) -> Kind:
    """NFC, of so many letters, without what cannot be kept."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not is_text(value):
            raise Wrong("a text")
        told = unicodedata.normalize("NFC", value).strip()
        if not least <= len(told) <= most:
            raise Wrong(f"a text of {least} to {most} letters")
        return told

    return Kind({"type": "string", "minLength": least, "maxLength": most}, read)


def is_text(value: str) -> bool:
    """Whether every store can keep it: no NUL, no half of a letter."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def choice(*values: str) -> Kind:
    """One of these words."""

    def read(value: Any) -> str:
        if value not in values:
            raise Wrong(f"one of {', '.join(values)}")
        return str(value)

    return Kind({"type": "string", "enum": list(values)}, read)


def flag() -> Kind:
    """Yes or no."""

    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            raise Wrong("true or false")
        return value

    return Kind({"type": "boolean"}, read)


def moment() -> Kind:
    """A moment with its offset from UTC."""

    def read(value: Any) -> datetime:
        try:
            found = datetime.fromisoformat(value).astimezone(UTC) if "T" in value.upper() else None
            if found is not None and datetime.fromisoformat(value).tzinfo and EARLIEST < found < LATEST:
                return found
        except (ValueError, TypeError, AttributeError, OverflowError):
            pass
        raise Wrong("a moment in ISO 8601 with its offset, such as 2026-11-22T10:00:00Z")

    return Kind({"type": "string", "format": "date-time"}, read)


def number() -> Kind:
    """A number in E.164."""

    def read(value: Any) -> str:
        found = phone.caller_number(value) if isinstance(value, str) else None
        if found is None:
            raise Wrong("a number in E.164, such as +12025550100")
        return found

    return Kind({"type": "string", "pattern": r"^\+[1-9][0-9]{6,14}$"}, read)


def many(kind: Kind, most: int) -> Kind:
    """A list of them, each once."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > most:
            raise Wrong(f"a list of at most {most}")
        return tuple(dict.fromkeys(kind.read(one) for one in value))

    return Kind({"type": "array", "items": dict(kind.schema), "maxItems": most}, read)


def or_null(kind: Kind) -> Kind:
    """The same, or null."""
    schema = {**kind.schema, "type": [kind.schema["type"], "null"]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return Kind(schema, lambda value: None if value is None else kind.read(value))


def described(fields: tuple[Field, ...], ways: tuple[Way, ...] = ()) -> dict[str, Any]:
    """The schema of a body."""
    if ways:
        return {"oneOf": [_way(fields, way) for way in ways]}
    made: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: field.schema for field in fields},
        "additionalProperties": False,
    }
    required = [field.name for field in fields if field.required]
    return made | ({"required": required} if required else {"minProperties": 1})


def _way(fields: tuple[Field, ...], way: Way) -> dict[str, Any]:
    named = [field for field in fields if field.name in (*way.needs, *way.may)]
    return described(tuple(replace(field, required=field.name in way.needs) for field in named))


def read(fields: tuple[Field, ...], raw: bytes, ways: tuple[Way, ...] = ()) -> dict[str, Any]:
    """What came, read; Refused tells all that is wrong at once."""
    given = _json(raw)
    known = {field.name: field for field in fields}
    wrong = [(name, "there is no such field") for name in given if name not in known]
    wrong += [(field.name, "is needed") for field in fields if field.required and field.name not in given]
    found: dict[str, Any] = {}
    for name in given.keys() & known.keys():
        try:
            found[name] = known[name].kind.read(given[name])
        except Wrong as fault:
            wrong.append((name, str(fault)))
    if not given and not wrong:
        wrong.append(("", "nothing is asked for"))
    if wrong:
        errors = [{"pointer": _pointer(name), "detail": detail} for name, detail in wrong]
        raise Refused(Problem.INVALID, "see errors: each names a field, and what it holds", errors=errors)
    if ways and not any(way.fits(found.keys()) for way in ways):
        raise Refused(Problem.INVALID, "one request does one thing: see which fields go together")
    return found


def _json(raw: bytes) -> dict[str, Any]:
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refused(Problem.UNREADABLE, "the body is no JSON") from None
    if not isinstance(given, dict):
        raise Refused(Problem.INVALID, "the body is a JSON object")
    return given


def _pointer(name: str) -> str:
    """RFC 6901, as a fragment; of a name that cannot be written, the whole."""
    return f"#/{name.replace('~', '~0').replace('/', '~1')}" if name and is_text(name) else "#"
