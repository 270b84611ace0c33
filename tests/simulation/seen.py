"""What one world saw, or many of them together; it can be written down and read again. It judges nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from tests.simulation.world.plan import Plan
from tests.simulation.world.stores import Level

Move = tuple[str, str, str]
"""A transition: machine, state, event."""
CALM = "calm"
"""Where no fault had struck lately."""


@dataclass
class Seen:
    """Counts only ever grow; worlds are added in their order, so that `trace` is one hash of all that happened."""

    calls: int = 0
    events: int = 0
    worlds: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    """How often each kind of fault struck."""
    checks: Counter[str] = field(default_factory=Counter)
    """How often each invariant was checked."""
    fates: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """How often each Move was made."""
    under: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """The same by what had struck lately: a Move and a fault, or `CALM`."""
    broken: list[tuple[Plan, str, str]] = field(default_factory=list)
    """World, invariant, and what was seen."""
    trace: str = ""

    def add(self, other: Seen) -> None:
        """Takes in what came next."""
        self.calls += other.calls
        self.events += other.events
        self.worlds += other.worlds
        for mine, theirs in zip(self._counts(), other._counts(), strict=True):
            mine.update(theirs)
        self.broken += other.broken
        self.trace = blake2b((self.trace + other.trace).encode(), digest_size=16).hexdigest()

    def _counts(self) -> tuple[Counter[Any], ...]:
        return self.struck, self.checks, self.fates, self.moves, self.under

    def as_json(self) -> dict[str, Any]:
        """All of it."""
        return {
            "calls": self.calls,
            "events": self.events,
            "worlds": self.worlds,
            "counts": [[[key, count] for key, count in counts.items()] for counts in self._counts()],
            "broken": [[plan.as_json(), invariant, told] for plan, invariant, told in self.broken],
            "trace": self.trace,
        }

    @classmethod
    def read(cls, said: dict[str, Any], level: Level) -> Seen:
        """What `as_json` told."""
        return cls(
            said["calls"],
            said["events"],
            said["worlds"],
            *(_counter(counts) for counts in said["counts"]),
            [(Plan.read(plan, level), invariant, told) for plan, invariant, told in said["broken"]],
            said["trace"],
        )


def _counter(counts: Iterable[tuple[Any, int]]) -> Counter[Any]:
    return Counter({tuple(key) if isinstance(key, list) else key: count for key, count in counts})
