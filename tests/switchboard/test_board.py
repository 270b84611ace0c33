"""What the business publishes may change under what it owes: nothing owed is lost by that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ivr.line.inputs import Ring
from ivr.promise.callback import State
from ivr.rehearsal.people import Person
from ivr.rehearsal.world import Shelf, World
from ivr.simulator.exchange import answers
from ivr.switchboard import agents, rescue
from ivr.switchboard.board import team_of
from ivr.switchboard.rows import Callback
from tests.switchboard.sample import sample_library

NUMBER = "+12025550100"
NASRIN = "+8801712345678"


def test_a_callback_of_a_team_that_is_gone_is_kept_by_the_first_team() -> None:
    business = sample_library().business()
    world = World(business, {}, datetime(2026, 11, 23, 6, tzinfo=UTC))
    agents.add(world.store, "Asha", "+12025550111", ("support",))
    Person(world, "Asha", "+12025550111").behaves(answers(after=2, keys=((1.0, "1"), (50.0, "1")), leaves=60.0))
    Person(world, "Nasrin", NASRIN).behaves(answers(after=1, leaves=30.0))
    rescue.missed(world.board, Ring("CA" + "1" * 32, NASRIN, NUMBER))
    left = {name: team for name, team in business.teams.items() if name != "support"}
    world.board = replace(world.board, library=Shelf(replace(business, teams=left), {}))
    assert team_of(world.board, "support") == next(iter(left.values()))
    agents.available(world.store, "Asha")
    world.run_for(600)
    with world.store.reading() as unit:
        (row,) = unit.many(Callback, state=tuple(State))
    assert row.team == "support"
    assert row.state is State.CONNECTED
