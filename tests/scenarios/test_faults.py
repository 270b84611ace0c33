"""The carrier loses, doubles and delays what it tells us, and is unclear about what it did: nobody is lost by it."""

import pytest

from ivr.promise.callback import State
from ivr.promise.transfer import State as TransferState
from ivr.simulator.faults import FaultKind
from tests.scenarios.acts import (
    asks_for_a_person,
    heard,
    is_told_that_nobody_is_there,
    leaves_unheard,
    picks_up,
    rings,
    says_how_it_was,
    says_yes,
    talks,
)

ASHA, BABUL = ("Asha", "+12025550111"), ("Babul", "+12025550112")


@pytest.fixture
def rough(shop):
    shop.undisturbed = False
    return shop


@pytest.fixture
def sqlite_rough(sqlite_shop):
    sqlite_shop.undisturbed = False
    return sqlite_shop


def test_a_leg_whose_order_was_never_answered_is_known_by_its_reports_and_not_placed_again(rough):
    shop, asha = rough, rough.agent(*ASHA)
    shop.next_time(FaultKind.SWALLOW)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    talks(shop, shop.nasrin, asha, 30)
    assert shop.transfer(shop.nasrin).state is TransferState.SERVED
    assert len(rings(asha)) == len(shop.offers(shop.nasrin)) == 1


def test_a_leg_of_which_we_heard_nothing_at_all_is_found_and_ended_when_nobody_wants_it(rough):
    shop, asha = rough, rough.agent(*ASHA)
    shop.next_time(FaultKind.SWALLOW)
    shop.next_time(FaultKind.DROP, "status", times=2)
    asks_for_a_person(shop.nasrin)
    asha.is_rung()
    shop.goes_home("Asha")
    shop.nasrin.hangs_up()
    shop.passes(12)
    assert asha.leg is None
    assert shop.transfer(shop.nasrin).state is TransferState.CALLBACK


@pytest.mark.parametrize("kind", [FaultKind.REFUSE, FaultKind.CRASH, FaultKind.THROTTLE])
def test_an_order_that_came_to_nothing_is_given_again_while_the_caller_waits(sqlite_rough, kind):
    shop, asha = sqlite_rough, sqlite_rough.agent(*ASHA)
    shop.next_time(kind)
    asks_for_a_person(shop.nasrin)
    says_yes(asha, within=200)
    talks(shop, shop.nasrin, asha, 30)
    assert shop.transfer(shop.nasrin).state is TransferState.SERVED
    assert len(rings(asha)) == 1


def test_a_hang_up_of_which_we_never_hear_is_found_out(rough):
    shop, asha = rough, rough.agent(*ASHA)
    karim = shop.caller("Karim", "+8801812345670")
    asks_for_a_person(karim)
    says_yes(asha)
    asha.is_bridged()
    asks_for_a_person(shop.nasrin)
    shop.next_time(FaultKind.DROP, "action")
    shop.next_time(FaultKind.DROP, "status")
    shop.nasrin.hangs_up()
    shop.passes(10)
    assert shop.transfer(shop.nasrin).state is TransferState.WAITING
    shop.passes(80)
    assert shop.transfer(shop.nasrin).state is TransferState.CALLBACK
    shop.goes_home("Asha")
    karim.hangs_up()
    says_how_it_was(asha, "1")
    shop.passes(30)


def test_a_yes_that_comes_twice_is_one_yes(shop):
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    picks_up(asha)
    asha.hears("press 1")
    shop.next_time(FaultKind.DUPLICATE, "action")
    asha.presses("1")
    shop.nasrin.hears("Asha")
    talks(shop, shop.nasrin, asha, 30)
    assert shop.books["served"] == 1
    assert len(shop.stage.exchange.bridges) == 1


