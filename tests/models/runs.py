"""Which worlds are explored how far, and by whom: each in a process of its own, two at a time.

So time and memory are each world's own.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Protocol

from tests.models import shown_world
from tests.models.callback_world import CallbackWorld
from tests.models.explore import Explored, World, explore
from tests.models.mutants import MUTANTS
from tests.models.shown_world import ShownWorld
from tests.models.transfer_world import TransferWorld, UntimedWorld

MEGABYTE = 1024


class Noted(World[Any], Protocol):
    """A world that notes down which transitions it went through."""

    @property
    def taken(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Task:
    """A world to explore. `again`: how often an agent may be asked, or the customer be rung. `memory` in MB."""

    title: str
    world: Callable[[int], Noted]
    again: int
    faults: int
    stop: bool = False


@dataclass(frozen=True)
class Found:
    task: Task
    explored: Explored
    memory: int
    """The most that the process held at once, in MB."""
    taken: frozenset[str]
    """The transitions of the product's tables that were gone through where there was no fault yet."""


WORLDS = (
    Task("transfer", TransferWorld, 2, 2),
    Task("transfer, with agents at pages", ShownWorld, 1, 2),
    Task("callback", CallbackWorld, 2, 2),
    Task("transfer, with no assumption on time", UntimedWorld, 1, 2),
)
LARGER = (
    Task("transfer", TransferWorld, 3, 3),
    Task("transfer, with agents at pages", ShownWorld, 2, 2),
    Task("callback", CallbackWorld, 3, 3),
    Task("transfer, with no assumption on time", UntimedWorld, 2, 3),
)
MISTAKES = tuple(Task(mutant.__name__, mutant, 1, 1, stop=True) for mutant in (*MUTANTS, *shown_world.MUTANTS))


def run(task: Task) -> Found:
    """Explores one world; one with a mistake only as far as is needed to see it."""
    taken: list[frozenset[str]] = []
    for faults in range(task.faults + 1) if task.stop else (task.faults,):
        world = task.world(task.again)
        explored = explore(world, faults, task.stop, lambda spent, world=world: taken.append(world.taken))
        if explored.broken:
            break
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
    return Found(task, explored, memory, taken[0])


def run_all(tasks: Sequence[Task]) -> Iterable[Found]:
    """All of them, in their order, two at a time."""
    with ProcessPoolExecutor(2, get_context("spawn"), max_tasks_per_child=1) as pool:
        yield from pool.map(run, tasks)
