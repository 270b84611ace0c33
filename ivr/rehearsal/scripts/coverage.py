"""Which nodes of a flow, and which ways out of them, no script ever took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ivr.rehearsal.scripts.marked import Marked, Way
from ivr.rehearsal.scripts.played import Played


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one flow; `nodes` and `ways` are how many there are."""

    flow: str
    nodes: int
    ways: int
    unvisited: tuple[str, ...]
    untaken: tuple[Way, ...]

    @property
    def percent(self) -> float:
        """Nodes and ways alike; rounded down, so that 100 is all of them."""
        whole = self.nodes + self.ways
        missed = len(self.unvisited) + len(self.untaken)
        return int(1000 * (whole - missed) / whole) / 10 if whole else 100.0


def covered(flow: Marked, played: Iterable[Played]) -> Coverage:
    """What all these scripts of one flow have left out."""
    nodes = [name for name in flow.flow.nodes if name not in flow.ways]
    came = list(played)
    seen = frozenset[str]().union(*(one.nodes for one in came))
    taken = frozenset[Way]().union(*(one.ways for one in came))
    return Coverage(
        flow.flow.name,
        len(nodes),
        len(flow.ways),
        tuple(name for name in nodes if name not in seen),
        tuple(way for way in flow.ways.values() if way not in taken),
    )
