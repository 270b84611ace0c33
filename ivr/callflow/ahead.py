"""Which facts the next turn may need: the nodes that it can reach before it must wait; nothing is decided for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivr.callflow.facts import Needs
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import (
    Callback,
    Decline,
    Go,
    HangUp,
    Hours,
    Language,
    Menu,
    Node,
    OpenCallback,
    Play,
    Say,
    Transfer,
)
from ivr.callflow.position import Position

EXITS: dict[type[Node], Callable[[Any], tuple[str, ...]]] = {
    Say: lambda node: (node.next,),
    Play: lambda node: (node.next,),
    Menu: lambda node: (*(choice.go for choice in node.choices.values()), node.otherwise),
    Language: lambda node: (node.next,),
    Hours: lambda node: (node.open, node.closed),
    Transfer: lambda node: (node.unanswered, node.done),
    Callback: lambda node: (node.next, node.cannot),
    OpenCallback: lambda node: (node.through, node.moved, node.cancelled, node.none),
    Decline: lambda node: (node.next,),
    Go: lambda node: (node.to,),
    HangUp: lambda node: (),
}
"""Every node to which a node can lead, by whatever happens there."""


def exits(node: Node) -> tuple[str, ...]:
    """The nodes to which this one can lead."""
    return EXITS[type(node)](node)


def needs(flow: Callflow, position: Position | None) -> Needs:
    """Which facts the next turn from here may need; `position` None: the first turn."""
    met = _within_a_turn(flow, position)
    kinds = {type(flow.nodes[name]) for name in met}
    keyed = any(isinstance(node := flow.nodes[name], Callback) and node.ask_number for name in met)
    return Needs(open_callback=OpenCallback in kinds, rested_at=Callback in kinds, forbidden_numbers=keyed)


def _within_a_turn(flow: Callflow, position: Position | None) -> set[str]:
    """The names of all nodes that can be met before a wait: beyond a menu or a hold lies another turn."""
    met = {position.node} if position else set()
    ahead = list(exits(flow.nodes[position.node])) if position else [flow.start]
    while ahead:
        name = ahead.pop()
        if name in met:
            continue
        met.add(name)
        if not isinstance(flow.nodes[name], Menu | Transfer):
            ahead.extend(exits(flow.nodes[name]))
    return met
