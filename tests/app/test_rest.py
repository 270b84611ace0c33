"""The sweep rests until something falls due, for SWEEP_SECONDS at most: a promise of three o'clock is not kept at two
seconds past by habit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.app.parts import Parts
from ivr.app.serve import LEAST_REST, Sweeper
from ivr.switchboard.sweep import Swept
from tests.app.installations import installation
from tests.store import samples

IDLE, DROVE, FAILED = Swept(0, 0), Swept(1, 0), Swept(1, 1)


@pytest.fixture
def parts(database_url: str, tmp_path: Path) -> Iterator[Parts]:
    made = installation(database_url, tmp_path, SWEEP_SECONDS="2")
    yield made
    made.store.engine.dispose()


def owes(parts: Parts, seconds: float) -> None:
    """Something is due in so many seconds."""
    with parts.store.unit() as unit:
        on = samples.call(unit, samples.caller(unit))
        unit.save(replace(on, deadline=unit.now + timedelta(seconds=seconds)))


def test_with_nothing_to_do_it_rests_for_the_whole_period(parts: Parts) -> None:
    assert Sweeper(parts).rest(IDLE) == 2
    owes(parts, 60)
    assert Sweeper(parts).rest(IDLE) == 2


def test_it_is_there_when_something_falls_due(parts: Parts) -> None:
    owes(parts, 1)
    assert 0.5 < Sweeper(parts).rest(IDLE) <= 1


def test_many_deadlines_make_no_flood_of_passes(parts: Parts) -> None:
    owes(parts, 0.01)
    assert Sweeper(parts).rest(IDLE) in (LEAST_REST, 2)


def test_what_a_pass_made_due_is_driven_at_once_but_once_only(parts: Parts) -> None:
    owes(parts, -1)
    sweeper = Sweeper(parts)
    assert [sweeper.rest(DROVE) for _ in range(4)] == [0, 2, 0, 2]


def test_what_cannot_be_driven_waits_as_all_else_does(parts: Parts) -> None:
    owes(parts, -1)
    sweeper = Sweeper(parts)
    assert [sweeper.rest(FAILED), sweeper.rest(IDLE)] == [2, 2]
