"""An agent who is free is asked for whoever can be served now, also where somebody else asked first and cannot."""

from dataclasses import replace

from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import KARIM, NIGHT, Agent, Neighbour, Town

RAHIM = "+8801912345678"


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


def test_once_it_has_rested_nobody_who_asked_later_goes_before_it() -> None:
    """Nasrin's callback rests for a minute; when that is over the agent talks, and a third caller comes to wait."""
    town = Town()
    nasrin, asha = declined(town)
    karim, rahim = town.caller("Karim", KARIM), town.caller("Rahim", RAHIM)
    karim.asks_for_a_person()
    asha.says_yes()
    karim.is_bridged()
    town.passes(100)
    rahim.asks_for_a_person()
    town.passes(5)
    karim.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    asha.is_rung(within=20)
    asha.picks_up()
    assert "A customer to call back" in asha.hears("Shop, care").text


def test_of_those_who_fall_due_as_the_shop_opens_the_first_in_order_is_first() -> None:
    """Both are owed a call since the night; Karim asked later, and is a VIP."""
    town = Town(start=NIGHT)
    nasrin, karim = town.caller(), town.caller("Karim", KARIM)
    for one in (nasrin, karim):
        one.rings_the_shop()
        one.hears("closed_menu")
        one.presses("1")
        town.passes(5)
        one.hangs_up()
        town.passes(5)
    with town.store.unit() as unit:
        unit.save(replace(karim.callback(), vip=True))
    asha = town.agent()
    town.passes_until(3, 59, days=1)
    asha.says_yes()
    karim.is_rung(within=20)
    assert nasrin.was_rung() == 0


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
