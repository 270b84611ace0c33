"""The caller waits: how the waiting ends without anybody, and how every such end is a promise."""

from datetime import timedelta

import pytest

from ivr.line.inputs import Digits
from ivr.promise.policy import Strategy
from ivr.switchboard import agents, holding
from tests.switchboard.stories.town import KARIM, NIGHT, Town, messages, tasks


def test_who_hangs_up_while_waiting_is_called_back_and_the_agents_phones_stop() -> None:
    town = Town(strategy=Strategy.ALL)
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.is_rung()
    ringing = asha.leg
    nasrin.hangs_up()
    town.passes(3)
    assert town.exchange.leg(ringing).status == "canceled"
    assert nasrin.fates() in (["due"], ["offered"])
    asha.says_yes()
    nasrin.is_rung()


def test_key_one_keeps_the_place() -> None:
    town = Town()
    nasrin = town.caller()
    town.agent()
    nasrin.asks_for_a_person()
    nasrin.hears("To hang up and keep your place, press 1")
    nasrin.presses("1")
    nasrin.hears("Your place is kept. We will call you back within 30 minutes")
    nasrin.hears("kept_menu")
    assert nasrin.fates() == ["scheduled"]


def test_key_one_told_twice_says_the_same_twice() -> None:
    """The carrier asks again where our answer was lost on the way."""
    town = Town()
    nasrin = town.caller()
    town.agent()
    nasrin.asks_for_a_person()
    said = [
        holding.key(town.board, nasrin.transfer().public_id, 1, nasrin.call().sid, Digits("1")).instructions
        for _ in range(2)
    ]
    assert said[0] == said[1]
    assert len(nasrin.owed()) == 1


def test_who_kept_the_place_goes_before_who_came_later() -> None:
    town = Town()
    nasrin, karim = town.caller(), town.caller("Karim", KARIM)
    town.agent("Babul", "+12025550112")
    nasrin.asks_for_a_person()
    nasrin.hears("press 1")
    nasrin.presses("1")
    nasrin.hears("Your place is kept")
    nasrin.hangs_up()
    agents.away(town.store, "Babul")
    town.passes(60)
    karim.rings_the_shop()
    karim.hears("reason_menu")
    asha = town.agent()
    karim.presses("1")
    asha.says_yes()
    nasrin.is_rung()
    assert karim.fates() == ["waiting"]


def test_nobody_is_held_longer_than_the_limit() -> None:
    town = Town(wait_limit=timedelta(minutes=3), rounds=9, misses=9)
    nasrin = town.caller()
    town.agent()
    nasrin.asks_for_a_person()
    nasrin.hears("kept_menu", within=240)
    assert nasrin.fates() != ["waiting"]


def test_with_nobody_at_work_nobody_is_held() -> None:
    town = Town()
    nasrin = town.caller()
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    nasrin.presses("1")
    nasrin.hears("kept_menu", within=30)
    assert nasrin.fates() == ["due"] or nasrin.fates() == ["scheduled"]


def test_at_night_the_promise_is_for_the_morning_and_silence_takes_it() -> None:
    town = Town(NIGHT)
    nasrin, asha = town.caller(), town.agent()
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    nasrin.presses("1")
    nasrin.hears("closed_menu")
    nasrin.hears("When shall we call you?", within=60)
    nasrin.hears("when we are open again: tomorrow at 10 a.m.", within=60)
    town.passes(30)
    assert nasrin.leg is None
    town.passes_until(3, 59, days=1)
    assert asha.was_rung() == 0
    town.passes_until(4, 1, days=0)
    assert asha.was_rung() == 1


def test_the_owner_hears_before_the_promise_breaks() -> None:
    town = Town()
    nasrin = town.caller()
    nasrin.rings_the_shop()
    nasrin.hears("reason_menu")
    nasrin.presses("1")
    nasrin.hears("kept_menu", within=30)
    nasrin.hangs_up()
    promised = nasrin.callback().promised_by
    town.passes(23 * 60)
    assert tasks(town) == []
    town.passes(2 * 60)
    assert town.now() < promised
    assert tasks(town) == ["escalated"]
    assert "a promise to a caller is about to be broken" in messages(town)[0]


@pytest.mark.parametrize("lost", ["left", "status"])
def test_a_hang_up_of_which_one_report_is_lost_is_owed_all_the_same(lost: str) -> None:
    town = Town()
    nasrin = town.caller()
    town.agent()
    nasrin.asks_for_a_person()
    town.loses = lambda request: request.url.startswith(f"door:{lost}")
    nasrin.hangs_up()
    town.passes(1)
    assert nasrin.fates() != ["waiting"]


def test_a_hang_up_of_which_nobody_told_is_found_out() -> None:
    town = Town()
    nasrin = town.caller()
    town.agent()
    nasrin.asks_for_a_person()
    town.loses = lambda request: request.url.startswith(("door:left", "door:status"))
    nasrin.hangs_up()
    town.passes(120)
    assert nasrin.fates() != ["waiting"]
