"""What a Studio flow knows about a call, under the names that it has here: answers, and a few facts.

Only what a widget on the way of a call produces is an answer; everything else that a template names is lost, by name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from ivr.authoring.studio import liquid
from ivr.authoring.studio.counts import COUNTED, HARMLESS, counted_values
from ivr.authoring.studio.liquid import Value
from ivr.authoring.studio.model import FUNCTION, GATHER, HTTP, SET, SPLIT, Studio, Widget
from ivr.authoring.studio.names import free, plain_name


class Kind(Enum):
    TEXT = "text"
    DIGITS = "digits"
    NUMBER = "number"
    FLAG = "flag"
    WORDS = "words"
    """What was said; recorded, it is never known here."""
    LIST = "list"
    """What a request was answered, of which one at a time is taken."""
    NOW = "now"
    """A fact of the clock."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A value of ours: `answers.order`, `caller.number`. `path`: where a lookup finds it in what it is answered."""

    place: str
    kind: Kind = Kind.TEXT
    widget: str = ""
    path: str = ""

    @property
    def name(self) -> str:
        return self.place.partition(".")[2]


CALLER = Ref("caller.number")
DIALLED = Ref("call.number")

_ALWAYS = {
    **dict.fromkeys(("contact.channel.address", "trigger.call.From", "trigger.call.Caller", "trigger.From"), CALLER),
    **dict.fromkeys(("trigger.message.From", "From", "Caller"), CALLER),
    **dict.fromkeys(("trigger.call.To", "trigger.call.Called", "flow.channel.address", "To", "Called"), DIALLED),
}

_VARIABLE = re.compile(r"flow\.(?:variables|data)\.([^.]+)")
_WIDGET = re.compile(r"widgets\.(.+?)\.(Digits|SpeechResult|parsed\..+)")
_BARE = ("Digits", "SpeechResult")
_NOTHING = frozenset((("plus", "0"), ("minus", "0"), ("times", "1")))
"""How a text is made a number in Liquid."""
_CLOCK = {"%H": "now.hour", "%k": "now.hour", "%-H": "now.hour", "%H%M": "now.time", "%H:%M": "now.time"}
_DAYS = {"%A": "now.weekday", "%a": "now.weekday", "%u": "now.weekday", "%w": "now.weekday"}
_DATES = {"%Y-%m-%d": "now.date", "%F": "now.date"}
CLOCK_FORMATS: Mapping[str, str] = {**_CLOCK, **_DAYS, **_DATES}
"""How Studio writes out a moment, and the fact that this is."""


