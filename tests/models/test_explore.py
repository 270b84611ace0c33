"""The explorer itself: it finds what is broken, by the shortest way, and it cannot be fooled by an empty world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ivr.promise.machine import Illegal
from tests.models.__main__ import tell_mistake, tell_world
from tests.models.explore import HANGS, NO_WAY_OUT, Step, Who, explore
from tests.models.runs import Found, Task


@dataclass(frozen=True)
class Stairs:
    """A walker on a few stairs, from 0 up to `top`: up by people, down by us, two down by a fault."""

    top: int = 3
    hole: int | None = None
    pit: int | None = None
    cliff: int | None = None
    up: Who = Who.WE

    def start(self) -> int:
        return 0

    def steps(self, stair: int) -> Iterable[Step[int]]:
        if stair == self.cliff:
            raise Illegal(f"no further from {stair}")
        if stair not in (self.top, self.pit):
            yield Step("up", self.up, stair + 1)
            yield Step("stumble", Who.FAULT, max(stair - 2, -2))

    def broken(self, stair: int, faults: int) -> str | None:
        return f"stair {stair} is a hole, after {faults} faults" if stair == self.hole else None

    def settled(self, stair: int) -> bool:
        return stair == self.top

    resting = settled

    def show(self, stair: int) -> str:
        return str(stair)


def test_every_state_is_entered_once_and_a_whole_world_is_whole() -> None:
    found = explore(Stairs(), faults=0)
    assert (found.states, found.broken) == (4, ())


def test_a_fault_leads_further_and_costs_one() -> None:
    assert explore(Stairs(), faults=1).states == 6
    assert explore(Stairs(), faults=2).states == 6


def test_the_way_to_what_is_broken_is_the_shortest_with_the_fewest_faults() -> None:
    [broken] = explore(Stairs(hole=-1), faults=2).broken
    assert broken.promise == "stair -1 is a hole, after 1 faults"
    assert broken.way == ("stumble  [-2]", "up  [-1]")


def test_what_can_be_had_without_a_fault_is_found_without_one() -> None:
    [broken] = explore(Stairs(hole=2), faults=2).broken
    assert broken.promise == "stair 2 is a hole, after 0 faults"


def test_an_illegal_event_is_found() -> None:
    [broken] = explore(Stairs(cliff=2), faults=0).broken
    assert (broken.promise, broken.way) == ("no further from 2", ("up  [1]", "up  [2]"))


def test_a_dead_end_is_found() -> None:
    assert {broken.promise for broken in explore(Stairs(pit=2), faults=0).broken} == {NO_WAY_OUT, HANGS}


def test_to_wait_for_people_is_to_hang() -> None:
    assert [broken.promise for broken in explore(Stairs(up=Who.PEOPLE), faults=0).broken] == [HANGS]


def test_what_is_broken_is_told_with_the_way_there() -> None:
    found = explore(Stairs(hole=2), faults=0)
    task = Task("stairs", Stairs, 3, 0)  # type: ignore[arg-type]
    told = tell_world(Found(task, found, 1, frozenset())).splitlines()
    assert told[0].endswith("BROKEN")
    assert told[1:] == ["  does not hold: stair 2 is a hole, after 0 faults", "    up  [1]", "    up  [2]"]


def test_a_mistake_that_is_not_caught_is_told() -> None:
    task = Task("Stairs", Stairs, 3, 0)  # type: ignore[arg-type]
    told = tell_mistake(Found(task, explore(Stairs(), faults=0), 1, frozenset()))
    assert told.endswith("NOT CAUGHT in 4 states")
