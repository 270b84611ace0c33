"""An agent's number at the pages: proved before it counts, stopped by owner or agent, and told what came of it."""

from __future__ import annotations

import pytest

from ivr.access import Role
from ivr.console.words import LANGUAGES
from ivr.switchboard.crew import number_changes
from ivr.switchboard.ports import work
from ivr.switchboard.rows import NumberChange, NumberState
from ivr.switchboard.trail import OPERATOR
from tests.console.floor import Floor
from tests.console.pages.forms import Reader
from tests.console.pages.house import agent


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_number_is_proved_before_it_counts(floor: Floor, language: str) -> None:
    owner, asha = Reader(floor, language=language), agent(floor)
    here = f"/people/agents/{asha.id}"
    page = owner.does(here, f"{here}/number", address="+8801911223344")
    with floor.parts.store.reading() as unit:
        change = number_changes.under_way(unit, asha.id)
    assert change is not None and change.state is NumberState.ASKED
    assert (change.code if language == "en" else "") in page
    assert f'{here}/number"' not in page, "one at a time"
    supervisor = Reader(floor, Role.SUPERVISOR).sees(here)
    assert change.code not in supervisor, "only whoever may ask for it sees the code"
    owner.does(here, f"{here}/number/stop")
    with floor.parts.store.reading() as unit:
        row = unit.get(NumberChange, change.id)
    assert row is not None and row.state is NumberState.WITHDRAWN
    assert owner.sends(here, f"{here}/number", address=asha.address).status_code == 422


def test_the_agent_sees_it_and_objects(light_floor: Floor) -> None:
    asha = agent(light_floor)
    Reader(light_floor).does(f"/people/agents/{asha.id}", f"/people/agents/{asha.id}/number", address="+8801911223344")
    mine = Reader(light_floor, client=light_floor.browser(Role.AGENT, agent=asha.name))
    page = mine.sees("/account/number")
    assert "Somebody asked that you be reached elsewhere" in page
    assert "Nobody asked to change that" in mine.does("/account/number", "/account/number/stop")
    with light_floor.parts.store.reading() as unit:
        assert number_changes.under_way(unit, asha.id) is None


def test_a_change_that_came_to_nothing_is_told(light_floor: Floor) -> None:
    asha, board = agent(light_floor), light_floor.parts.board
    made = number_changes.ask(board, OPERATOR, asha.id, "+8801911223344")
    work(board.store, lambda unit: number_changes.end(unit, made, NumberState.FAILED, "unproved"))  # type: ignore[arg-type]
    assert "Nothing came of the last change" in Reader(light_floor).sees(f"/people/agents/{asha.id}")
