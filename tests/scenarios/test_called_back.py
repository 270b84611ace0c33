"""Nobody came: one callback, driven to one end."""

from datetime import timedelta

import pytest

from ivr.promise.callback import State
from ivr.promise.transfer import State as TransferState
from ivr.simulator.exchange import answers, no_answer, voicemail
from ivr.switchboard.rows import CustomerLeg, Fate, Offer
from tests.scenarios.shop import NUMBER


def leaves_unheard(shop):
    """Nasrin waits in vain, and hangs up on the line."""
    shop.asks_for_a_person(shop.nasrin)
    shop.passes(4)
    shop.nasrin.hangs_up()
    shop.passes(2)


def takes_it(shop, agent):
    """The agent's phone rings for the callback, and the agent says yes."""
    agent.is_rung(within=1200)
    agent.picks_up()
    agent.hears("call back")
    agent.hears("press 1")
    agent.presses("1")


def talks(shop, agent, verdict, seconds=30):
    shop.nasrin.is_rung()
    shop.nasrin.picks_up()
    agent.is_bridged()
    shop.passes(seconds)
    shop.nasrin.hangs_up()
    agent.hears("settled")
    if verdict:
        agent.presses(verdict)
    shop.passes(30)


def test_who_hangs_up_while_waiting_is_called_back(shop):
    babul = shop.agent("Babul", "+12025550112", on_duty=False)
    leaves_unheard(shop)
    assert shop.books["via_callback"] == {"open": 1, "final": 0}
    shop.comes_on_duty("Babul")
    takes_it(shop, babul)
    assert "Nasrin" not in " ".join(fact.text for fact in babul.facts() if fact.text.startswith("Meghna"))
    talks(shop, babul, "1")
    callback = shop.callback(shop.nasrin)
    assert (callback.state, callback.attempts) == (State.CONNECTED, 1)
    assert [one.fate for one in shop.owed(shop.nasrin)] == [Fate.CALLBACK]


def test_key_one_keeps_the_place(shop):
    asha = shop.agent("Asha", "+12025550111")
    asha.behaves(no_answer())
    shop.asks_for_a_person(shop.nasrin)
    shop.nasrin.hears("hold-12s")
    shop.nasrin.presses("1")
    shop.nasrin.hears("call you back")
    shop.goes_home("Asha")
    shop.nasrin.hangs_up()
    shop.passes(5)
    assert shop.transfer(shop.nasrin).state is TransferState.CALLBACK


@pytest.mark.parametrize(
    ("verdict", "state"), [("2", State.SCHEDULED), ("3", State.CLOSED_BY_AGENT), ("", State.CONNECTED)]
)
def test_the_verdict_decides(shop, verdict, state):
    babul = shop.agent("Babul", "+12025550112", on_duty=False)
    leaves_unheard(shop)
    shop.comes_on_duty("Babul")
    takes_it(shop, babul)
    talks(shop, babul, verdict)
    assert shop.callback(shop.nasrin).state is state
    shop.goes_home("Babul")


def test_nobody_at_the_customers_phone_until_the_owner_is_told(shop):
    shop.agent("Babul", "+12025550112", on_duty=False).behaves(answers(after=3, keys=((12, "1"),)))
    shop.nasrin.behaves(no_answer())
    leaves_unheard(shop)
    shop.comes_on_duty("Babul")
    for _ in range(60):
        if shop.callback(shop.nasrin).state in (State.EXHAUSTED,):
            break
        shop.passes(3 * 3600)
    callback = shop.callback(shop.nasrin)
    assert (callback.state, callback.attempts) == (State.EXHAUSTED, 5)
    assert "exhausted" in [task.reason for task in shop.tasks()]
    legs = [fact for fact in shop.nasrin.facts() if fact.what == "rings"]
    assert len(legs) == 5


def test_a_mailbox_at_the_customers_end_is_called_again(shop):
    babul = shop.agent("Babul", "+12025550112", on_duty=False)
    shop.nasrin.behaves(voicemail())
    leaves_unheard(shop)
    shop.comes_on_duty("Babul")
    takes_it(shop, babul)
    babul.is_bridged()
    shop.passes(5)
    babul.presses("*")
    babul.hears("settled")
    babul.presses("2")
    shop.passes(20)
    assert shop.callback(shop.nasrin).state is State.SCHEDULED
    shop.goes_home("Babul")


