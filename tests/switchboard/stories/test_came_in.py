"""A caller to whom we owe a call rings in by themselves: while it waits, while agents are asked, while we ring out."""

from ivr.simulator.exchange import no_answer
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import Neighbour, Town


def comes_through(nasrin: Neighbour) -> None:
    """Phones us, and wants to speak now."""
    nasrin.rings_the_shop()
    nasrin.hears("We owe you a call")
    nasrin.presses("1")


def test_while_it_is_only_owed_she_is_served_and_not_phoned_any_more() -> None:
    town = Town()
    nasrin, asha = owed(town)
    comes_through(nasrin)
    assert nasrin.fates()[0] == "suspended"
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    assert nasrin.fates() == ["came_in", "served"]
    town.passes(3600)
    assert nasrin.was_rung() == 0


def test_while_an_agent_is_asked_that_agents_yes_takes_the_caller_on_the_line() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.is_rung()
    comes_through(nasrin)
    asha.picks_up()
    asha.hears("press 1")
    asha.presses("1")
    nasrin.is_bridged()
    assert asha.was_rung() == 1
    assert nasrin.was_rung() == 0


def test_while_we_ring_out_her_phone_stops_and_the_agent_takes_the_call_she_makes() -> None:
    town = Town()
    nasrin, asha = owed(town)
    nasrin.behaves(no_answer())
    asha.says_yes()
    town.passes(5.5)
    comes_through(nasrin)
    nasrin.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    assert nasrin.fates() == ["came_in", "served"]
    assert nasrin.was_rung() <= 1


def test_who_comes_in_and_leaves_again_is_phoned_after_all() -> None:
    town = Town()
    nasrin, asha = owed(town)
    comes_through(nasrin)
    nasrin.hangs_up()
    asha.says_yes()
    nasrin.is_rung()
    assert len({debt.callback_id for debt in nasrin.owed()}) == 1, "one callback keeps both debts"


def test_her_phone_is_not_rung_while_she_is_on_the_line() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.answers()
    nasrin.rings_the_shop()
    asha.presses("1")
    town.passes(30)
    assert nasrin.was_rung() == 0
    assert nasrin.callback().attempts == 0


def test_what_she_asks_for_after_the_talk_is_owed_although_the_talk_is_counted_later() -> None:
    """The agent's silence decides thirty seconds after she asked anew, and was told that she is called back."""
    town = Town(rounds=1)
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(30)
    town.loses = lambda request: request.url.startswith(("door:leg", "door:over"))
    asha.hangs_up()
    nasrin.hears("more_menu")
    nasrin.presses("1")
    nasrin.hears("Please stay on the line")
    nasrin.hangs_up()
    town.loses = lambda request: False
    town.passes(60)
    assert nasrin.fates()[0] == "served"
    assert nasrin.fates()[1] not in ("came_in", "served")
