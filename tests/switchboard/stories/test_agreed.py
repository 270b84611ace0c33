"""What a caller agrees with the machine: a time, another number, none at all; and what they do with a call we owe."""

from ivr.switchboard.rows import Callback
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import KARIM, NASRIN, NIGHT, Neighbour, Town


def asks_in_vain(town: Town, caller: Neighbour) -> Neighbour:
    """Asks for a person while nobody is at work: the caller is owed a call, and still on the line."""
    caller.rings_the_shop()
    caller.hears("reason_menu")
    caller.presses("1")
    caller.hears("kept_menu")
    return caller


def rings_again(nasrin: Neighbour) -> None:
    """To whom we owe a call, phones us."""
    nasrin.rings_the_shop()
    nasrin.hears("We owe you a call")


def test_she_chooses_an_hour_and_is_phoned_at_that_hour() -> None:
    """Nine at night: later than we would phone by ourselves."""
    town = Town()
    nasrin = asks_in_vain(town, town.caller())
    asha = town.agent()
    nasrin.presses("1")
    nasrin.hears("To choose another time, press 2")
    nasrin.presses("2")
    nasrin.hears("At what hour shall we call?")
    nasrin.presses("21")
    nasrin.hears("Shall we call you today at 9 p.m.?")
    nasrin.presses("1")
    nasrin.hears("We will call you back today at 9 p.m.")
    town.passes(5)
    asked_so_far = asha.was_rung()
    town.passes_until(14, 59)
    assert asha.was_rung() == asked_so_far
    asha.says_yes()
    nasrin.is_rung()


def test_she_presses_the_key_for_no() -> None:
    town = Town()
    nasrin = asks_in_vain(town, town.caller())
    nasrin.presses("9")
    nasrin.hears("we will not call you back")
    assert nasrin.fates() == ["cancelled"]


def test_a_no_leaves_what_was_promised_in_an_earlier_call() -> None:
    town = Town()
    nasrin = asks_in_vain(town, town.caller())
    nasrin.hangs_up()
    rings_again(nasrin)
    nasrin.presses("1")
    nasrin.hears("kept_menu")
    nasrin.presses("9")
    nasrin.hears("we will not call you back")
    assert nasrin.fates() == ["scheduled", "waived"]


def test_a_stranger_keys_a_number_and_is_phoned_there() -> None:
    town = Town()
    stranger, karim = asks_in_vain(town, town.caller("Stranger", "anonymous")), town.caller("Karim", KARIM)
    asha = town.agent()
    stranger.presses("1")
    stranger.hears("On which number can we reach you?")
    stranger.presses(KARIM[3:] + "#")
    stranger.hears("You entered")
    stranger.presses("1")
    stranger.hears("For as soon as we can")
    stranger.presses("1")
    stranger.hears("We will call you back")
    stranger.hangs_up()
    asha.says_yes()
    karim.is_rung()


def test_she_moves_the_call_that_we_owe() -> None:
    town = Town()
    nasrin, asha = owed(town)
    rings_again(nasrin)
    nasrin.presses("2")
    nasrin.hears("At what hour")
    nasrin.presses("21")
    nasrin.hears("today at 9 p.m.")
    nasrin.presses("1")
    nasrin.hears("We will call you today at 9 p.m.")
    assert nasrin.callback().due_at.hour == 15
    assert len(nasrin.owed()) == 1


def test_she_cancels_the_call_that_we_owe_by_two_keys() -> None:
    town = Town()
    nasrin, asha = owed(town)
    rings_again(nasrin)
    nasrin.presses("3")
    nasrin.hears("To cancel it, press 1")
    nasrin.presses("1")
    nasrin.hears("Your callback is cancelled")
    nasrin.hangs_up()
    town.passes(3600)
    assert nasrin.fates() == ["cancelled"]
    assert nasrin.was_rung() == 0


def test_cancelled_while_an_agents_phone_rings_for_it_that_phone_stops() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.is_rung()
    ringing = asha.leg
    rings_again(nasrin)
    nasrin.presses("3")
    nasrin.hears("To cancel it, press 1")
    nasrin.presses("1")
    town.passes(3)
    assert town.exchange.leg(ringing).status != "ringing"
    assert nasrin.fates() == ["cancelled"]


def test_silence_leaves_the_call_that_we_owe_as_it_is() -> None:
    town = Town()
    nasrin, _ = owed(town)
    promised = nasrin.callback().promised_by
    rings_again(nasrin)
    town.passes(40)
    nasrin.hangs_up()
    assert nasrin.callback().promised_by == promised


def test_a_caller_whom_nobody_could_serve_at_night_has_one_open_callback_however_often_they_ring() -> None:
    town = Town(NIGHT)
    nasrin, _ = town.caller(), town.agent()
    for _ in range(3):
        nasrin.rings_the_shop()
        town.passes(120)
        if nasrin.leg:
            nasrin.hangs_up()
    assert len(town.all(Callback)) == 1
    assert nasrin.number == NASRIN
