"""Which agents are asked: as many as the account has lines for, and whoever comes free while others are ringing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr.promise import callback
from ivr.promise.offer import FINAL
from ivr.promise.policy import Strategy
from ivr.promise.transfer import State
from ivr.rehearsal.people import Person
from ivr.rehearsal.world import World
from ivr.simulator.exchange import no_answer
from ivr.switchboard import agents, asking, sweep
from ivr.switchboard.rows import Offer, Transfer
from tests.store import samples
from tests.switchboard.sample import sample_library

NUMBER = "+12025550100"
AGENTS = {"Asha": "+12025550111", "Babul": "+12025550112", "Chitra": "+12025550113"}


@pytest.fixture
def world() -> World:
    """A shop in which all free agents are asked at once; none of them picks up."""
    library = sample_library()
    business = library.business()
    teams = {
        name: replace(team, policy=replace(team.policy, strategy=Strategy.ALL)) for name, team in business.teams.items()
    }
    _, flow = library.flow_for(NUMBER)
    made = World(replace(business, teams=teams), {flow.name: flow}, datetime(2026, 11, 23, 6, tzinfo=UTC))
    made.board = replace(made.board, rules=replace(made.board.rules, calls_per_second=10.0))
    for name, number in AGENTS.items():
        agents.add(made.store, name, number, ("support",))
        Person(made, name, number).behaves(no_answer())
    return made


def asks_for_a_person(world: World) -> Person:
    nasrin = Person(world, "Nasrin", "+8801712345678")
    nasrin.rings(NUMBER)
    nasrin.hears("For English")
    nasrin.presses("1")
    nasrin.hears("press 0")
    nasrin.presses("0")
    world.run_for(1)
    return nasrin


def ringing(world: World) -> int:
    """How many agents are being asked."""
    with world.store.reading() as unit:
        return sum(row.state not in FINAL for row in unit.many(Offer, transfer_id=1))


def available(world: World, *names: str) -> None:
    for name in names:
        agents.available(world.store, name)


@pytest.mark.parametrize(("lines", "asked"), [(None, 3), (8, 3), (5, 2), (4, 1), (3, 1), (2, 0)])
def test_all_means_as_many_as_there_are_lines_for(world: World, lines: int | None, asked: int) -> None:
    """The caller has one, one is kept for a customer whom we phone, and from four on one for the next caller."""
    world.board = replace(world.board, rules=replace(world.board.rules, calls_at_once=lines))
    available(world, *AGENTS)
    asks_for_a_person(world)
    assert ringing(world) == asked


def test_whoever_comes_free_meanwhile_is_asked_as_well_and_the_next_look_is_ahead(world: World) -> None:
    available(world, "Asha")
    asks_for_a_person(world)
    assert ringing(world) == 1
    available(world, "Babul")
    with world.store.unit() as unit:
        unit.save(replace(unit.get(Transfer, 1), deadline=unit.now))
    sweep.chain(world.board, world.carrier, [("transfer", 1)])
    with world.store.reading() as unit:
        row = unit.get(Transfer, 1)
    assert ringing(world) == 2
    assert row.state is State.OFFERED
    assert row.deadline > world.now() + timedelta(seconds=1)


def test_who_is_offered_to_somebody_already_stands_in_the_same_order(world: World) -> None:
    """A callback asked for earlier has none yet: whoever comes now is for them."""
    available(world, "Asha")
    with world.store.unit() as unit:
        offered = samples.transfer_row(unit, samples.caller(unit), state=State.OFFERED)
        earlier = unit.now - timedelta(hours=1)
        owed = samples.callback_row(unit, samples.caller(unit), state=callback.State.DUE, asked_at=earlier)
        assert asking.ask(unit, world.board, offered) == ()
        assert len(asking.ask(unit, world.board, owed)) == 1
