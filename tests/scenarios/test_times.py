"""When a caller is called back: soon, at the hour that they chose, at the next opening; never at an uncivil hour."""

from datetime import date, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from ivr.calendar import to_local
from ivr.promise.callback import State
from tests.scenarios.acts import (
    chooses_a_language,
    heard,
    is_told_that_nobody_is_there,
    leaves_unheard,
    picks_up,
    rings,
    says_yes,
    talks,
)
from tests.scenarios.shop import NUMBER, at, clock

BABUL = ("Babul", "+12025550112")
NEW_YORK = "America/New_York"


def chooses(caller, hour, readback):
    """Keys an hour, hears it read back, and agrees."""
    caller.hears("At what hour shall we call")
    caller.presses(hour)
    caller.hears(readback)
    caller.presses("1")


def is_phoned(shop, caller, agent):
    """The agent takes it, the caller picks up, they talk."""
    says_yes(agent, within=60)
    picks_up(caller)
    talks(shop, caller, agent, 30)
    assert shop.callback(caller).state is State.CONNECTED


def test_a_chosen_hour_is_when_the_phone_rings(shop):
    is_told_that_nobody_is_there(shop.nasrin)
    shop.nasrin.presses("2")
    chooses(shop.nasrin, "15", "Shall we call you today at 3 p.m.?")
    shop.nasrin.hears("We will call you back today at 3 p.m., or at most 30 minutes later")
    babul = shop.agent(*BABUL)
    shop.becomes("monday 14:59")
    assert rings(babul) == []
    shop.becomes("monday 15:00")
    is_phoned(shop, shop.nasrin, babul)
    assert clock(rings(shop.nasrin)[0]) in ("Mon 15:00", "Mon 15:01")


def test_an_hour_that_is_past_or_closed_is_asked_again_or_means_the_next_day(sqlite_shop):
    shop = sqlite_shop
    is_told_that_nobody_is_there(shop.nasrin)
    shop.nasrin.presses("2")
    shop.nasrin.hears("At what hour shall we call")
    shop.nasrin.presses("03")
    shop.nasrin.hears("Sorry, we cannot call at that hour")
    chooses(shop.nasrin, "10", "Shall we call you tomorrow at 10 a.m.?")
    babul = shop.agent(*BABUL)
    shop.becomes("tuesday 10:00")
    is_phoned(shop, shop.nasrin, babul)
    assert len(rings(babul)) == 1


def rings_at_night(shop, caller, key):
    """Rings while the shop is closed, and presses a key."""
    chooses_a_language(caller)
    caller.hears("closed right now", within=60)
    caller.presses(key)


def test_outside_hours_the_next_opening_is_promised_and_kept(sqlite_shop):
    shop = sqlite_shop
    babul = shop.agent(*BABUL)
    shop.becomes("thursday 21:15")
    rings_at_night(shop, shop.nasrin, "1")
    shop.nasrin.hears("For as soon as we can, on Saturday")
    shop.nasrin.presses("1")
    shop.nasrin.hears(
        "We will call you back when we are open again: on Saturday at 10 a.m., or at most 30 minutes later"
    )
    shop.becomes("saturday 09:59")
    assert rings(babul) == []
    shop.becomes("saturday 10:00")
    is_phoned(shop, shop.nasrin, babul)


def test_a_holiday_is_no_opening(sqlite_shop):
    shop = sqlite_shop
    today = to_local(shop.stage.now(), "Asia/Dhaka").date()
    # Victory Day, on the sixteenth of December, in a year in which no Friday is near it
    holiday = next(day for year in count(today.year) if (day := date(year, 12, 16)) > today and day.weekday() < 3)
    shop.is_at(at(holiday - timedelta(days=1), 21))
    rings_at_night(shop, shop.nasrin, "1")
    shop.nasrin.presses("1")
    shop.nasrin.hears("10 a.m., or at most 30 minutes later")
    babul = shop.agent(*BABUL)
    shop.is_at(at(holiday, 20))
    assert rings(babul) == []
    shop.is_at(at(holiday + timedelta(days=1), 10))
    is_phoned(shop, shop.nasrin, babul)


def test_who_needs_no_call_at_night_is_owed_nothing(sqlite_shop):
    shop = sqlite_shop
    shop.becomes("monday 22:00")
    rings_at_night(shop, shop.nasrin, "2")
    shop.nasrin.hears("All right, we will not call you back")
    shop.passes(60)
    assert (shop.books["obligations"], shop.books["callback_rows"]) == (0, 0)


def test_who_says_nothing_at_night_is_called_all_the_same(sqlite_shop):
    shop = sqlite_shop
    shop.becomes("monday 22:00")
    chooses_a_language(shop.nasrin)
    shop.passes(180)
    assert shop.nasrin.leg is None
    assert "when we are open again: tomorrow at 10 a.m." in " ".join(heard(shop.nasrin))
    assert shop.callback(shop.nasrin).state is State.SCHEDULED


