"""A caller asks for a person, and talks with one; and everything that only looks like it."""

from ivr.promise.transfer import State
from ivr.simulator.exchange import busy, screening_robot, voicemail
from ivr.switchboard.rows import Fate


def test_an_agent_hears_why_says_yes_and_talks(shop):
    asha = shop.agent("Asha", "+12025550111")
    shop.asks_for_a_person(shop.nasrin)
    asha.is_rung()
    asha.picks_up()
    brief = asha.hears("Customer care").text
    assert "Nasrin" not in brief
    asha.hears("press 1")
    asha.presses("1")
    shop.nasrin.hears("Asha")
    asha.is_bridged()
    shop.passes(40)
    shop.nasrin.hangs_up()
    asha.hears("press 1")
    asha.presses("1")
    shop.passes(20)
    assert shop.transfer(shop.nasrin).state is State.SERVED
    assert [one.fate for one in shop.owed(shop.nasrin)] == [Fate.SERVED]
    assert shop.books["served"] == 1


def test_who_declines_is_not_asked_again_and_the_next_one_is(shop):
    asha, babul = shop.agent("Asha", "+12025550111"), shop.agent("Babul", "+12025550112")
    shop.asks_for_a_person(shop.nasrin)
    asha.is_rung()
    asha.picks_up()
    asha.hears("press 2")
    asha.presses("2")
    babul.is_rung()
    babul.picks_up()
    babul.hears("press 1")
    babul.presses("1")
    babul.is_bridged()
    shop.passes(30)
    babul.hangs_up()
    shop.passes(30)
    assert shop.transfer(shop.nasrin).state is State.SERVED
    if shop.nasrin.leg:
        shop.nasrin.hangs_up()
    shop.passes(10)


def test_machines_robots_and_engaged_phones_are_not_answers(shop):
    for name, number, phone in (
        ("Asha", "+12025550111", voicemail()),
        ("Babul", "+12025550112", screening_robot()),
        ("Chitra", "+12025550113", busy()),
    ):
        shop.agent(name, number).behaves(phone)
    shop.asks_for_a_person(shop.nasrin)
    shop.nasrin.hears("When shall we call", within=300)
    shop.nasrin.hangs_up()
    shop.passes(60)
    assert shop.transfer(shop.nasrin).state is State.CALLBACK
    assert shop.books["via_callback"] == {"open": 1, "final": 0}


def test_a_talk_that_was_too_short_is_none(shop):
    asha = shop.agent("Asha", "+12025550111")
    shop.asks_for_a_person(shop.nasrin)
    asha.is_rung()
    asha.picks_up()
    asha.hears("press 1")
    asha.presses("1")
    asha.is_bridged()
    shop.passes(4)
    asha.hangs_up()
    shop.passes(30)
    assert shop.transfer(shop.nasrin).state is State.CALLBACK
    if shop.nasrin.leg:
        shop.nasrin.hangs_up()
    shop.passes(5)
    shop.goes_home("Asha")
