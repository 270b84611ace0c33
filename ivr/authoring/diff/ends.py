"""What becomes of callers as a whole: which teams a flow can reach, and how it ends for somebody who says nothing."""

from __future__ import annotations

from ivr.authoring.leads import leads
from ivr.authoring.said import said
from ivr.callflow.ahead import exits
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Callback, Decline, HangUp, Hours, Node, Transfer, Voicemail

SILENT = ("otherwise", "none", "next", "to")
"""The ways that a call takes of itself, in the order in which they are looked for."""


def teams_reached(flow: Callflow) -> frozenset[str]:
    """The teams to which some way leads."""
    met, ahead = set[str](), [flow.start]
    while ahead:
        name = ahead.pop()
        if name not in met:
            met.add(name)
            ahead.extend(exits(flow.nodes[name]))
    return frozenset(node.team for name in met if isinstance(node := flow.nodes[name], Transfer))


def silent_end(flow: Callflow, is_open: bool) -> str:
    """What somebody gets who presses nothing, while every schedule is open, or none is."""
    name, met = flow.start, set[str]()
    while name not in met:
        met.add(name)
        node = flow.nodes[name]
        if end := _end(node):
            return end
        ways = {lead.label: lead.target for lead in leads(node)}
        if isinstance(node, Hours):
            name = node.open if is_open else node.closed
        else:
            name = next((ways[way] for way in SILENT if way in ways), name)
    return "hear the same again and again"


def _end(node: Node) -> str:
    match node:
        case Transfer(team=team):
            return f"wait for {team}"
        case Callback(team=team, within=within):
            return f"are promised a call of {team} within {said(within)}"
        case Voicemail(team=team, within=within):
            return f"may leave a message, and are promised a call of {team} within {said(within)}"
        case Decline():
            return "are taken to want no call"
        case HangUp():
            return "are left with a goodbye"
    return ""
