"""Callers who withhold their number: what they are told, and how often they can have somebody's telephone rung."""

from tests.switchboard.stories.test_agreed import asks_in_vain
from tests.switchboard.stories.town import KARIM, Agent, Neighbour, Town


def stranger(town: Town) -> Neighbour:
    return town.caller("Stranger", "anonymous")


def keys_karims_number(somebody: Neighbour) -> None:
    """Asked for a number, and whether it is right."""
    somebody.presses("1")
    somebody.hears("On which number can we reach you?")
    somebody.presses(KARIM[3:] + "#")
    somebody.hears("You entered")
    somebody.presses("1")


def has_karim_called(town: Town) -> tuple[Neighbour, Agent]:
    """A stranger has us phone Karim as soon as we can; nobody has taken it yet."""
    somebody, karim = asks_in_vain(town, stranger(town)), town.caller("Karim", KARIM)
    keys_karims_number(somebody)
    somebody.hears("For as soon as we can")
    somebody.presses("1")
    somebody.hears("We will call you back within 30 minutes")
    somebody.hangs_up()
    return karim, town.agent()


def serves(asha: Agent, karim: Neighbour, town: Town) -> None:
    """Karim is phoned, and helped."""
    asha.says_yes()
    karim.is_rung()
    karim.picks_up()
    asha.is_bridged()
    town.passes(30)
    asha.presses("*")
    asha.hears("If this is settled")
    asha.presses("1")
    town.passes(30)
    assert karim.fates() == []
    assert karim.callback().state == "connected"


def test_who_gives_up_waiting_is_promised_nothing_before_we_know_a_number() -> None:
    town = Town()
    somebody = stranger(town)
    town.agent()
    somebody.asks_for_a_person()
    somebody.hears("To hang up and keep your place, press 1")
    somebody.presses("1")
    somebody.hears("kept_menu")
    heard = [fact.text for fact in somebody.facts() if fact.what == "hears"]
    assert not any("Your place is kept" in text for text in heard)
    keys_karims_number(somebody)
    somebody.hears("For as soon as we can")


def test_a_number_that_is_to_be_called_already_is_not_called_once_more_for_the_next_stranger() -> None:
    town = Town()
    karim, asha = has_karim_called(town)
    before = karim.callback()
    town.passes(60)
    asha.goes_home()
    another = asks_in_vain(town, stranger(town))
    keys_karims_number(another)
    another.hears("That is settled. We will call you back.")
    after = karim.callback()
    assert (after.id, after.due_at, after.promised_by) == (before.id, before.due_at, before.promised_by)
    assert after.chosen


def test_strangers_have_one_telephone_rung_once_a_day() -> None:
    town = Town()
    karim, asha = has_karim_called(town)
    serves(asha, karim, town)
    asha.goes_home()
    another = asks_in_vain(town, stranger(town))
    keys_karims_number(another)
    another.hears("Sorry, we cannot call that number. Please enter another one.")
    another.presses(KARIM[3:] + "#")
    another.hears("You entered")
    another.hangs_up()
    town.passes(3600)
    assert karim.was_rung() == 1
    town.passes(86_400)
    tomorrow = asks_in_vain(town, stranger(town))
    keys_karims_number(tomorrow)
    tomorrow.hears("For as soon as we can")


def test_karim_himself_may_ask_as_often_as_he_likes() -> None:
    town = Town()
    karim, asha = has_karim_called(town)
    serves(asha, karim, town)
    asha.goes_home()
    asks_in_vain(town, karim)
    karim.presses("1")
    karim.hears("For as soon as we can")
    karim.presses("1")
    karim.hears("We will call you back within 30 minutes")
