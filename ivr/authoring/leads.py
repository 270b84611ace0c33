"""The ways out of a compiled node with the names that they have there, for every kind alike.

Which fields of a kind lead onward is found out by asking `ahead.exits`, so a new kind needs no word here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

from ivr.callflow.ahead import exits
from ivr.callflow.nodes import Node

Path = tuple[str | int, ...]
"""Where something stands in a node: a field, then a key or a place in it, then a field of that."""

DEEPEST = 3
_PROBE = "\0probe"
"""No node has this name."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One way out. `key` is what a caller presses for it, `when` the condition under which it is taken."""

    path: Path
    target: str
    key: str = ""
    when: str = ""

    @property
    def label(self) -> str:
        """How the way is called: by its key, its condition or its field."""
        return self.key or self.when or str(self.path[0])


def kind_of(node: Node) -> str:
    """The word by which this kind is written."""
    name = type(node).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def leads(node: Node) -> tuple[Lead, ...]:
    """All ways out of a node, in the order in which they stand in it; one that is left empty is none."""
    return tuple(_lead(node, path, text) for path, text in _texts(node, ()) if text and _leads_on(node, path))


def led_elsewhere(node: Node, names: Mapping[str, str]) -> Node:
    """The node, with other names for the nodes to which it leads."""
    for lead in leads(node):
        if lead.target in names:
            node = _put(node, lead.path, names[lead.target])
    return node


def _lead(node: Node, path: Path, target: str) -> Lead:
    if len(path) == 1:
        return Lead(path, target)
    held = getattr(node, str(path[0]))[path[1]]
    condition = getattr(held, "when", None)
    if condition is not None:
        return Lead(path, target, when=condition.text)
    return Lead(path, target, key=str(path[1]))


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in a value, with where it stands."""
    if isinstance(value, str):
        yield path, value
    elif len(path) < DEEPEST:
        for step, one in _parts(value):
            yield from _texts(one, (*path, step))


def _parts(value: Any) -> list[tuple[str | int, Any]]:
    if is_dataclass(value):
        return [(field.name, getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, tuple) else []


_KNOWN: dict[tuple[type, Path], bool] = {}


def _leads_on(node: Node, path: Path) -> bool:
    """Whether the text there names a node; what stands there in one node of a kind is the same in all."""
    pattern = type(node), tuple(step if place in _named(len(path)) else "*" for place, step in enumerate(path))
    if pattern not in _KNOWN:
        _KNOWN[pattern] = _PROBE in exits(_put(node, path, _PROBE))
    return _KNOWN[pattern]


@cache
def _named(length: int) -> frozenset[int]:
    """Which steps of a path are fields; the middle one is a key or a place."""
    return frozenset({0, 2}) if length > 1 else frozenset({0})


def _put(value: Any, path: Path, text: str) -> Any:
    """The value, with another text at a place in it."""
    if not path:
        return text
    step, rest = path[0], path[1:]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{str(step): _put(getattr(value, str(step)), rest, text)})
    if isinstance(value, Mapping):
        return {name: _put(one, rest, text) if name == step else one for name, one in value.items()}
    return tuple(_put(one, rest, text) if place == step else one for place, one in enumerate(value))