def test_a_yes_that_never_reaches_us_is_none_and_the_next_agent_is_asked(sqlite_rough):
    shop, asha, babul = sqlite_rough, sqlite_rough.agent(*ASHA), sqlite_rough.agent(*BABUL)
    asks_for_a_person(shop.nasrin)
    picks_up(asha)
    asha.hears("press 1")
    shop.next_time(FaultKind.DROP, "action")
    asha.presses("1")
    says_yes(babul)
    talks(shop, shop.nasrin, babul, 30)
    assert shop.transfer(shop.nasrin).state is TransferState.SERVED


def test_a_request_before_the_bridge_that_is_lost_costs_the_caller_no_more_than_a_wait(sqlite_rough):
    shop, asha = sqlite_rough, sqlite_rough.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    shop.next_time(FaultKind.DROP, "joining")
    says_yes(asha)
    shop.passes(60)
    if shop.nasrin.leg:
        shop.nasrin.hangs_up()
    shop.goes_home("Asha")
    shop.passes(1500)
    assert shop.books["via_callback"] == {"open": 1, "final": 0}


def test_music_that_fails_is_no_end_of_the_promise(sqlite_rough):
    shop = sqlite_rough
    shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    shop.next_time(FaultKind.DROP, "wait")
    shop.nasrin.hears("When shall we call")
    shop.nasrin.hangs_up()
    shop.goes_home("Asha")
    shop.passes(60)
    assert shop.books["via_callback"] == {"open": 1, "final": 0}


def test_a_whole_call_in_which_everything_comes_twice(shop):
    shop.next_time(FaultKind.DUPLICATE, times=300)
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    talks(shop, shop.nasrin, asha, 30, verdict="2")
    says_yes(asha)
    picks_up(shop.nasrin)
    talks(shop, shop.nasrin, asha, 30)
    callback = shop.callback(shop.nasrin)
    assert (callback.state, callback.attempts) == (State.CONNECTED, 1)
    assert (len(rings(asha)), len(rings(shop.nasrin))) == (2, 1)
    assert heard(asha).count("Noted. Thank you.") == 2


def test_reports_that_come_late_and_in_disorder_change_nothing_that_was_decided(shop):
    leaves_unheard(shop, shop.nasrin)
    for seconds in (50, 3, 40, 10, 30, 1) * 4:
        shop.next_time(FaultKind.DELAY, "status", seconds)
    asha = shop.agent(*ASHA)
    says_yes(asha)
    picks_up(shop.nasrin)
    talks(shop, shop.nasrin, asha, 30)
    shop.passes(120)
    callback = shop.callback(shop.nasrin)
    assert (callback.state, callback.attempts) == (State.CONNECTED, 1)
    assert len(rings(shop.nasrin)) == 1


def test_reports_that_never_come_are_asked_for(rough):
    shop = rough
    leaves_unheard(shop, shop.nasrin)
    asha = shop.agent(*ASHA)
    shop.next_time(FaultKind.DROP, "status", times=20)
    says_yes(asha)
    picks_up(shop.nasrin)
    asha.is_bridged()
    shop.passes(30)
    shop.next_time(FaultKind.DROP, "action")
    asha.hangs_up()
    shop.passes(300)
    assert shop.callback(shop.nasrin).state is State.CONNECTED
    assert not [offer for offer in shop.offers(shop.nasrin) if offer.in_flight]


def test_agreeing_on_a_time_while_everything_comes_twice(sqlite_shop):
    shop = sqlite_shop
    shop.next_time(FaultKind.DUPLICATE, times=100)
    is_told_that_nobody_is_there(shop.nasrin)
    shop.nasrin.presses("2")
    shop.nasrin.hears("At what hour")
    shop.nasrin.presses("15")
    shop.nasrin.hears("Shall we call you today at 3 p.m.?")
    shop.nasrin.presses("1")
    shop.nasrin.hears("We will call you back today at 3 p.m.")
    shop.passes(30)
    assert sum("When shall we call" in said for said in heard(shop.nasrin)) == 1
    assert shop.books["callback_rows"] == shop.books["obligations"] == 1
