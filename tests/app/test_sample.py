"""The people of the sample business: they move in where nobody lives, once, and turn nobody out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.app import sample
from ivr.app.parts import Parts
from ivr.switchboard import agents
from ivr.switchboard.rows import Agent, AgentState, Caller, Membership
from tests.app.installations import installation
from tests.switchboard.sample import publish_sample


@pytest.fixture
def parts(sqlite_url: str, tmp_path: Path) -> Iterator[Parts]:
    made = installation(sqlite_url, tmp_path)
    publish_sample(made.store)
    yield made
    made.store.engine.dispose()


def everybody(parts: Parts) -> dict[str, AgentState]:
    with parts.store.reading() as unit:
        return {agent.name: agent.state for agent in unit.many(Agent, state=tuple(AgentState))}


def test_two_agents_of_every_team_are_on_duty_and_one_caller_is_known(parts: Parts) -> None:
    made = sample.move_in(parts.board)
    assert everybody(parts) == {"Asha": AgentState.AVAILABLE, "Babul": AgentState.AVAILABLE}
    with parts.store.reading() as unit:
        for agent in made:
            teams = {one.team for one in unit.many(Membership, agent_id=agent.id)}
            assert teams == set(parts.board.library.business().teams)
        caller = unit.one(Caller, number=sample.CALLER.number)
    assert caller is not None
    assert (caller.name, caller.zone) == ("Nasrin", "Asia/Dhaka")


def test_they_move_in_once(parts: Parts) -> None:
    sample.move_in(parts.board)
    agents.away(parts.store, "Asha")
    assert sample.move_in(parts.board) == ()
    assert everybody(parts)["Asha"] is AgentState.AWAY


def test_where_somebody_lives_nobody_moves_in(parts: Parts) -> None:
    agents.add(parts.store, "Chitra", "+12025550113", ("support",))
    assert sample.move_in(parts.board) == ()
    assert set(everybody(parts)) == {"Chitra"}
