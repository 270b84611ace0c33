"""What is to be simulated: a seed, and what is left out of it to shorten the story. A world is made of nothing else."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.simulation.world import habits
from tests.simulation.world.chance import Fault
from tests.simulation.world.habits import Habit
from tests.simulation.world.stores import Level


def faults(numbers: Iterable[int]) -> frozenset[Fault]:
    """Those with these numbers in the catalogue."""
    by_number = {fault.number: fault for fault in Fault}
    return frozenset(by_number[number] for number in numbers)


OUTSIDE = 700_000_000
"""From this world on all flows have doors to the outside (`prove --seed 700`), and before it so many of them:"""
SOME = 0.25


@dataclass(frozen=True)
class Plan:
    """One world. Equal plans give equal worlds, over whatever store."""

    seed: int
    without_calls: frozenset[int] = frozenset()
    without: frozenset[Fault] = frozenset()
    without_people: frozenset[str] = frozenset()
    """Agents who were never hired."""
    level: Level = Level.PROMISE
    """Over which store."""
    plain: bool = False
    """Without the habits that its seed would give it."""

    @property
    def outside(self) -> bool:
        """Whether callers can leave a message, say what it is about, and have our own system asked."""
        return not self.plain and (self.seed >= OUTSIDE or Random(f"{self.seed}/outside").random() < SOME)

    @property
    def pages(self) -> bool:
        """Whether some agents sit at browsers."""
        return not self.plain and Random(f"{self.seed}/pages").random() < SOME

    @property
    def habits(self) -> frozenset[Habit]:
        """What people are like there."""
        return frozenset() if self.plain else habits.drawn(Random(f"{self.seed}/habits"))

    def as_json(self) -> dict[str, Any]:
        """As it stands in the corpus; what is the rule is not said."""
        said: dict[str, Any] = {
            "plain": self.plain,
            "without_calls": sorted(self.without_calls),
            "without": sorted(fault.number for fault in self.without),
            "without_people": sorted(self.without_people),
        }
        return {"seed": self.seed} | {name: left_out for name, left_out in said.items() if left_out}

    @classmethod
    def read(cls, said: Mapping[str, Any], level: Level = Level.PROMISE) -> Plan:
        """The plan that `as_json` told; `level` is not part of it, for the story is the same at each."""
        return cls(
            said["seed"],
            frozenset(said.get("without_calls", ())),
            faults(said.get("without", ())),
            frozenset(said.get("without_people", ())),
            level,
            said.get("plain", False),
        )

    def command(self) -> str:
        """How to see it again."""
        return shlex.join(["python", "-m", "tests.simulation", "replay", str(self.seed), *self._words()])

    def _words(self) -> Iterator[str]:
        if self.plain:
            yield "--plain"
        if self.without_calls:
            yield from ("--without-calls", ",".join(map(str, sorted(self.without_calls))))
        if self.without:
            yield from ("--without", ",".join(map(str, sorted(fault.number for fault in self.without))))
        for name in sorted(self.without_people):
            yield from ("--without-people", name)
        if self.level is not Level.PROMISE:
            yield from ("--level", str(self.level))
