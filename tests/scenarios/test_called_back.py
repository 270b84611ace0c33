"""Nobody came: one callback, driven to one end."""

from datetime import timedelta

import pytest

from ivr.promise.callback import State
from ivr.promise.transfer import State as TransferState
from ivr.simulator.exchange import answers, busy, no_answer, rejects, unreachable, voicemail
from ivr.switchboard.rows import CustomerLeg, Fate
from tests.scenarios.acts import (
    asks_for_a_person,
    heard,
    leaves_unheard,
    picks_up,
    rings,
    says_how_it_was,
    says_yes,
    talks,
)
from tests.scenarios.shop import NUMBER, clock

ASHA, BABUL = ("Asha", "+12025550111"), ("Babul", "+12025550112")
OWNER = "+8801712345678"


def test_who_hangs_up_while_waiting_is_called_back(shop):
    shop.knows(shop.nasrin, name="Nasrin")
    leaves_unheard(shop, shop.nasrin)
    assert shop.books["via_callback"] == {"open": 1, "final": 0}
    babul = shop.agent(*BABUL)
    brief = says_yes(babul)
    assert "A customer to call back" in brief and "Nasrin" not in brief
    assert "The caller is Nasrin. We promised to call within 30 minutes" in babul.hears("Nasrin").text
    picks_up(shop.nasrin)
    talks(shop, shop.nasrin, babul, 30)
    callback = shop.callback(shop.nasrin)
    assert (callback.state, callback.attempts) == (State.CONNECTED, 1)
    assert [one.fate for one in shop.owed(shop.nasrin)] == [Fate.CALLBACK]
    shop.passes(1500)
    assert shop.stage.exchange.list_queues() == []


def test_key_one_keeps_the_place(shop):
    shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    shop.nasrin.hears("hold-12s")
    shop.nasrin.presses("1")
    shop.nasrin.hears("Your place is kept. We will call you back within 30 minutes")
    shop.goes_home("Asha")
    shop.nasrin.hangs_up()
    shop.passes(5)
    assert shop.transfer(shop.nasrin).state is TransferState.CALLBACK


@pytest.mark.parametrize(
    ("verdict", "state"), [("2", State.SCHEDULED), ("3", State.CLOSED_BY_AGENT), ("", State.CONNECTED)]
)
def test_the_verdict_decides(sqlite_shop, verdict, state):
    shop = sqlite_shop
    leaves_unheard(shop, shop.nasrin)
    babul = shop.agent(*BABUL)
    says_yes(babul)
    picks_up(shop.nasrin)
    talks(shop, shop.nasrin, babul, 30, verdict)
    assert shop.callback(shop.nasrin).state is state
    shop.goes_home("Babul")


def test_nobody_at_the_customers_phone_until_the_owner_is_told(sqlite_shop):
    shop = sqlite_shop
    leaves_unheard(shop, shop.nasrin)
    shop.agent(*BABUL).behaves(answers(after=3, keys=((12, "1"),)))
    for _ in range(60):
        if shop.callback(shop.nasrin).state is State.EXHAUSTED:
            break
        shop.passes(3 * 3600)
    callback = shop.callback(shop.nasrin)
    assert (callback.state, callback.attempts) == (State.EXHAUSTED, 5)
    assert "exhausted" in shop.tasks()
    first, second, third, *later = rings(shop.nasrin)
    assert 5 <= (second.at - first.at) / 60 < 8 and 2 <= (third.at - second.at) / 3600 < 2.1
    assert [clock(fact)[:3] for fact in (third, *later)] == ["Mon", "Tue", "Wed"]
    shop.passes(5)
    told = " ".join(body for to, body in shop.messages() if to == OWNER)
    assert "we tried a caller many times and did not reach them" in told
    assert shop.nasrin.number not in told


@pytest.mark.parametrize("phone", [busy(), rejects(), unreachable()], ids=["busy", "rejects", "unreachable"])
def test_a_customers_phone_that_cannot_be_had_now_is_tried_again(sqlite_shop, phone):
    shop = sqlite_shop
    leaves_unheard(shop, shop.nasrin)
    shop.nasrin.behaves(phone)
    babul = shop.agent(*BABUL)
    says_yes(babul)
    babul.hears("Nobody answered. We will try again later")
    shop.passes(10)
    callback = shop.callback(shop.nasrin)
    assert (callback.state, callback.attempts) == (State.SCHEDULED, 1)
    shop.nasrin.behaves(no_answer())
    says_yes(babul, within=600)
    picks_up(shop.nasrin)
    talks(shop, shop.nasrin, babul, 30)
    assert (shop.callback(shop.nasrin).state, shop.callback(shop.nasrin).attempts) == (State.CONNECTED, 2)


