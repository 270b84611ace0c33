"""A crowd before the real switchboard, in virtual time: one team, phones that are picked up at once, nobody is called
back (their numbers are withheld). It counts what the crowd met with, and knows no formula."""

from __future__ import annotations

import heapq
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import count

from ivr.calendar import Hours
from ivr.callflow.nodes import HangUp, Node, Transfer
from ivr.promise.policy import Policy
from ivr.rehearsal.world import World
from ivr.simulator.exchange import Fact, Limits
from ivr.switchboard import agents
from tests.simulation import shop

START = datetime(2026, 11, 23, 5, tzinfo=UTC)
EVER = Hours("Asia/Dhaka", {day: ((time(0), time(0)),) for day in range(7)})
TEAM, NUMBER = "care", shop.NUMBER
WITHHELD = "anonymous"
WARMING = 0.1
"""The part of the calls that come before the crowd is as large as it will be: not counted."""

MOMENT = 1e-3
"""Times are told to the microsecond: what is so near is now."""
BRIEF, YES = "brief_before", "1"
"""What an agent hears first, and what they press at once."""


@dataclass
class Met:
    """Of the callers who were counted; seconds. Somebody waits until the telephone of the agent who will talk with them
    is asked for: what it takes from there on is time of the agent's."""

    calls: int = 0
    waited: int = 0
    left: int = 0
    wait: float = 0.0
    held: list[float] = field(default_factory=list)
    """For how long each served caller took an agent's telephone: a little longer than the talk."""


@dataclass(frozen=True)
class Habits:
    """Mean seconds between calls, of a talk, and of patience."""

    between: float
    talk: float
    patience: float
    agents: int


class _Town(World):
    """Whatever happens at a telephone, `reacts` is told at once."""

    def __init__(self, seed: int) -> None:
        self.reacts: Callable[[Fact], None] = lambda fact: None
        self._seen = 0
        policy = Policy(
            ring=timedelta(minutes=10),
            rounds=10_000,
            wait_limit=timedelta(hours=10),
            misses=10_000,
            minimum_talk=timedelta(0),
            wrap_up=timedelta(0),
            talk_limit=timedelta(hours=4),
        )
        business = replace(shop.business({TEAM: policy}), schedules={"day": EVER})
        nodes: Mapping[str, Node] = {"desk": Transfer(TEAM, "end", "end"), "end": HangUp()}
        flow = replace(shop.flow(business), start="desk", nodes=nodes)
        super().__init__(business, {"main": flow}, START, seed, Limits(calls_per_second=None))
        self.board = replace(self.board, rules=replace(self.board.rules, calls_at_once=None))

    def settle(self) -> None:
        """Answers requests, and lets people react, until nothing more happens at this moment."""
        super().settle()
        while self._seen < len(self.exchange.facts):
            self._seen += 1
            self.reacts(self.exchange.facts[self._seen - 1])
            super().settle()


class Crowd:
    """Callers and agents of one world."""

    def __init__(self, habits: Habits, calls: int, seed: int) -> None:
        self._habits, self._calls = habits, calls
        self._dice = random.Random(seed)
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._ties = count()
        self._asked: dict[str, tuple[float, bool]] = {}
        self._rung: dict[str, float] = {}
        self.met = Met()
        self._world = _Town(seed)
        self._world.reacts = self._reacts
        for number in range(habits.agents):
            agents.add(self._world.store, f"Agent {number}", f"+1202555{1000 + number}", (TEAM,))
            agents.available(self._world.store, f"Agent {number}")

    def run(self) -> Met:
        """Until everybody has been served or has left."""
        at = self._world.exchange.now
        for number in range(self._calls):
            at += self._dice.expovariate(1 / self._habits.between)
            self._at(at, partial(self._rings_in, number >= self._calls * WARMING))
        while self._agenda:
            if (when := self._agenda[0][0]) > self._world.exchange.now + MOMENT:
                self._world.run_on(datetime.fromtimestamp(when, UTC))
            else:
                heapq.heappop(self._agenda)[2]()
        return self.met

    def _at(self, when: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (when, next(self._ties), act))

    def _soon(self, mean: float, act: Callable[[], None]) -> None:
        self._at(self._world.exchange.now + self._dice.expovariate(1 / mean), act)

    def _rings_in(self, counted: bool) -> None:
        self._asked[self._world.exchange.ring_in(WITHHELD, NUMBER)] = 0.0, counted
        self._world.settle()

    def _reacts(self, fact: Fact) -> None:
        match fact.what:
            case "created" if fact.leg not in self._asked:
                self._rung[fact.leg] = fact.at
            case "rings" if fact.leg in self._rung:
                self._world.exchange.pick_up(fact.leg)
            case "hears" if fact.leg in self._rung and fact.text.startswith(BRIEF):
                self._world.exchange.press(fact.leg, YES)
            case "enqueued":
                self._asked[fact.leg] = fact.at, self._asked[fact.leg][1]
                self._soon(self._habits.patience, partial(self._gives_up, fact.leg))
            case "bridged" if fact.leg in self._asked:
                self._served(fact)
            case "unbridged" if fact.leg in self._rung:
                self._at(fact.at, partial(self._hangs_up, fact.leg))
            case "ends" if fact.leg in self._rung:
                self.met.held.append(fact.at - self._rung.pop(fact.leg))

    def _served(self, fact: Fact) -> None:
        since, counted = self._asked[fact.leg]
        self._asked[fact.leg] = -1.0, counted
        self._counts(max(0.0, self._rung[fact.other] - since), counted)
        self._soon(self._habits.talk, partial(self._hangs_up, fact.leg))

    def _gives_up(self, leg: str) -> None:
        since, counted = self._asked[leg]
        if since >= 0:
            self._counts(self._world.exchange.now - since, counted)
            self.met.left += counted
            self._hangs_up(leg)

    def _counts(self, wait: float, counted: bool) -> None:
        if counted:
            self.met.calls += 1
            self.met.wait += wait
            self.met.waited += wait > MOMENT

    def _hangs_up(self, leg: str) -> None:
        if self._world.exchange.leg(leg).status == "in-progress":
            self._world.exchange.hang_up(leg)
        self._world.settle()


def met_by(habits: Habits, calls: int, seed: int) -> Met:
    """What so many callers of one world met with; here, where a process of its own finds it; without its log."""
    logging.disable()
    return Crowd(habits, calls, seed).run()
