"""Warnings that are wanted so, in a file or at one node: they are taken back, and what takes nothing back is told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from ivr.authoring.codes import Code
from ivr.authoring.nodes import NodeForm
from ivr.authoring.problem import Findings, Problem
from ivr.authoring.read_node import Broken
from ivr.authoring.scalars import Said
from ivr.authoring.shape import Pair, Pairs
from ivr.authoring.tree import Mark

Allowed = Pairs[Said[str]] | None
EVERYWHERE = 0
"""In place of the line on which a node begins."""


def take_back(allow: Allowed, nodes: Mapping[str, Pair[NodeForm | Broken]], found: Findings) -> None:
    """A node ends where the next one begins. In a file with errors nothing is called needless: much is unchecked."""
    begins = sorted({pair.key.mark.line for pair in nodes.values()})
    reasons = {(EVERYWHERE, code): pair.key.mark for code, pair in (allow or {}).items()} | _at_nodes(nodes)
    if not reasons:
        return
    used, kept = set[tuple[int, str]](), list[Problem]()
    for problem in found.problems:
        place = bisect_right(begins, problem.mark.line)
        keys = ((begins[place - 1] if place else EVERYWHERE, problem.code.value), (EVERYWHERE, problem.code.value))
        if wanted := next((key for key in keys if key in reasons), None):
            used.add(wanted)
        else:
            kept.append(problem)
    found.problems = kept
    if not found.errors:
        for mark in dict.fromkeys(mark for key, mark in reasons.items() if key not in used):
            found.add(Code.NEEDLESS_ALLOW, mark, "this warning is allowed, and nobody gives it", "no such line")


def _at_nodes(nodes: Mapping[str, Pair[NodeForm | Broken]]) -> dict[tuple[int, str], Mark]:
    reasons = dict[tuple[int, str], Mark]()
    for pair in nodes.values():
        allow = None if isinstance(pair.value, Broken) else pair.value.allow
        for code, reason in (allow or {}).items():
            reasons.setdefault((pair.key.mark.line, code), reason.key.mark)
    return reasons
