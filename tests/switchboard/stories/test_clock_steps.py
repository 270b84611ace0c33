"""The database's clock is set in the middle of everything, by ten minutes. Nothing of ours has another clock: what was
to happen happens too soon, or so much later; nobody is forgotten, and nobody is rung twice."""

from datetime import timedelta

import pytest

from ivr.switchboard import sweep
from ivr.switchboard.rows import Offer
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import Agent, Neighbour, Town

STEP = timedelta(minutes=10)


def steps(town: Town, by: timedelta) -> None:
    """From now on the store's clock is so far ahead of the world's."""
    town.store.clock = lambda: town.now() + by


def passes(town: Town, seconds: int) -> None:
    """Time goes by, and the sweep looks every second whether anything is due by the store's own clock."""
    for _ in range(seconds):
        town.exchange.advance(town.exchange.now + 1)
        town.settle()
        sweep.once(town.board, town.carrier)
        town.settle()


def rung_at_once(town: Town, person: Agent | Neighbour) -> int:
    """How many legs ring or occupy this phone now."""
    return sum(leg.number == person.number for leg in town.exchange.live())


@pytest.mark.parametrize("by", [STEP, -STEP], ids=["forward", "back"])
def test_a_caller_who_waits_is_owed_whatever_the_clock_does(by: timedelta) -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.is_rung()
    steps(town, by)
    for _ in range(90):
        passes(town, 10)
        assert rung_at_once(town, asha) <= 1
    assert nasrin.fates() not in (["waiting"], ["served"])


@pytest.mark.parametrize("by", [STEP, -STEP], ids=["forward", "back"])
def test_a_talk_that_the_clock_steps_into_is_a_talk(by: timedelta) -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    steps(town, by)
    passes(town, 40)
    town.exchange.hang_up(nasrin.leg)
    passes(town, 5)
    town.exchange.press(asha.leg, "1")
    passes(town, 5)
    assert nasrin.fates() == ["served"]


@pytest.mark.parametrize("by", [STEP, -STEP], ids=["forward", "back"])
def test_a_customer_is_rung_once_at_a_time_and_reached_all_the_same(by: timedelta) -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.says_yes()
    nasrin.is_rung()
    steps(town, by)
    for _ in range(6):
        passes(town, 5)
        assert rung_at_once(town, nasrin) <= 1
    assert sum(one.in_flight for one in town.all(Offer)) <= 1  # type: ignore[attr-defined]
    passes(town, 20 * 60)
    assert nasrin.was_rung() >= 1
    assert nasrin.fates() != ["waiting"]
