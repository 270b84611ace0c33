"""What a call came to know at each of its steps, and what it had known before: followed from the events that were kept.

A value that was kept nowhere, because it is secret or a system of the business told it, is not made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ivr.callflow import nodes
from ivr.callflow.collect import TYPES
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Node
from ivr.callflow.values import Type, Value, counted_on
from ivr.reports.call.calls import Event


class Sort(StrEnum):
    """How far a value is known to us."""

    OPEN = "open"
    HIDDEN = "hidden"
    """Nobody's business: it was never written down."""
    ELSEWHERE = "elsewhere"
    """It was there, and is in none of the events: from a system of the business, or made of other values."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value; `text` where it is open."""

    sort: Sort
    text: str = ""
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class Learned:
    """One value by its name. `before` is None where nothing was known of it."""

    name: str
    before: Known | None
    after: Known


HIDDEN, ELSEWHERE = Known(Sort.HIDDEN), Known(Sort.ELSEWHERE)
_Found = Iterator[tuple[str, Known]]


def learned(flow: Callflow | None, steps: Iterable[Sequence[Event]]) -> tuple[tuple[Learned, ...], ...]:
    """Of the events of each step of the caller's line, what changed in it. Without the flow, of what flows note for
    themselves nothing is told."""
    follower = _Follower(flow.nodes if flow else {})
    return tuple(tuple(follower.changes(events)) for events in steps)


class _Follower:
    """Walks along a call."""

    def __init__(self, of: Mapping[str, Node]) -> None:
        self._nodes = of
        self._known: dict[str, Known] = {}
        self._asks: nodes.Lookup | None = None

    def changes(self, events: Sequence[Event]) -> Iterator[Learned]:
        for event in events:
            for name, after in tuple(self._told(event)):
                before = self._known.get(name)
                self._known[name] = after
                if before != after or after.sort is not Sort.OPEN:
                    yield Learned(name, before, after)

    def _told(self, event: Event) -> _Found:
        node = self._nodes.get(event["node"] or "")
        if event["kind"] == "answered":
            yield event["name"], _answer(node, event.get("text", ""))
        elif event["kind"] == "entered":
            yield from self._came_back(event["node"])
            if isinstance(node, nodes.Set):
                yield from self._noted(node)
            self._asks = node if isinstance(node, nodes.Lookup) else None

    def _came_back(self, to: str) -> _Found:
        """What a system told is known where the flow goes on as it does then, and only then."""
        asked = self._asks
        if asked is not None and to == asked.next and to not in (asked.failed, asked.not_found):
            for name in asked.keep:
                yield name, ELSEWHERE

    def _noted(self, node: nodes.Set) -> _Found:
        for name, value in node.values.items():
            made = value.type is Type.TEXT and "{" in value.text
            yield name, ELSEWHERE if made and not value.sensitive else _known(value)
        for name, it in node.added.items():
            before = self._known.get(name)
            if before is not None and before.sort is not Sort.OPEN:
                yield name, ELSEWHERE
            else:
                yield name, _known(counted_on(Value(before.type, before.text) if before else None, it.by, it.first))
        for name in node.items:
            yield name, ELSEWHERE


def _known(value: Value) -> Known:
    return HIDDEN if value.sensitive else Known(Sort.OPEN, value.text, value.type)


def _answer(node: Node | None, text: str) -> Known:
    match node:
        case nodes.Collect():
            type_ = TYPES[node.kind]
        case nodes.Survey():
            type_ = Type.NUMBER
        case _:
            type_ = Type.TEXT
    return Known(Sort.OPEN, text, type_) if text else HIDDEN