class Answers:
    """The answers of one flow. `digits_used`, `words_used`: gathers whose input is named outside of its own split."""

    def __init__(self, studio: Studio, reached: list[str]) -> None:
        self._studio = studio
        self._reached = [studio.widgets[name] for name in reached]
        self.named = dict[str, set[str]]()
        """Path → the widgets that name it."""
        self._refs = dict[str, Ref]()
        self._lists = set[str]()
        self._before = _predecessors(studio)
        self._collect()

    def find(self, value: Value, here: str) -> Ref | None:
        """The value of ours that a template means; None where there is none, or where a filter changes it."""
        if value.path in ("now", "") and (value.literal == "now" or value.path):
            return _clock(value)
        if any(name not in HARMLESS and (name, by) not in _NOTHING for name, by in value.filters):
            return None
        ref = self._refs.get(self.whole(value.path, here)) or _ALWAYS.get(value.path)
        return None if value.at or (ref and ref.kind is Kind.LIST) else ref

    def taken(self, value: Value) -> tuple[Ref, Ref] | None:
        """The list, and the count that says which one of it, where a value is that."""
        of, at = self._refs.get(value.path), self._refs.get(value.at)
        return (of, at) if value.at and of and at and (of.kind, at.kind) == (Kind.LIST, Kind.NUMBER) else None

    def whole(self, path: str, here: str) -> str:
        """A path that leaves out which gather it means is about the nearest one before."""
        if path in _BARE and (gather := self._gather_before(here)):
            return f"widgets.{gather}.{path}"
        return path

    def kept(self, widget: str) -> list[Ref]:
        """What is read from the answer to a request."""
        return [ref for ref in self._refs.values() if ref.widget == widget and ref.path]

    def users(self, path: str) -> set[str]:
        return self.named.get(path, set())

    def of_variable(self, key: str) -> Ref:
        return self._refs[f"flow.variables.{key.strip()}"]

    def of_digits(self, widget: str) -> Ref | None:
        return self._refs.get(f"widgets.{widget}.Digits")

    def of_words(self, widget: str) -> Ref | None:
        return self._refs.get(f"widgets.{widget}.SpeechResult")

    def _collect(self) -> None:
        for widget in self._reached:
            for text in _texts(widget):
                lists = {it.path for it in liquid.taken(text)}
                self._lists |= lists
                for path in [*lists, *(it for it in liquid.paths(text) if not _one_of(it, lists))]:
                    whole = self.whole(path, widget.name)
                    whole = whole.replace("flow.data.", "flow.variables.", 1)
                    self.named.setdefault(whole, set()).add(widget.name)
        kinds = self._kinds()
        for widget in self._reached:
            if widget.kind == SET:
                for key, _ in widget.properties.pairs("variables"):
                    path = f"flow.variables.{key.strip()}"
                    self._add(path, plain_name(key, "value"), kinds.get(path, Kind.TEXT))
        for path in list(self.named):
            self._from_widget(path, kinds.get(path, Kind.TEXT))

    def _from_widget(self, path: str, kind: Kind) -> None:
        found = _WIDGET.fullmatch(path)
        widget = self._studio.widget(found[1]) if found else None
        if not found or not widget or widget not in self._reached:
            return
        last = path.rpartition(".")[2]
        if widget.kind == GATHER and found[2] in _BARE:
            kind = Kind.WORDS if found[2] == "SpeechResult" else Kind.NUMBER if kind is Kind.NUMBER else Kind.DIGITS
            self._add(path, plain_name(widget.name, "answer"), kind, widget.name)
        elif widget.kind in (HTTP, FUNCTION) and last not in ("first", "last"):
            inner = found[2].removeprefix("parsed.")
            called = ".".join(inner.split(".")[-2:]) if last == "size" or last.isdigit() else last
            self._add(path, plain_name(called, "value"), kind, widget.name, inner)

    def _add(self, path: str, name: str, kind: Kind, widget: str = "", inner: str = "") -> None:
        if path not in self._refs:
            taken = {ref.name for ref in self._refs.values()}
            self._refs[path] = Ref(f"answers.{free(name, taken)}", kind, widget, inner)
            if path.startswith("flow.variables."):
                self._refs[path.replace("variables", "data", 1)] = self._refs[path]

    def _kinds(self) -> dict[str, Kind]:
        """What the tests on a path and the values given to it say it is."""
        tests, constants = defaultdict[str, set[str]](set), defaultdict[str, list[str]](list)
        for widget in self._reached:
            for path, test, value in _tested(widget):
                tests[self.whole(path, widget.name)].add("size" if test in _SIZES else value.lower() or test)
            if widget.kind == SET:
                for key, template in widget.properties.pairs("variables"):
                    path = f"flow.variables.{key.strip()}"
                    values = counted_values(template, path)
                    constants[path] += values
                    if COUNTED in values:
                        tests[path].add("size")
        lists = dict.fromkeys(self._lists, Kind.LIST)
        return lists | {
            path: kind for path, seen in tests.items() if (kind := _kind(path, seen, constants.get(path, [])))
        }

    def _gather_before(self, here: str) -> str | None:
        waiting, seen = [here], {here}
        while waiting:
            name = waiting.pop(0)
            widget = self._studio.widgets[name]
            if widget.kind == GATHER and name != here:
                return name
            for before in self._before.get(name, ()):
                if before not in seen:
                    seen.add(before)
                    waiting.append(before)
        return None


def _one_of(path: str, lists: set[str]) -> bool:
    """Whether a path goes into a list by a name of the template's own."""
    inside = (path.removeprefix(f"{it}.") for it in lists if path.startswith(f"{it}."))
    return any(not rest.split(".")[0].isdecimal() and rest != "size" for rest in inside)


_SIZES = ("less_than", "greater_than")


def _kind(path: str, seen: set[str], constants: list[str]) -> Kind | None:
    if "size" in seen:
        numbers = all(value == COUNTED or re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]+)?", value) for value in constants)
        return Kind.NUMBER if numbers else None
    if seen <= {"true", "false"} and ".parsed." in path:
        return Kind.FLAG
    return None


def _clock(value: Value) -> Ref | None:
    for name, arguments in value.filters:
        if name == "date":
            shape = arguments.strip().strip("\"'")
            return Ref(CLOCK_FORMATS[shape], Kind.NOW, path=shape) if shape in CLOCK_FORMATS else None
        if name != "timezone":
            return None
    return None


def _tested(widget: Widget) -> Iterator[tuple[str, str, str]]:
    if widget.kind == SPLIT:
        for way in widget.matches:
            for condition in way.conditions:
                sides = condition.argument or widget.properties.text("input"), condition.value
                for piece in (piece for side in sides for piece in liquid.pieces(side)):
                    if isinstance(piece, Value):
                        yield piece.path, condition.test, condition.value


def _texts(widget: Widget) -> Iterable[str]:
    yield from widget.properties.strings()
    for way in widget.ways:
        for condition in way.conditions:
            yield condition.argument
            yield condition.value


def _predecessors(studio: Studio) -> dict[str, list[str]]:
    before = defaultdict[str, list[str]](list)
    for widget in studio.widgets.values():
        for way in widget.ways:
            if way.to:
                before[way.to].append(widget.name)
    return dict(before)
