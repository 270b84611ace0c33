"""The sweep: what is due is driven whatever happens to one row, and a store that is away is blamed on no row."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from ivr.line.inputs import Ring
from ivr.promise.callback import State
from ivr.rehearsal.world import World
from ivr.switchboard import agents, rescue, sweep
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Callback
from tests.switchboard.sample import sample_library

NUMBER = "+12025550100"
CALLERS = ("+8801712345678", "+8801812345678", "+8801912345678")


class Lame:
    """A store of which some units of work cannot be had, as long as `fails` says so."""

    def __init__(self, world: World, fails, whole: bool = False) -> None:
        self._store, self._fails, self._whole = world.store, fails, whole

    def __getattr__(self, name):
        return getattr(self._store, name)

    def unit(self, actor=""):
        self._fails()
        return self._store.unit(actor)

    def next_deadline(self):
        if self._whole:
            raise Unreachable("the database is away")
        return self._store.next_deadline()


@pytest.fixture
def world() -> World:
    library = sample_library()
    made = World(library.business(), {}, datetime(2026, 11, 23, 6, tzinfo=UTC))
    agents.add(made.store, "Asha", "+12025550111", ("support",))
    for number, caller in enumerate(CALLERS):
        rescue.missed(made.board, Ring(f"CA{number:032}", caller, NUMBER))
    return made


def states(world: World) -> list[State]:
    with world.store.reading() as unit:
        return [row.state for row in unit.many(Callback, state=tuple(State))]


def deadlines(world: World) -> list[datetime]:
    with world.store.reading() as unit:
        return [row.deadline for row in unit.many(Callback, state=tuple(State))]


def swept(world: World, fails, whole: bool = False) -> sweep.Swept:
    board = sweep.Board(Lame(world, fails, whole), world.board.library, world.board.rules)
    return sweep.once(board, world.carrier)


def once(error: Exception):
    """Raises this the first time."""
    errors = [error]

    def act() -> None:
        if errors:
            raise errors.pop()

    return act


def test_a_row_that_breaks_is_put_aside_and_the_others_are_driven(world: World) -> None:
    assert swept(world, once(ZeroDivisionError())) == sweep.Swept(3, 1)
    assert states(world) == [State.SCHEDULED, State.DUE, State.DUE]
    assert deadlines(world)[0] == world.now() + sweep.PUT_ASIDE


def test_a_row_that_is_held_elsewhere_stays_due_and_the_others_are_driven(world: World) -> None:
    before = deadlines(world)
    assert swept(world, once(Unreachable("somebody holds this caller"))) == sweep.Swept(3, 1)
    assert states(world) == [State.SCHEDULED, State.DUE, State.DUE]
    assert deadlines(world)[0] == before[0]


def test_a_store_that_is_away_ends_the_pass_and_no_row_is_put_aside(world: World, caplog) -> None:
    before = deadlines(world)

    def away() -> None:
        raise Unreachable("the database is away")

    with pytest.raises(Unreachable):
        swept(world, away, whole=True)
    assert deadlines(world) == before
    assert caplog.records == []


def test_a_row_that_others_always_win_is_told_and_stays_due(world: World, caplog) -> None:
    tries = iter([sweep.Conflict("")] * 4)

    def beaten() -> None:
        if error := next(tries, None):
            raise error

    with caplog.at_level(logging.WARNING):
        assert swept(world, beaten) == sweep.Swept(3, 1)
    assert "callback 1" in caplog.text
    assert states(world) == [State.SCHEDULED, State.DUE, State.DUE]
