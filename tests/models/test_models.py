"""The promise's protocol, explored whole at two faults, and every planted mistake in it found."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import pytest

from ivr.promise import callback, transfer
from tests.models.asking import transition
from tests.models.runs import MISTAKES, WORLDS, Task, run
from tests.promise.diagrams import MACHINES

FEWEST = 15_000
"""A world with fewer states than this has lost something that used to happen in it."""


@pytest.mark.parametrize("task", WORLDS, ids=lambda task: task.world.__name__)
def test_the_protocol_holds_whatever_happens_in_whatever_order(task: Task) -> None:
    explored = run(task).explored
    assert explored.broken == ()
    assert explored.states > FEWEST
    assert explored.steps > 4 * explored.states


def test_every_transition_that_may_race_is_gone_through() -> None:
    every = {
        transition(state, event)
        for machine in MACHINES
        for state, row in machine.table.items()
        for event in row
        if not _alone(state, event)
    }
    assert every == set().union(*(run(replace(task, faults=0)).taken for task in WORLDS))


def _alone(state: StrEnum, event: StrEnum) -> bool:
    """What one person decides, or the lack of a number; a cancelling and a barring, which are like it, are explored."""
    if event in (transfer.Event.WAIVE, callback.Event.NO_NUMBER, callback.Event.REVIEW):
        return True
    if event in (callback.Event.PUT_OFF, callback.Event.EXHAUST) and state is callback.State.SCHEDULED:
        return True
    closed_by_a_person = event is callback.Event.CLOSE and state is not callback.State.TALKING
    return closed_by_a_person or state is callback.State.REVIEW


@pytest.mark.parametrize("task", MISTAKES, ids=lambda task: task.title)
def test_a_mistake_is_caught_and_says_in_a_line_what_it_is(task: Task) -> None:
    assert run(task).explored.broken
    assert (task.world.__doc__ or "").endswith(".")
