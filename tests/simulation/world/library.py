"""What is published in one world: the flow, and further editions of it that come in the middle of calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from random import Random
from typing import Any

from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Menu, Node
from ivr.promise.business import Business
from tests.simulation import shop


class Editions:
    """Fills `board.Library`; a call ends on the edition on which it began."""

    def __init__(self, business: Business, outside: bool = False) -> None:
        self._business, self._outside = business, outside
        self._flows = [shop.flow(business, outside)]

    def business(self) -> Business:
        return self._business

    def remembered(self) -> Business:
        return self._business

    def flow_for(self, number: str) -> tuple[int, Callflow] | None:
        return (len(self._flows), self._flows[-1]) if number in self._flows[-1].numbers else None

    def flow(self, id: int) -> Callflow:
        return self._flows[id - 1]

    def publish(self, dice: Random) -> None:
        """The next edition: teams on other keys, or a menu less."""
        old = shop.flow(self._business, self._outside)
        change = dice.choice((_without_more, _turned_round))
        self._flows.append(replace(old, nodes=change(old.nodes)))


def _without_more(nodes: Mapping[str, Node]) -> Mapping[str, Node]:
    return {name: _leading_elsewhere(node) for name, node in nodes.items() if name != "more"}


def _leading_elsewhere(node: Any) -> Node:
    """The same node, and the goodbye where it led to the menu that is no more."""
    led = {one.name: "end" for one in fields(node) if getattr(node, one.name) == "more"}
    changed: Node = replace(node, **led)
    return changed


def _turned_round(nodes: Mapping[str, Node]) -> Mapping[str, Node]:
    reason = nodes["reason"]
    assert isinstance(reason, Menu)
    choices = dict(reason.choices)
    choices["1"], choices["2"] = choices["2"], choices["1"]
    return {**nodes, "reason": replace(reason, choices=choices)}