def test_a_mailbox_at_the_customers_end_is_called_again(sqlite_shop):
    shop = sqlite_shop
    shop.nasrin.behaves(voicemail())
    leaves_unheard(shop, shop.nasrin)
    babul = shop.agent(*BABUL)
    says_yes(babul)
    babul.is_bridged()
    shop.passes(5)
    babul.presses("*")
    says_how_it_was(babul, "2")
    shop.passes(20)
    assert shop.callback(shop.nasrin).state is State.SCHEDULED
    shop.goes_home("Babul")


def test_an_agent_lost_between_yes_and_the_first_ring_is_no_attempt(shop):
    leaves_unheard(shop, shop.nasrin)
    asha = shop.agent(*ASHA)
    says_yes(asha)
    asha.hangs_up()
    shop.goes_home("Asha")
    shop.passes(180)  # the carrier's lists are believed once they had time to know of every leg
    callback = shop.callback(shop.nasrin)
    assert (callback.state, callback.attempts) == (State.DUE, 0)
    assert rings(shop.nasrin) == []
    babul = shop.agent(*BABUL)
    says_yes(babul)
    picks_up(shop.nasrin)
    talks(shop, shop.nasrin, babul, 30)
    assert shop.callback(shop.nasrin).attempts == 1


def test_who_must_not_be_called_is_not(sqlite_shop):
    shop = sqlite_shop
    shop.knows(shop.nasrin, do_not_call=True)
    leaves_unheard(shop, shop.nasrin)
    shop.agent(*BABUL)
    shop.passes(600)
    assert shop.callback(shop.nasrin).result == "barred"
    assert rings(shop.nasrin) == []


def test_who_rings_in_while_owed_goes_through_and_the_callback_came_in(shop):
    leaves_unheard(shop, shop.nasrin)
    babul = shop.agent(*BABUL)
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("We owe you a call, within 30 minutes. To speak with us now, press 1")
    shop.nasrin.presses("1")
    shop.nasrin.hears("stay on the line", within=30)
    says_yes(babul)
    talks(shop, shop.nasrin, babul, 30)
    assert shop.callback(shop.nasrin).state is State.CAME_IN
    assert shop.transfer(shop.nasrin).state is TransferState.SERVED
    assert rings(shop.nasrin) == []


def test_who_rings_in_while_we_ring_out_is_joined_to_that_agent(shop):
    leaves_unheard(shop, shop.nasrin)
    babul = shop.agent(*BABUL)
    says_yes(babul)
    shop.nasrin.is_rung()
    inbound = shop.nasrin.rings(NUMBER)
    shop.passes(4)
    exchange = shop.stage.exchange
    exchange.press(inbound, "1")
    shop.passes(60)
    bridged = exchange.leg(inbound).bridged_with
    assert bridged and exchange.leg(bridged).number == babul.number
    shop.passes(30)
    exchange.hang_up(inbound)
    says_how_it_was(babul, "1")
    shop.passes(30)
    assert shop.callback(shop.nasrin).state is State.CAME_IN


def test_the_owner_hears_before_the_promise_breaks(sqlite_shop):
    shop = sqlite_shop
    leaves_unheard(shop, shop.nasrin)
    shop.is_at(shop.callback(shop.nasrin).promised_by - timedelta(minutes=1))
    assert "escalated" in shop.tasks()
    [(to, body)] = shop.messages()
    assert to == OWNER and "a promise to a caller is about to be broken" in body


def test_a_doorbell_that_redis_carries_makes_it_prompt(postgresql_url, redis_url, make_shop):
    shop = make_shop(postgresql_url, redis_url)
    babul = shop.agent(*BABUL)
    asks_for_a_person(shop.nasrin)
    babul.is_rung(within=5)
    shop.goes_home("Babul")
    shop.nasrin.hangs_up()
    shop.passes(5)
    assert shop.callback(shop.nasrin).state is State.DUE
    assert babul.leg is None


def test_no_customer_is_ever_rung_but_behind_a_yes(sqlite_shop):
    shop = sqlite_shop
    babul = shop.agent(*BABUL)
    babul.behaves(voicemail())
    leaves_unheard(shop, shop.nasrin)
    shop.passes(900)
    with shop.store.reading() as unit:
        assert unit.get(CustomerLeg, 1) is None
    assert len(shop.offers(shop.nasrin)) > 1
    assert rings(shop.nasrin) == []
    assert "Nasrin" not in " ".join(heard(babul))
    shop.goes_home("Babul")
