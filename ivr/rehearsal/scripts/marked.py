"""A call flow in which every way out of a node is a place of its own, so that a call shows which ways it took.

It knows no kind of node: a text in a node is a way out if `exits` says so once another name stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, NamedTuple

from ivr.callflow.ahead import exits
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Go, Node

_PROBE = "\0"
_Path = tuple[str | int, ...]


class Way(NamedTuple):
    """A way out of a node: `label` is the key that is pressed, or the word under which the author wrote where to."""

    node: str
    label: str


@dataclass(frozen=True, slots=True)
class Marked:
    """`flow` behaves as the one it was made from; `ways` tells which way each of its new places stands for."""

    flow: Callflow
    ways: Mapping[str, Way]


def marked(flow: Callflow) -> Marked:
    """The flow with a place on every way."""
    nodes: dict[str, Node] = {}
    ways: dict[str, Way] = {}
    for name, node in flow.nodes.items():
        for path, label, target in _ways(flow, node):
            place = f"{name} → {label}"
            ways[place] = Way(name, label)
            nodes[place] = Go(target)
            node = _swapped(node, path, place)
        nodes[name] = node
    return Marked(replace(flow, nodes=nodes), ways)


def _ways(flow: Callflow, node: Node) -> list[tuple[_Path, str, str]]:
    """Where a target stands in the node, what the way there is called, and the target."""
    texts = [(path, label, text) for path, label, text in _texts(node, (), "") if text in flow.nodes]
    return [(path, label, text) for path, label, text in texts if _PROBE in exits(_swapped(node, path, _PROBE))]


def _texts(value: Any, path: _Path, label: str) -> Iterator[tuple[_Path, str, str]]:
    if isinstance(value, str):
        yield path, label, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), (*path, field.name), label or field.name)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, (*path, key), key)
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _texts(one, (*path, place), f"when {place + 1}")


def _swapped(value: Any, path: _Path, text: str) -> Any:
    """The value with another text at the end of the path."""
    if not path:
        return text
    at, *rest = path
    if isinstance(value, Mapping):
        return {**value, at: _swapped(value[at], tuple(rest), text)}
    if isinstance(value, tuple):
        return (*value[: int(at)], _swapped(value[int(at)], tuple(rest), text), *value[int(at) + 1 :])
    return replace(value, **{str(at): _swapped(getattr(value, str(at)), tuple(rest), text)})
