"""The promise's protocol, explored whole at two faults, and every planted mistake in it found."""

from __future__ import annotations

import pytest

from tests.models.runs import MISTAKES, WORLDS, Task, run

FEWEST = 15_000
"""A world with fewer states than this has lost something that used to happen in it."""


@pytest.mark.parametrize("task", WORLDS, ids=lambda task: task.world.__name__)
def test_the_protocol_holds_whatever_happens_in_whatever_order(task: Task) -> None:
    explored = run(task).explored
    assert explored.broken == ()
    assert explored.states > FEWEST
    assert explored.steps > 4 * explored.states


@pytest.mark.parametrize("task", MISTAKES, ids=lambda task: task.title)
def test_a_mistake_is_caught_and_says_in_a_line_what_it_is(task: Task) -> None:
    assert run(task).explored.broken
    assert (task.world.__doc__ or "").endswith(".")
