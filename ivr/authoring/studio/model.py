"""A Studio flow as values: widgets, the ways out of them, and the tests on those ways. It judges nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

TRIGGER = "trigger"
SAY = "say-play"
GATHER = "gather-input-on-call"
SPLIT = "split-based-on"
SET = "set-variables"
CONNECT = "connect-call-to"
ENQUEUE = "enqueue-call"
FLEX = "send-to-flex"
VOICEMAIL = "record-voicemail"
HTTP = "make-http-request"
FUNCTION = "run-function"
SUBFLOW = "run-subflow"
MESSAGE = "send-message"
REDIRECT = "add-twiml-redirect"
PASS = "(pass)"
"""Goes on to what is next: where a subflow begins, and where it ends."""
HANG_UP = "hang-up"
"""No type of Studio's own: flows that programs wrote have it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a split, such as equal_to; `label` is what the author called it."""

    test: str
    argument: str
    value: str
    label: str = ""

    def rewritten(self, change: Callable[[str], str]) -> Condition:
        return replace(self, argument=change(self.argument), value=change(self.value))


@dataclass(frozen=True, slots=True)
class Way:
    """A transition. `to` is the name of a widget, or None where the flow ends and a call hangs up."""

    event: str
    to: str | None
    conditions: tuple[Condition, ...] = ()


class Properties:
    """What a widget was set to; `number_of_digits` and `numberOfDigits` are one name."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = {_folded(key): value for key, value in values.items()}

    def get(self, *names: str) -> Any:
        """The first of these that is there and says something."""
        found = (self._values.get(_folded(name)) for name in names)
        return next((value for value in found if value not in (None, "", [], {})), None)

    def text(self, *names: str) -> str:
        value = self.get(*names)
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if isinstance(value, str | int | float) else ""

    def whole(self, *names: str) -> int | None:
        """A whole number that is not negative, or None."""
        text = self.text(*names).strip()
        return int(text) if re.fullmatch("[0-9]{1,6}", text, re.ASCII) else None

    def pairs(self, *names: str) -> list[tuple[str, str]]:
        """Keys with their values, written as a list of {key, value} or as one mapping."""
        value = self.get(*names)
        if isinstance(value, dict):
            return [(str(key), _plain(item)) for key, item in value.items()]
        items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
        return [(str(item.get("key", "")), _plain(item.get("value"))) for item in items if item.get("key")]

    def rewritten(self, change: Callable[[str], str]) -> Properties:
        """The same with every text within changed."""
        return Properties(_mapped(self._values, change))

    def strings(self) -> list[str]:
        """Every text within, however deep."""
        return list(_strings(list(self._values.values())))


@dataclass(frozen=True, slots=True)
class Widget:
    """`kind` is the type as Studio writes it today; `written` as it stands in the file."""

    name: str
    kind: str
    written: str
    properties: Properties
    ways: tuple[Way, ...]

    def to(self, *events: str) -> str | None:
        """Where the first of these transitions leads that leads anywhere."""
        return next((way.to for event in events for way in self.ways if way.event == event and way.to), None)

    def has(self, event: str) -> bool:
        return any(way.event == event for way in self.ways)

    def rewritten(self, change: Callable[[str], str]) -> Widget:
        """The same with every text changed that a call may fill in."""
        return replace(
            self,
            properties=self.properties.rewritten(change),
            ways=tuple(
                replace(way, conditions=tuple(it.rewritten(change) for it in way.conditions)) for way in self.ways
            ),
        )

    @property
    def matches(self) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if way.conditions)


@dataclass(frozen=True, slots=True)
class Studio:
    """A whole flow. `start`: the widget at which an incoming call arrives; None: a call is not answered by it."""

    title: str
    widgets: Mapping[str, Widget]
    start: str | None
    started_by: str = "incomingCall"
    begins: str | None = None
    """Where it begins when another flow runs it."""
    sid: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Widgets that only join others, and the widget of the export for which each stands."""
    ends: Mapping[str, str] = field(default_factory=dict)
    """Widget of a subflow → where the flow goes on when that ends there."""

    def widget(self, name: str | None) -> Widget | None:
        return self.widgets.get(name) if name else None

    def reached(self, start: str | None) -> list[str]:
        """Everything to which a call can come from there, in the order in which it does."""
        waiting, seen = [start] if start in self.widgets else [], dict[str, None]()
        while waiting:
            name = waiting.pop(0)
            if name is None or name in seen:
                continue
            seen[name] = None
            waiting += [way.to for way in self.widgets[name].ways if way.to]
        return list(seen)


def _folded(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(item, change) for key, item in value.items()}
    return [_mapped(item, change) for item in value] if isinstance(value, list) else value


def _strings(value: Any) -> list[str]:
    found, waiting = list[str](), [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            waiting += list(item.values())
        elif isinstance(item, list):
            waiting += item
    return found
