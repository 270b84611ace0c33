"""The people of one seed, at the telephones of any place: the simulation's own callers and agents, and their day.

The place says when it is their turn; what they do then is drawn by the seed alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from random import Random
from types import SimpleNamespace
from typing import Any

from ivr.promise.callback import FINAL
from ivr.promise.policy import Policy
from ivr.simulator.exchange import Exchange
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Callback, Caller
from tests.simulation.oracle.truth import Truth
from tests.simulation.people.agents import Agent
from tests.simulation.people.callers import Caller as Person
from tests.simulation.people.everybody import People
from tests.simulation.world import drawn
from tests.simulation.world.chance import Chance, Fault
from tests.simulation.world.plan import Plan

LATER = 10 * 364 * 86_400.0
"""Seconds by which everything happens later than in the simulation, on the same weekday: time never goes back, and a
real database begins today."""
KEPT = (Fault.LEAVES, Fault.VOICEMAIL, Fault.RINGS_IN)
"""The faults that are people's own. All others are made in earnest here, or not at all."""


@dataclass(frozen=True)
class Drawn:
    """What a seed draws before anything happens."""

    seed: int
    start: float
    policies: dict[str, Policy]
    callers: int
    agents: tuple[tuple[str, ...], ...]
    """The teams of each."""


def draw(seed: int, callers: tuple[int, int] = (2, 6), agents: tuple[int, int] = (1, 4)) -> Drawn:
    """`callers` and `agents`: between how many."""
    dice = Chance(str(seed)).dice("cast")
    teams = [drawn.TEAMS, *(dice.choice(drawn.MEMBERSHIPS) for _ in range(1, dice.randint(*agents)))]
    return Drawn(seed, drawn.start(dice) + LATER, drawn.policies(dice), dice.randint(*callers), tuple(teams))


class Owed:
    """What people may know of our books: whether we owe them a call."""

    def __init__(self, store: SqlStore | MemoryStore) -> None:
        self._store = store
        self.witnesses = SimpleNamespace(cooling=SimpleNamespace(says=lambda name: None))
        """Nobody here counts how many offers an agent let pass."""

    def owed(self, number: str) -> bool:
        """Nobody is owed as far as anybody knows while the books are away."""
        try:
            with self._store.reading() as unit:
                row = unit.one(Caller, number=number)
                return row is not None and any(one.state not in FINAL for one in unit.many(Callback, caller_id=row.id))
        except Unreachable:
            return False


class Calm(People):
    """Everybody minds their own affairs: nobody spoils just this moment."""

    def _critical(self, fact: Any, leg: Any) -> bool:
        return False


class Own:
    """The centre as one person sees it: with luck of their own, so that nobody's depends on who was asked before."""

    def __init__(self, cast: Cast, name: str) -> None:
        self._cast = cast
        self.chance = Chance(f"{cast.drawn.seed}/{name}", frozenset(Fault) - frozenset(KEPT))
        self.chance.clock = lambda: cast.exchange.now

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cast, name)


@dataclass
class Cast:
    """What the simulation's people call their centre."""

    drawn: Drawn
    exchange: Exchange
    store: SqlStore | MemoryStore
    calm: bool = False
    most: int = 20
    """So many calls at most, unplanned ones included."""
    _agenda: list[tuple[float, float, int, Callable[[], object]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Chance(str(self.drawn.seed), frozenset(Fault) - frozenset(KEPT))
        self.chance.clock = lambda: self.exchange.now
        self.plan = Plan(self.drawn.seed)
        self.truth, self.oracle = Truth(self.exchange), Owed(self.store)
        self._ties, self._numbers = self.chance.dice("ties"), count()
        self._own = [Own(self, f"caller {number}") for number in range(self.drawn.callers)]
        callers = [Person(own, number) for number, own in enumerate(self._own)]
        self._own += [Own(self, f"agent {number}") for number in range(len(self.drawn.agents))]
        theirs = zip(self._own[len(callers) :], self.drawn.agents, strict=True)
        agents = [Agent(own, number, teams) for number, (own, teams) in enumerate(theirs)]
        centre: Any = self
        self.people = (Calm if self.calm else People)(centre, callers, agents)

    @property
    def rung_in(self) -> int:
        """So many calls came in."""
        return sum(leg.direction == "inbound" for leg in self.truth.legs.values())

    def may_ring(self, times: int = 1) -> bool:
        """Whether one more unplanned call is in order."""
        return self.rung_in < self.most

    def at(self, when: float, act: Callable[[], object], what: str) -> None:
        """Lets something happen at a time; among things of one moment chance decides."""
        heapq.heappush(self._agenda, (when, self._ties.random(), next(self._numbers), act))

    def hired(self) -> None:
        """The agents are known to us, and on duty."""
        for agent in self.people.agents:
            agent.hired()

    def plans(self, calls: int, span: float) -> None:
        """So many calls in so many seconds from now, and agents who come and go."""
        dice, now = self.chance.dice(f"day {self.exchange.now:.0f}"), self.exchange.now
        for when in sorted(now + dice.uniform(0, span) for _ in range(calls)):
            self.at(when, dice.choice(self.people.callers).ring_in, "call")
        for agent in self.people.agents:
            for _ in range(dice.choice((0, 0, 1, 2))):
                leaves = dice.uniform(now, now + span)
                self.at(leaves, partial(agent.says, False), agent.name)
                self.at(leaves + dice.uniform(60, 1200), partial(agent.says, True), agent.name)

    def traffic(self, apart: float) -> None:
        """From now on calls come in, so many seconds apart on average, until it calms down."""
        self._off(False)
        self._rings_next(self.chance.dice(f"traffic {self.exchange.now:.0f}"), apart)

    def _rings_next(self, dice: Random, apart: float) -> None:
        if self.chance.off:
            return
        dice.choice(self.people.callers).ring_in()
        self.at(self.exchange.now + dice.expovariate(1 / apart), partial(self._rings_next, dice, apart), "call")

    def calms_down(self) -> None:
        """Nothing goes wrong any more: agents are on duty, and phones are answered."""
        self._off(True)
        for agent in self.people.agents:
            agent.says(True)

    def _off(self, off: bool) -> None:
        for chance in (self.chance, *(own.chance for own in self._own)):
            chance.off = off

    def next(self) -> float | None:
        """When somebody does something next."""
        return self._agenda[0][0] if self._agenda else None

    def look(self) -> bool:
        """Everybody reacts to what happened, and does what it is time for; whether anything was seen or done."""
        acted = False
        while True:
            for fact, leg in self.truth.grown():
                self.people.saw(fact, leg)
                acted = True
            if not self._agenda or self._agenda[0][0] > self.exchange.now:
                return acted
            heapq.heappop(self._agenda)[3]()
            acted = True
