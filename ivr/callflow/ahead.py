"""Which facts the next turn may need: the nodes that it can reach before it must wait; nothing is decided for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivr.callflow import known
from ivr.callflow.facts import Needs
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import (
    Branch,
    Callback,
    Collect,
    Decline,
    Go,
    HangUp,
    Hours,
    Incident,
    Language,
    Listen,
    Lookup,
    Menu,
    Node,
    OpenCallback,
    Play,
    Say,
    Set,
    Sms,
    Survey,
    Transfer,
    Voicemail,
)
from ivr.callflow.position import Position

EXITS: dict[type[Node], Callable[[Any], tuple[str, ...]]] = {
    Say: lambda node: (node.next,),
    Play: lambda node: (node.next,),
    Menu: lambda node: (*(choice.go for choice in node.choices.values()), *filter(None, [node.said]), node.otherwise),
    Language: lambda node: (node.next,),
    Collect: lambda node: (node.next, node.otherwise),
    Survey: lambda node: (node.next,),
    Hours: lambda node: (node.open, node.closed),
    Branch: lambda node: (*(case.go for case in node.cases), node.otherwise),
    Set: lambda node: (node.next,),
    Transfer: lambda node: (node.unanswered, node.done),
    Callback: lambda node: (node.next, node.cannot),
    OpenCallback: lambda node: (node.through, node.moved, node.cancelled, node.none),
    Decline: lambda node: (node.next,),
    Go: lambda node: (node.to,),
    HangUp: lambda node: (),
    Voicemail: lambda node: (node.next, node.cannot),
    Listen: lambda node: (*(choice.go for choice in node.choices.values()), node.next, node.otherwise),
    Lookup: lambda node: (node.next, node.not_found, node.failed),
    Sms: lambda node: (node.next, node.cannot),
    Incident: lambda node: (node.declared, node.next),
}
"""Every node to which a node can lead, by whatever happens there."""


BOUNDARIES = (Menu, Transfer, Collect, Survey, Listen, Lookup)
"""Kinds at which every caller waits."""

OPEN_CALLBACK = "caller.open_callback"


def exits(node: Node) -> tuple[str, ...]:
    """The nodes to which this one can lead."""
    return EXITS[type(node)](node)


def needs(flow: Callflow, position: Position | None) -> Needs:
    """Which facts the next turn from here may need; `position` None: the first turn."""
    met = _within_a_turn(flow, position)
    kinds = {type(flow.nodes[name]) for name in met}
    keyed = any(isinstance(node := flow.nodes[name], Callback) and node.ask_number for name in met)
    branches = [node for name in met if isinstance(node := flow.nodes[name], Branch)]
    named = known.to_fetch(fact for node in branches for case in node.cases for fact in case.when.facts)
    return Needs(
        open_callback=OpenCallback in kinds or OPEN_CALLBACK in named,
        rested_at=Callback in kinds or Voicemail in kinds,
        incidents=Incident in kinds,
        forbidden_numbers=keyed,
        named=named,
    )


def _within_a_turn(flow: Callflow, position: Position | None) -> set[str]:
    """The names of all nodes that can be met before a wait: beyond what always waits lies another turn."""
    met = {position.node} if position else set()
    ahead = list(exits(flow.nodes[position.node])) if position else [flow.start]
    while ahead:
        name = ahead.pop()
        if name in met:
            continue
        met.add(name)
        if not isinstance(flow.nodes[name], BOUNDARIES):
            ahead.extend(exits(flow.nodes[name]))
    return met
