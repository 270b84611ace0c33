"""Compiled values in the words of a sentence; it says what a value is, never whether it is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from typing import Any

from ivr.authoring.nodes import END
from ivr.calendar import Window
from ivr.callflow.conditions import Condition
from ivr.callflow.values import Type, Value

NONE = "none"
CLOSED = "closed"
GOODBYE = "goodbye"
_SPANS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def named(node: str) -> str:
    """A node as a reader knows it."""
    return GOODBYE if node == END else node


def quoted(text: str) -> str:
    """A text in quotes, on one line."""
    return f"“{' '.join(text.split())}”"


def words(name: str) -> str:
    """The name of a field as words."""
    return name.replace("_", " ")


def said(value: Any) -> str:
    """Any value of a compiled flow or business."""
    if value is None or value == ():
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, timedelta):
        return _span(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Window):
        return f"{value.start:%H:%M}-{value.end:%H:%M}"
    if isinstance(value, (Value, Condition)):
        return quoted(value.text) if isinstance(value, Value) and value.type is Type.TEXT else value.text
    if isinstance(value, (tuple, frozenset)):
        return ", ".join(said(one) for one in value)
    return str(value.value if isinstance(value, Enum) else value)


def parts(day: tuple[tuple[time, time], ...] | None) -> str:
    """The open parts of a day."""
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in day) if day else CLOSED


def flat(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every single value in a value, with the names under which it stands."""
    if isinstance(value, (Window, Value, Condition)) or not (isinstance(value, Mapping) or is_dataclass(value)):
        yield path, said(value)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from flat(one, (*path, key.isoformat() if isinstance(key, date) else str(key)))
    else:
        for field in fields(value):
            yield from flat(getattr(value, field.name), (*path, field.name))


def _span(span: timedelta) -> str:
    pieces = []
    for unit, word in _SPANS:
        count, span = divmod(span, unit)
        if count:
            pieces.append(_counted(str(count), word))
    if span or not pieces:
        pieces.append(_counted(f"{span.total_seconds():g}", "second"))
    return " ".join(pieces)


def _counted(count: str, word: str) -> str:
    return f"{count} {word}" if count == "1" else f"{count} {word}s"
