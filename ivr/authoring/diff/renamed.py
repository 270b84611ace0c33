"""Which nodes only got another name: those that stand where the old one stood, or say and do the very same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ivr.authoring.leads import kind_of, leads, led_elsewhere
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Node

NOWHERE = "\0"


def renamed(old: Callflow, new: Callflow) -> dict[str, str]:
    """Old name → new name. Both names are gone in the other version."""
    gone = {name: node for name, node in old.nodes.items() if name not in new.nodes}
    fresh = {name: node for name, node in new.nodes.items() if name not in old.nodes}
    if not gone or not fresh:
        return {}
    return _alike(gone, fresh, _walked(old, new, gone, fresh))


def with_names(flow: Callflow, names: Mapping[str, str]) -> Callflow:
    """The flow, with other names for its nodes."""
    nodes = {names.get(name, name): led_elsewhere(node, names) for name, node in flow.nodes.items()}
    return replace(flow, nodes=nodes, start=names.get(flow.start, flow.start)) if names else flow


def _walked(old: Callflow, new: Callflow, gone: Mapping[str, Node], fresh: Mapping[str, Node]) -> dict[str, str]:
    """Both flows side by side from the start: what stands at the end of the same way, and is of the same kind."""
    names, waiting, seen = dict[str, str](), [(old.start, new.start)], set[tuple[str, str]]()
    while waiting:
        pair = was, now = waiting.pop(0)
        if pair in seen or type(old.nodes[was]) is not type(new.nodes[now]):
            continue
        seen.add(pair)
        if was in gone and now in fresh and was not in names and now not in names.values():
            names[was] = now
        if was != now and names.get(was) != now:
            continue
        after = {lead.label: lead.target for lead in leads(new.nodes[now])}
        ahead = leads(old.nodes[was])
        waiting += [(lead.target, after[lead.label]) for lead in ahead if lead.label in after]
    return names


def _alike(gone: Mapping[str, Node], fresh: Mapping[str, Node], names: dict[str, str]) -> dict[str, str]:
    """And those of which only one on each side says and does this."""
    old = {name: _told(node) for name, node in gone.items() if name not in names}
    new = {name: _told(node) for name, node in fresh.items() if name not in names.values()}
    once = Counter(old.values()), Counter(new.values())
    by_told = {told: name for name, told in new.items() if once[1][told] == 1}
    found = {name: by_told[told] for name, told in old.items() if once[0][told] == 1 and told in by_told}
    return {**names, **found}


def _told(node: Any) -> str:
    """All of a node but where it leads."""
    return f"{kind_of(node)} {led_elsewhere(node, {lead.target: NOWHERE for lead in leads(node)})!r}"
