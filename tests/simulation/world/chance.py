"""Chance and faults: every source of chance has a generator of its own, so that leaving one out leaves the rest alone.

Each seed draws which faults strike, and how often; every strike is counted.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tests.simulation.world.faults import PEOPLE, RATES
from tests.simulation.world.faults import Fault as Fault
from tests.simulation.world.habits import OFTEN, Habit, beside

SHARES = (0.08, 0.2, 0.45, 0.8)
"""How many of all faults a world may have: in some it is one alone that strikes, and nothing covers up for it."""


class Death(BaseException):
    """A process of ours died at this point: nothing after it was done."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A fault that lasts; in epoch seconds of virtual time."""

    fault: Fault
    since: float
    until: float


class Chance:
    """What strikes in one world."""

    def __init__(
        self, seed: str, without: frozenset[Fault] = frozenset(), habits: frozenset[Habit] = frozenset()
    ) -> None:
        self._seed, self.habits = seed, habits
        self.off = False
        """True from the moment on from which nothing goes wrong any more."""
        self.clock: Callable[[], float] = float
        self.struck: Counter[str] = Counter()
        self.told: list[tuple[float, str]] = []
        """What struck when, for the story."""
        self.last: dict[Fault, float] = {}
        """When each struck last."""
        self.spells: list[Spell] = []
        self._until: dict[Fault, float] = {}
        self._dice: dict[Fault, random.Random] = {}
        swarm = self.dice("swarm")
        share = swarm.choice(SHARES)
        drawn = {fault: (swarm.uniform(*between), swarm.random() < share) for fault, between in RATES.items()}
        struck = beside(habits, frozenset(fault for fault, (_, taken) in drawn.items() if taken)) - without
        self.rates = {fault: rate for fault, (rate, _) in drawn.items() if fault in struck}

    def dice(self, name: str) -> random.Random:
        """A generator that no other name shares."""
        return random.Random(f"{self._seed}/{name}")

    def strikes(self, fault: Fault, kind: str = "") -> bool:
        """Whether it goes wrong now; counted if so."""
        struck = fault in self.rates and self.draws(fault)
        if struck:
            self.count(fault, kind)
        return struck

    def draws(self, fault: Fault) -> bool:
        """The same, to be counted by whoever knows whether it came to anything."""
        return not self.off and fault in self.rates and self.of(fault).random() < self.rates[fault]

    def tempts(self, fault: Fault, *habits: Habit) -> bool:
        """The same, where one of these habits makes it likely."""
        likely = self.has(*habits) and fault in self.rates and not self.off
        return (likely and self.of(fault).random() < OFTEN) or self.draws(fault)

    def hastens(self) -> bool:
        """Whether somebody hangs up just now, where people are like that."""
        hasty = next((one for one in (Habit.HASTY, Habit.COMPLETED, Habit.TACITURN) if one in self.habits), None)
        return hasty is not None and self.tempts(Fault.LEAVES, hasty)

    def has(self, *habits: Habit) -> bool:
        """Whether this world has one of them."""
        return not self.habits.isdisjoint(habits)

    def count(self, fault: Fault, kind: str = "") -> None:
        """It happened once."""
        name = f"{fault}: {kind}" if kind else str(fault)
        self.struck[name] += 1
        self.last[fault] = at = self.clock()
        self.told.append((at, name))

    def begin(self, fault: Fault, seconds: float) -> None:
        """From now on, for so long."""
        now = self.clock()
        spell = Spell(fault, now, now + seconds)
        self.spells.append(spell)
        self._until[fault] = max(self._until.get(fault, 0.0), spell.until)
        self.last[fault] = now
        self.told.append((now, f"{fault}: for {seconds:.0f} s"))

    def lasts(self, fault: Fault) -> bool:
        """Whether it is so now."""
        return fault in self._until and not self.off and self._until[fault] > self.clock()

    def meets(self, fault: Fault, kind: str = "") -> bool:
        """The same, asked by whoever is hit by it: counted."""
        lasts = self.lasts(fault)
        if lasts:
            self.struck[f"{fault}: {kind}" if kind else str(fault)] += 1
            self.last[fault] = self.clock()
        return lasts

    def lasted(self, faults: frozenset[Fault], since: float) -> float:
        """For how many of the seconds since then any of these lasted."""
        seconds, covered = 0.0, since
        for spell in sorted((one for one in self.spells if one.fault in faults), key=lambda one: one.since):
            begin, end = max(spell.since, covered), min(spell.until, self.clock())
            if end > begin:
                seconds, covered = seconds + end - begin, end
        return seconds

    def troubled(self, since: float) -> bool:
        """Whether anything has gone wrong since then that is more than people being people."""
        if any(spell.until >= since for spell in self.spells):
            return True
        for at, name in reversed(self.told):
            if at < since:
                return False
            if not name.startswith(PEOPLE):
                return True
        return False

    def of(self, fault: Fault) -> random.Random:
        """The generator that decides the particulars of a fault."""
        if (dice := self._dice.get(fault)) is None:
            dice = self._dice[fault] = self.dice(fault)
        return dice
