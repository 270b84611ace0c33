"""A telephone rings three times a day by our own choice, whatever its owner asked for; and we say what we do."""

from datetime import timedelta

from ivr.simulator.exchange import answers, no_answer
from tests.switchboard.stories.test_agreed import asks_in_vain, rings_again
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import NASRIN, Agent, Neighbour, Town


def rung_three_times(town: Town) -> tuple[Neighbour, Agent]:
    """At eleven, five minutes later, and at one. Then she rings in, and needs no call any more."""
    nasrin, asha = owed(town)
    nasrin.behaves(no_answer())
    asha.behaves(answers(2.0, keys=((12.0, "1"),)))
    town.passes(3 * 3600)
    assert nasrin.was_rung() == 3
    rings_again(nasrin)
    nasrin.presses("3")
    nasrin.hears("To cancel it, press 1")
    nasrin.presses("1")
    nasrin.hears("Your callback is cancelled")
    nasrin.hangs_up()
    return nasrin, asha


def asks_anew(nasrin: Neighbour, asha: Agent) -> None:
    """Half past two: nobody is at work for a moment, and she is owed another call."""
    asha.goes_home()
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    nasrin.presses("1")
    nasrin.hears("kept_menu")


def test_who_asks_anew_is_phoned_when_a_day_has_passed() -> None:
    town = Town()
    nasrin, asha = rung_three_times(town)
    asks_anew(nasrin, asha)
    nasrin.hangs_up()
    asha.comes_back()
    callback = nasrin.callback()
    assert callback.promised_by > callback.due_at > callback.created_at + timedelta(hours=20)
    town.passes(20 * 3600)
    assert nasrin.was_rung() == 3
    town.passes(3 * 3600)
    assert nasrin.was_rung() == 4


def test_and_hears_so() -> None:
    town = Town()
    nasrin, asha = rung_three_times(town)
    asks_anew(nasrin, asha)
    asha.comes_back()
    nasrin.presses("1")
    nasrin.hears("For as soon as we can")
    nasrin.hears("We will call you back tomorrow at 11", within=60)
    town.passes(20 * 3600)
    assert nasrin.was_rung() == 3


def test_who_asks_to_be_called_at_once_is() -> None:
    town = Town()
    nasrin, asha = rung_three_times(town)
    asks_anew(nasrin, asha)
    asha.comes_back()
    nasrin.presses("1")
    nasrin.hears("For as soon as we can")
    nasrin.presses("1")
    nasrin.hears("We will call you back within 30 minutes")
    town.passes(600)
    assert nasrin.was_rung() == 4


def test_nor_is_it_rung_more_often_for_a_stranger_who_keys_its_number() -> None:
    """And says nothing when asked for the time: had they asked for it to be at once, it would be."""
    town = Town()
    nasrin, asha = rung_three_times(town)
    asha.goes_home()
    somebody = asks_in_vain(town, town.caller("Stranger", "anonymous"))
    somebody.presses("1")
    somebody.hears("On which number can we reach you?")
    somebody.presses(NASRIN[3:] + "#")
    somebody.hears("You entered")
    somebody.presses("1")
    somebody.hears("We will call you back within", within=60)
    asha.comes_back()
    town.passes(6 * 3600)
    assert nasrin.was_rung() == 3
