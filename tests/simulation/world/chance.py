"""Chance and faults: every source of chance has a generator of its own, so that leaving one out leaves the rest alone.

Each seed draws which faults strike, and how often; every strike is counted.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from enum import StrEnum


class Death(BaseException):
    """A process of ours died at this point: nothing after it was done."""


class Fault(StrEnum):
    """What goes wrong, or what people do that is no fault of theirs."""

    LOST = "webhook lost"
    DOUBLED = "webhook doubled"
    LATE = "webhook late"
    AMBIGUOUS = "ambiguous create"
    DEATH = "worker death"
    DOORBELL = "doorbell gone"
    COMMIT = "commit outcome unknown"
    LEAVES = "caller leaves"
    VOICEMAIL = "voicemail"
    RINGS_IN = "caller rings in"


RATES: dict[Fault, tuple[float, float]] = {
    Fault.LOST: (0.01, 0.35),
    Fault.DOUBLED: (0.01, 0.3),
    Fault.LATE: (0.01, 0.35),
    Fault.AMBIGUOUS: (0.05, 0.5),
    Fault.DEATH: (0.002, 0.03),
    Fault.DOORBELL: (0.1, 1.0),
    Fault.COMMIT: (0.002, 0.02),
    Fault.LEAVES: (0.02, 0.5),
    Fault.VOICEMAIL: (0.05, 0.5),
    Fault.RINGS_IN: (0.02, 0.5),
}
"""Between which rates a seed draws, per opportunity."""


PEOPLE = (Fault.LEAVES, Fault.VOICEMAIL, Fault.RINGS_IN)
"""What people do, and machines in their stead."""


class Chance:
    """What strikes in one world."""

    def __init__(self, seed: str, without: frozenset[Fault] = frozenset()) -> None:
        self._seed = seed
        self.off = False
        """True from the moment on from which nothing goes wrong any more."""
        self.clock: Callable[[], float] = float
        self.struck: Counter[str] = Counter()
        self.told: list[tuple[float, str]] = []
        """What struck when, for the story."""
        self.last: dict[Fault, float] = {}
        """When each struck last."""
        self._dice = {fault: self.dice(fault) for fault in Fault}
        swarm = self.dice("swarm")
        share = swarm.random()  # in some worlds hardly anything goes wrong: what is promised there is more
        drawn = {fault: swarm.uniform(*between) for fault, between in RATES.items() if swarm.random() < share}
        self.rates = {fault: rate for fault, rate in drawn.items() if fault not in without}

    def dice(self, name: str) -> random.Random:
        """A generator that no other name shares."""
        return random.Random(f"{self._seed}/{name}")

    def strikes(self, fault: Fault, kind: str = "") -> bool:
        """Whether it goes wrong now; counted if so."""
        struck = self.draws(fault)
        if struck:
            self.count(fault, kind)
        return struck

    def draws(self, fault: Fault) -> bool:
        """The same, to be counted by whoever knows whether it came to anything."""
        return not self.off and fault in self.rates and self._dice[fault].random() < self.rates[fault]

    def count(self, fault: Fault, kind: str = "") -> None:
        """It happened once."""
        name = f"{fault}: {kind}" if kind else str(fault)
        self.struck[name] += 1
        self.last[fault] = at = self.clock()
        self.told.append((at, name))

    def troubled(self, since: float) -> bool:
        """Whether anything has gone wrong since then that is more than people being people."""
        for at, name in reversed(self.told):
            if at < since:
                return False
            if not name.startswith(PEOPLE):
                return True
        return False

    def of(self, fault: Fault) -> random.Random:
        """The generator that decides the particulars of a fault."""
        return self._dice[fault]