def test_who_rings_in_while_owed_goes_through_and_the_callback_came_in(shop):
    leaves_unheard(shop)
    babul = shop.agent("Babul", "+12025550112")
    babul.behaves(no_answer())
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("press 1")
    shop.nasrin.presses("1")
    shop.nasrin.hears("stay on the line", within=30)
    babul.is_rung(within=300)
    babul.picks_up()
    babul.hears("press 1")
    babul.presses("1")
    babul.is_bridged()
    shop.passes(30)
    shop.nasrin.hangs_up()
    babul.hears("settled")
    babul.presses("1")
    shop.passes(60)
    assert shop.callback(shop.nasrin).state is State.CAME_IN
    assert shop.transfer(shop.nasrin).state is TransferState.SERVED


def test_who_rings_in_while_we_ring_out_is_joined_to_that_agent(shop):
    babul = shop.agent("Babul", "+12025550112", on_duty=False)
    leaves_unheard(shop)
    shop.comes_on_duty("Babul")
    takes_it(shop, babul)
    shop.nasrin.is_rung()
    second = shop.caller("Nasrin, from her desk", shop.nasrin.number)
    second.rings(NUMBER)
    inbound = next(leg.sid for leg in shop.stage.exchange.live() if leg.direction == "inbound")
    shop.passes(4)
    shop.stage.exchange.press(inbound, "1")
    shop.passes(60)
    bridged = shop.stage.exchange.leg(inbound).bridged_with
    assert bridged and shop.stage.exchange.leg(bridged).number == babul.number
    shop.passes(30)
    shop.stage.exchange.hang_up(inbound)
    shop.passes(8)
    babul.presses("1")
    shop.passes(30)
    assert shop.callback(shop.nasrin).state is State.CAME_IN


def test_the_owner_hears_before_the_promise_breaks(shop):
    leaves_unheard(shop)
    promised = shop.callback(shop.nasrin).promised_by
    shop.is_at(promised - timedelta(minutes=1))
    assert "escalated" in [task.reason for task in shop.tasks()]
    assert [message.to for message in shop.stage.exchange.list_messages()]
    assert shop.books["late"] == 0


def test_one_open_callback_for_three_calls(shop):
    for _ in range(3):
        shop.nasrin.rings(NUMBER)
        shop.passes(10)
        if shop.nasrin.leg:
            shop.nasrin.presses("1")
            shop.passes(8)
        if shop.nasrin.leg:
            shop.nasrin.presses("0")
            shop.passes(3)
        if shop.nasrin.leg:
            shop.nasrin.hangs_up()
        shop.passes(3)
    assert shop.books["callback_rows"] == 1
    assert shop.books["via_callback"]["open"] == len(shop.owed(shop.nasrin))


def test_with_redis_the_work_is_done_by_jobs_at_once(postgresql_url, redis_url, make_shop):
    shop = make_shop(postgresql_url, redis_url)
    babul = shop.agent("Babul", "+12025550112")
    shop.asks_for_a_person(shop.nasrin)
    babul.is_rung(within=5)
    shop.goes_home("Babul")
    shop.nasrin.hangs_up()
    shop.passes(5)
    assert shop.callback(shop.nasrin).state is State.DUE
    assert babul.leg is None


def test_no_customer_is_ever_rung_but_behind_a_yes(shop):
    babul = shop.agent("Babul", "+12025550112")
    babul.behaves(voicemail())
    leaves_unheard(shop)
    shop.passes(900)
    with shop.store.reading() as unit:
        asked = [unit.get(Offer, id) for id in range(1, 5)]
        assert any(asked) and unit.get(CustomerLeg, 1) is None
    assert not [fact for fact in shop.nasrin.facts() if fact.what == "rings"]
    shop.goes_home("Babul")


def test_who_hangs_up_while_choosing_a_time_at_night_is_owed_the_call(shop):
    shop.passes(14 * 3600)
    shop.nasrin.rings(NUMBER)
    shop.nasrin.hears("For English")
    shop.nasrin.presses("1")
    shop.nasrin.hears("closed right now", within=60)
    shop.nasrin.presses("1")
    shop.passes(3)
    shop.nasrin.hangs_up()
    shop.passes(5)
    assert shop.callback(shop.nasrin).state is State.SCHEDULED
    assert shop.books["via_callback"] == {"open": 1, "final": 0}
