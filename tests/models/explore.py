"""Explores every state of a small world, breadth first, and says what is broken, with the shortest way there.

It knows nothing of telephones: a world says what may happen next, what must never be, and when all is at rest.
"""

from __future__ import annotations

import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, NamedTuple, Protocol, TypeVar

from ivr.promise.machine import Illegal


class Who(IntEnum):
    """Who makes a step happen: what we and the carrier do happens at last, what people do may never happen."""

    WE = 0
    CARRIER = 1
    PEOPLE = 2
    FAULT = 3


S = TypeVar("S", bound=Hashable)


class Step(NamedTuple, Generic[S]):
    """One thing that may happen: in plain words, by whom, and the state after it."""

    words: str
    who: Who
    after: S


class World(Protocol[S]):
    """What is explored."""

    def start(self) -> S: ...

    def steps(self, state: S) -> Iterable[Step[S]]:
        """All that may happen next. Raises Illegal where the protocol asks of a table what the table forbids."""

    def broken(self, state: S, faults: int) -> str | None:
        """Which promise does not hold in this state, reached by `faults` faults and not by fewer."""

    def settled(self, state: S) -> bool:
        """Whether all is over: from everywhere a way without a fault must lead here."""

    def resting(self, state: S) -> bool:
        """Whether nothing hangs: from everywhere a way must lead here on which no person does anything at all."""

    def show(self, state: S) -> str:
        """The state in a few words."""


@dataclass(frozen=True)
class Broken:
    """A promise that does not hold, and the way there: fewest faults first, then fewest steps."""

    promise: str
    way: tuple[str, ...]


@dataclass(frozen=True)
class Explored:
    """What was found. `seconds` is wall time."""

    states: int
    steps: int
    seconds: float
    broken: tuple[Broken, ...]


_Seeds = dict[int, list[tuple[S, int]]]
"""By distance from the start: a state, and the number of the one before it."""
NO_WAY_OUT = "no way without a fault leads to an end"
HANGS = "where no person does anything more, it hangs for ever"


class _Exploration(Generic[S]):
    """States by number, in the order in which they are entered; `before` is the state from which each was entered."""

    def __init__(self, world: World[S], faults: int) -> None:
        self.world, self.allowed = world, faults
        self.number: dict[S, int] = {}
        self.states: list[S] = []
        self.before = array("i")
        self.first_step = array("I")
        self.after = array("I")
        self.by_people = bytearray()
        self.steps = 0
        self.broken: dict[str, Broken] = {}

    def enter(self, state: S, before: int, faults: int) -> int | None:
        """The new state's number; None where it was entered already."""
        if state in self.number:
            return None
        self.number[state] = new = len(self.states)
        self.states.append(state)
        self.before.append(before)
        if promise := self.world.broken(state, faults):
            self.report(promise, new)
        return new

    def report(self, promise: str, number: int) -> None:
        if promise not in self.broken:
            self.broken[promise] = Broken(promise, tuple(self.way_to(number)))

    def way_to(self, number: int) -> list[str]:
        """The steps from the start, in plain words, each with the state that it leads to."""
        way = []
        while number > 0:
            state, before = self.states[number], self.before[number]
            words = next(step.words for step in self.world.steps(self.states[before]) if step.after == state)
            way.append(f"{words}  [{self.world.show(state)}]")
            number = before
        return way[::-1]

    def layer(self, seeds: _Seeds[S], faults: int, stop: bool) -> _Seeds[S]:
        """Enters all that no further fault leads to, by distance; returns what one more fault leads to."""
        beyond: _Seeds[S] = defaultdict(list)
        distance = 0
        ring: list[int] = []
        while ring or seeds:
            for seed, before in seeds.pop(distance, ()):
                if (new := self.enter(seed, before, faults)) is not None:
                    ring.append(new)
            distance += 1
            found: list[int] = []
            for number in ring:
                found += self.expand(number, faults, beyond[distance])
                if stop and self.broken:
                    return {}
            ring = found
        return beyond

    def expand(self, number: int, faults: int, beyond: list[tuple[S, int]]) -> list[int]:
        """The states that are entered from here; those that a fault leads to are only put in `beyond`."""
        self.first_step.append(len(self.after))
        found: list[int] = []
        try:
            steps = tuple(self.world.steps(self.states[number]))
        except Illegal as illegal:
            self.report(str(illegal), number)
            return found
        for step in steps:
            if step.who is Who.FAULT:
                if faults < self.allowed and step.after not in self.number:
                    beyond.append((step.after, number))
                continue
            if (new := self.enter(step.after, number, faults)) is not None:
                found.append(new)
            self.after.append(self.number[step.after])
            self.by_people.append(step.who is Who.PEOPLE)
        self.steps += len(steps)
        return found

    def check_ends(self) -> None:
        """Reports the first state from which there is no way to an end, with people's doing or without."""
        self.first_step.append(len(self.after))
        for promise, reached, people in (
            (NO_WAY_OUT, self.world.settled, True),
            (HANGS, self.world.resting, False),
        ):
            good = bytearray(map(reached, self.states))
            while self.spread(good, people):
                pass
            if (lost := good.find(0)) >= 0:
                self.report(promise, lost)

    def spread(self, good: bytearray, people: bool) -> bool:
        """Whether one more state was found with a step to a good one; last entered, first looked at."""
        grown = False
        first, after, by_people = self.first_step, self.after, self.by_people
        for number in range(len(good) - 1, -1, -1):
            if good[number]:
                continue
            for step in range(first[number], first[number + 1]):
                if good[after[step]] and (people or not by_people[step]):
                    good[number] = grown = True
                    break
        return grown


def explore(
    world: World[S], faults: int, stop: bool = False, explored: Callable[[int], None] = lambda spent: None
) -> Explored:
    """Enters every state that so many faults can lead to, each by the fewest. `stop`: at the first thing broken;
    `explored`: hears after how many faults all has been entered."""
    began = time.perf_counter()
    found: _Exploration[S] = _Exploration(world, faults)
    seeds: _Seeds[S] = {0: [(world.start(), -1)]}
    for spent in range(faults + 1):
        seeds = found.layer(seeds, spent, stop)
        explored(spent)
    if not found.broken:
        found.check_ends()
    return Explored(len(found.states), found.steps, time.perf_counter() - began, tuple(found.broken.values()))
