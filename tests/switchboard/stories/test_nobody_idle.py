"""An agent who is free is asked for whoever can be served now, also where somebody else asked first and cannot."""

from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import KARIM, Agent, Neighbour, Town


def declined(town: Town) -> tuple[Neighbour, Agent]:
    """Nasrin is owed a call, and the only agent has said no to it: she is asked again after a while."""
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    nasrin.hangs_up()
    asha.answers()
    asha.presses("2")
    town.passes(10)
    return nasrin, asha


def test_who_waits_on_the_line_is_not_held_up_by_a_callback_that_rests_between_two_rounds() -> None:
    town = Town()
    _, asha = declined(town)
    karim = town.caller("Karim", KARIM)
    karim.asks_for_a_person()
    asha.is_rung(within=6)


def test_and_the_callback_has_its_turn_afterwards() -> None:
    town = Town()
    nasrin, asha = declined(town)
    karim = town.caller("Karim", KARIM)
    karim.asks_for_a_person()
    asha.says_yes()
    karim.is_bridged()
    town.passes(60)
    karim.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    asha.says_yes()
    nasrin.is_rung()


def test_nor_by_a_callback_to_somebody_who_is_in_the_menu_meanwhile() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.is_rung()
    nasrin.rings_the_shop()
    nasrin.hears("We owe you a call")
    asha.picks_up()
    asha.presses("2")
    town.passes(2)
    karim = town.caller("Karim", KARIM)
    karim.asks_for_a_person()
    asha.is_rung(within=6)