def test_who_hangs_up_while_choosing_a_time_at_night_is_owed_the_call(sqlite_shop):
    shop = sqlite_shop
    shop.becomes("monday 22:00")
    rings_at_night(shop, shop.nasrin, "1")
    shop.passes(3)
    shop.nasrin.hangs_up()
    shop.passes(5)
    assert shop.callback(shop.nasrin).state is State.SCHEDULED
    assert shop.books["via_callback"] == {"open": 1, "final": 0}


def test_an_open_callback_is_moved_by_its_caller(shop):
    leaves_unheard(shop, shop.nasrin)
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("To move the call to another time, press 2")
    shop.nasrin.presses("2")
    chooses(shop.nasrin, "18", "today at 6 p.m.")
    shop.nasrin.hears("All right. We will call you today at 6 p.m. instead")
    babul = shop.agent(*BABUL)
    shop.becomes("monday 17:59")
    assert rings(babul) == []
    shop.becomes("monday 18:00")
    is_phoned(shop, shop.nasrin, babul)
    assert shop.books["callback_rows"] == 1


def test_an_open_callback_is_cancelled_by_its_caller_and_by_nothing_less(sqlite_shop):
    shop = sqlite_shop
    leaves_unheard(shop, shop.nasrin)
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("To cancel it, press 3")
    shop.nasrin.presses("3")
    shop.nasrin.hears("Do you really not need our call any more?")
    shop.nasrin.hangs_up()
    shop.passes(5)
    assert shop.books["via_callback"] == {"open": 1, "final": 0}
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("To cancel it, press 3")
    shop.nasrin.presses("3")
    shop.nasrin.hears("To cancel it, press 1")
    shop.nasrin.presses("1")
    shop.nasrin.hears("Your callback is cancelled")
    shop.agent(*BABUL)
    shop.passes(3600)
    assert shop.callback(shop.nasrin).state is State.CANCELLED
    assert rings(shop.nasrin) == []


def offset(day):
    """How far New York is from UTC on the noon of a day."""
    return to_local(at(day, 12, zone=NEW_YORK), NEW_YORK).utcoffset()


def in_new_york(shop):
    """A caller there, whose zone their number does not tell alone."""
    alice = shop.caller("Alice", "+12125550142")
    shop.knows(alice, zone=NEW_YORK)
    return alice


def test_nobody_is_phoned_in_their_night(sqlite_shop):
    """The shop is open while New York sleeps; in summer they share an hour, from nine to ten in the morning there."""
    shop = sqlite_shop
    alice, babul = in_new_york(shop), shop.agent(*BABUL)
    today = to_local(shop.stage.now(), "Asia/Dhaka").date()
    shop.is_at(at(next(day for day in days(today) if (day.month, day.weekday()) == (7, 0)), 11))
    shop.goes_home("Babul")
    leaves_unheard(shop, alice)
    shop.comes_on_duty("Babul")
    shop.becomes("monday 18:59")
    assert rings(babul) == []
    shop.becomes("monday 19:00")
    is_phoned(shop, alice, babul)
    assert clock(rings(alice)[0], NEW_YORK) == "Mon 09:00"


def days(first):
    return (first + timedelta(days=ahead) for ahead in count(1))


@pytest.mark.parametrize("zone", [NEW_YORK, "America/Los_Angeles"], ids=["in winter", "all year round"])
def test_where_day_and_opening_hours_never_meet_the_owner_is_told_and_nobody_is_woken(sqlite_shop, zone):
    shop = sqlite_shop
    alice = shop.caller("Alice", "+12125550142")
    shop.knows(alice, zone=zone)
    today = to_local(shop.stage.now(), "Asia/Dhaka").date()
    shop.is_at(at(next(day for day in days(today) if (day.month, day.weekday()) == (1, 0)), 11))
    leaves_unheard(shop, alice)
    babul = shop.agent(*BABUL)
    shop.passes(26 * 3600)
    assert rings(alice) == rings(babul) == []
    assert shop.tasks().count("never_reachable") == 1
    assert "do not meet within seven days" in " ".join(body for _, body in shop.messages())
    assert shop.books["via_callback"] == {"open": 1, "final": 0}


def test_an_hour_chosen_on_the_eve_of_summer_time_is_an_hour_of_the_new_time(sqlite_shop):
    shop, zone = sqlite_shop, ZoneInfo(NEW_YORK)
    alice = in_new_york(shop)
    today = to_local(shop.stage.now(), NEW_YORK).date()
    change = next(day for day in days(today) if offset(day) - offset(day - timedelta(days=1)) == timedelta(hours=1))
    shop.is_at(at(change - timedelta(days=1), 8, 10, NEW_YORK))
    is_told_that_nobody_is_there(alice)
    alice.presses("2")
    chooses(alice, "09", "Shall we call you tomorrow at 9 a.m.?")
    babul = shop.agent(*BABUL)
    shop.is_at(at(change, 8, 59, NEW_YORK))
    assert rings(babul) == []
    shop.is_at(at(change, 9, 0, NEW_YORK))
    is_phoned(shop, alice, babul)
    ringing = to_local(at(change, 9, zone=NEW_YORK), NEW_YORK)
    assert ringing.utcoffset() == ringing.replace(tzinfo=zone).utcoffset() == offset(change)
    assert clock(rings(alice)[0], NEW_YORK) == f"{change:%a} 09:00"
