"""A call flow in the making: nodes whose fields are YAML to be, with targets that can still be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ivr.authoring.studio.names import free


@dataclass(slots=True, eq=False)
class To:
    """A way to a node."""

    node: str


@dataclass(slots=True)
class Node:
    """One node. `fields` stand under the kind, or are its one value; `notes` become comments above it."""

    name: str
    kind: str
    fields: dict[str, Any] | str | None
    beside: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def targets(self) -> Iterator[To]:
        yield from _targets(self.fields)
        yield from _targets(self.beside)


@dataclass(slots=True)
class Draft:
    """The nodes by name, in the order in which they are written."""

    start: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)

    def add(
        self,
        wanted: str,
        kind: str,
        fields: dict[str, Any] | str | None = None,
        beside: dict[str, Any] | None = None,
        notes: list[str] | None = None,
    ) -> str:
        """Puts a node there, under that name or the next that is free; its name."""
        name = free(wanted, self.nodes)
        self.nodes[name] = Node(name, kind, fields, beside or {}, notes or [])
        return name

    def users(self, name: str) -> int:
        """How many ways lead to a node."""
        return sum(to.node == name for node in self.nodes.values() for to in node.targets()) + (self.start == name)


def _targets(value: Any) -> Iterator[To]:
    if isinstance(value, To):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _targets(item)
    elif isinstance(value, list):
        for item in value:
            yield from _targets(item)
