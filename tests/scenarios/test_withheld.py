"""A caller who withholds their number keys one; which ones we phone, and what is on record where there is none."""

import pytest

from ivr.promise.callback import State
from ivr.switchboard.rows import Callback
from tests.scenarios.acts import picks_up, rings, says_yes, talks
from tests.scenarios.shop import NUMBER

BABUL = ("Babul", "+12025550112")
KEYED = "+8801912345678"


def withheld(shop):
    """Somebody whose number we are not shown, asked for one because nobody is there."""
    somebody = shop.caller("Somebody", "anonymous")
    somebody.rings(NUMBER)
    somebody.hears("For English")
    somebody.presses("1")
    somebody.hears("press 0")
    somebody.presses("0")
    somebody.hears("On which number can we reach you?")
    return somebody


def only(shop):
    """The one callback of this installation."""
    with shop.store.reading() as unit:
        assert unit.get(Callback, 2) is None
        return unit.get(Callback, 1)


def test_the_number_that_was_keyed_read_back_and_confirmed_is_phoned(shop):
    somebody = withheld(shop)
    somebody.presses("01912345678#")
    somebody.hears("You entered 0 1 9 1 2, 3 4 5, 6 7 8.")
    somebody.presses("1")
    somebody.hears("When shall we call")
    somebody.presses("1")
    somebody.hears("We will call you back within 30 minutes")
    shop.passes(10)
    phone, babul = shop.caller("the keyed phone", KEYED), shop.agent(*BABUL)
    says_yes(babul)
    picks_up(phone)
    talks(shop, phone, babul, 30)
    assert only(shop).state is State.CONNECTED
    assert shop.books["callback_rows"] == 1


@pytest.mark.parametrize(
    "keys",
    ["0019005550199", "999", "00442079460018", "0012025550100", "0012025550112", "12"],
    ids=["premium", "emergency", "a country not listed", "our own", "an agent's", "no number"],
)
def test_what_we_never_phone_is_refused_and_asked_again(sqlite_shop, keys):
    shop = sqlite_shop
    shop.agent(*BABUL, on_duty=False)
    somebody = withheld(shop)
    somebody.presses(f"{keys}#")
    somebody.hears("Sorry, we cannot call that number. Please enter another one")
    somebody.presses(f"{keys}#")
    somebody.hears("We have no number that we could call back")
    shop.passes(300)
    assert somebody.leg is None
    assert only(shop).state is State.UNREACHABLE
    assert shop.books["via_callback"] == {"open": 0, "final": 1}


def test_who_keys_no_number_cannot_be_reached_and_the_record_says_so(sqlite_shop):
    shop = sqlite_shop
    somebody = withheld(shop)
    shop.passes(120)
    assert somebody.leg is None
    assert only(shop).state is State.UNREACHABLE


def test_a_caller_with_a_number_of_a_country_that_we_do_not_phone_keys_another(sqlite_shop):
    shop = sqlite_shop
    tourist = shop.caller("Tom", "+442079460018")
    tourist.rings(NUMBER)
    tourist.hears("For English")
    tourist.presses("1")
    tourist.hears("press 0")
    tourist.presses("0")
    tourist.hears("On which number can we reach you?")
    tourist.presses("01912345678#")
    tourist.hears("If that is right, press 1")
    tourist.presses("1")
    tourist.hears("When shall we call")
    tourist.presses("1")
    tourist.hears("within 30 minutes")
    shop.passes(20)
    phone, babul = shop.caller("the keyed phone", KEYED), shop.agent(*BABUL)
    says_yes(babul)
    picks_up(phone)
    talks(shop, phone, babul, 30)
    assert rings(tourist) == []
