"""The promise's protocol, explored whole at two faults, and every planted mistake in it found."""

from __future__ import annotations

from enum import StrEnum

import pytest

from ivr.promise import callback, transfer
from tests.models.asking import transition
from tests.models.runs import MISTAKES, WORLDS, Task, run
from tests.promise.diagrams import MACHINES

FEWEST = 15_000
"""A world with fewer states than this has lost something that used to happen in it."""


def test_the_protocol_holds_whatever_happens_in_whatever_order_and_every_transition_that_may_race_happens() -> None:
    found = [run(task) for task in WORLDS]
    for one in found:
        assert one.explored.broken == (), one.task.title
        assert one.explored.states > FEWEST
        assert one.explored.steps > 4 * one.explored.states
    every = {
        transition(state, event)
        for machine in MACHINES
        for state, row in machine.table.items()
        for event in row
        if not _alone(state, event)
    }
    assert every == set().union(*(one.taken for one in found))


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
