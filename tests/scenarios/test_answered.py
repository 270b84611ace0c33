"""A caller asks for a person, and talks with one; and everything that only looks like it."""

from ivr.promise.transfer import State
from ivr.simulator.exchange import busy, screening_robot, voicemail
from ivr.switchboard.rows import Fate
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

ASHA, BABUL, CHITRA = ("Asha", "+12025550111"), ("Babul", "+12025550112"), ("Chitra", "+12025550113")


def test_an_agent_hears_why_says_yes_and_talks(shop):
    asha = shop.agent(*ASHA)
    shop.knows(shop.nasrin, name="Nasrin")
    asks_for_a_person(shop.nasrin)
    assert "Nasrin" not in says_yes(asha)
    shop.nasrin.hears("Asha")
    assert "Nasrin" in " ".join(heard(asha))
    talks(shop, shop.nasrin, asha, 40)
    assert shop.transfer(shop.nasrin).state is State.SERVED
    assert [one.fate for one in shop.owed(shop.nasrin)] == [Fate.SERVED]
    assert shop.books["served"] == 1


def test_a_question_that_took_three_seconds_is_settled_if_the_agent_says_so(sqlite_shop):
    """And nobody phones her for it: she never heard that we asked when to."""
    shop = sqlite_shop
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    talks(shop, shop.nasrin, asha, 3)
    shop.passes(60)
    assert [one.fate for one in shop.owed(shop.nasrin)] == [Fate.SERVED]


def test_an_agent_who_hangs_up_first_leaves_the_caller_to_what_the_flow_says_next(sqlite_shop):
    shop = sqlite_shop
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    asha.is_bridged()
    shop.passes(40)
    asha.hangs_up()
    shop.nasrin.hears("Thank you for calling. Goodbye.")
    shop.passes(30)
    assert shop.transfer(shop.nasrin).state is State.SERVED


def test_who_declines_is_not_asked_again_and_the_next_one_is(shop):
    asha, babul = shop.agent(*ASHA), shop.agent(*BABUL)
    asks_for_a_person(shop.nasrin)
    picks_up(asha)
    asha.hears("press 2")
    asha.presses("2")
    asha.hears("Thank you for telling us")
    says_yes(babul)
    talks(shop, shop.nasrin, babul, 30)
    assert shop.transfer(shop.nasrin).state is State.SERVED
    assert len(rings(asha)) == 1


def test_machines_robots_and_engaged_phones_are_not_answers(sqlite_shop):
    shop = sqlite_shop
    for who, phone in ((ASHA, voicemail()), (BABUL, screening_robot()), (CHITRA, busy())):
        shop.agent(*who).behaves(phone)
    asks_for_a_person(shop.nasrin)
    shop.nasrin.hears("When shall we call", within=300)
    shop.nasrin.hangs_up()
    shop.passes(60)
    assert shop.transfer(shop.nasrin).state is State.CALLBACK
    assert shop.books["via_callback"] == {"open": 1, "final": 0}


def test_a_pocket_is_no_answer(sqlite_shop):
    shop = sqlite_shop
    pocket, babul = shop.agent(*ASHA), shop.agent(*BABUL)
    asks_for_a_person(shop.nasrin)
    picks_up(pocket)
    pocket.hears("press 1")
    says_yes(babul)
    assert pocket.leg is None
    talks(shop, shop.nasrin, babul, 30)
    assert shop.transfer(shop.nasrin).answered_at is not None
    assert "Nasrin" not in " ".join(heard(pocket))


def test_who_lets_it_ring_twice_cools_off(sqlite_shop):
    shop = sqlite_shop
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    asha.is_rung()
    asha.is_rung()
    shop.nasrin.hears("When shall we call", within=120)
    shop.nasrin.hangs_up()
    shop.passes(540)
    assert len(rings(asha)) == 2
    says_yes(asha, within=180)
    picks_up(shop.nasrin)
    talks(shop, shop.nasrin, asha, 30)
    assert shop.books["via_callback"] == {"open": 0, "final": 1}


def test_a_talk_that_was_too_short_is_none(sqlite_shop):
    shop = sqlite_shop
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    asha.is_bridged()
    shop.passes(4)
    asha.hangs_up()
    shop.goes_home("Asha")
    shop.passes(60)
    assert shop.transfer(shop.nasrin).state is State.CALLBACK
    assert shop.books["via_callback"] == {"open": 1, "final": 0}


def test_who_must_be_called_again_is_owed(shop):
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    talks(shop, shop.nasrin, asha, 40, verdict="2")
    assert shop.transfer(shop.nasrin).state is State.CALLBACK
    assert [one.fate for one in shop.owed(shop.nasrin)] == [Fate.CALLBACK]
    says_yes(asha)
    picks_up(shop.nasrin)
    talks(shop, shop.nasrin, asha, 30)
    assert shop.books["via_callback"] == {"open": 0, "final": 1}


def test_a_caller_who_went_as_the_agent_said_yes_is_phoned_by_that_agent_at_once(shop):
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    shop.nasrin.hangs_up()
    asha.hears("The caller has just hung up. To phone them now, press 1")
    asha.presses("1")
    picks_up(shop.nasrin, within=15)
    talks(shop, shop.nasrin, asha, 30)
    assert shop.transfer(shop.nasrin).state is State.CALLBACK
    assert shop.callback(shop.nasrin).state == "connected"
    assert len(rings(asha)) == 1


def test_a_caller_who_went_before_the_agent_said_yes_is_kept_for_later(sqlite_shop):
    shop = sqlite_shop
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    picks_up(asha)
    asha.hears("press 1")
    shop.goes_home("Asha")
    shop.stage.exchange.press(asha.leg, "1")
    shop.nasrin.hangs_up()
    asha.hears("The caller has")
    if asha.leg:  # on a busy machine the words are over by now
        asha.hangs_up()
    shop.passes(30)
    assert shop.books["via_callback"] == {"open": 1, "final": 0}
    assert rings(shop.nasrin) == []


def test_nobody_on_duty_is_said_at_once(sqlite_shop):
    is_told_that_nobody_is_there(sqlite_shop.nasrin)
    sqlite_shop.nasrin.presses("1")
    sqlite_shop.nasrin.hears("We will call you back within 30 minutes")
    sqlite_shop.passes(10)
    assert sqlite_shop.nasrin.leg is None
    assert sqlite_shop.books["via_callback"] == {"open": 1, "final": 0}


def test_two_different_callers_have_an_agent_each(sqlite_shop):
    shop = sqlite_shop
    asha, babul = shop.agent(*ASHA), shop.agent(*BABUL)
    karim = shop.caller("Karim", "+8801812345679")
    for caller in (shop.nasrin, karim):
        asks_for_a_person(caller)
    for agent in (asha, babul):
        says_yes(agent)
        agent.is_bridged()
    shop.passes(30)
    for caller, agent in ((shop.nasrin, asha), (karim, babul)):
        assert shop.stage.exchange.leg(shop.stage.exchange.leg(caller.leg).bridged_with).number == agent.number
        caller.hangs_up()
        says_how_it_was(agent, "1")
    shop.passes(30)
    assert shop.books["served"] == 2


def test_who_left_unheard_and_calls_again_is_asked_for_only_once(sqlite_shop):
    shop = sqlite_shop
    leaves_unheard(shop, shop.nasrin)
    asha = shop.agent(*ASHA)
    shop.nasrin.rings("+12025550100")
    shop.nasrin.hears("We owe you a call")
    shop.nasrin.presses("1")
    brief = says_yes(asha)
    assert "Second call this week" in brief
    talks(shop, shop.nasrin, asha, 30)
    assert shop.books["served"] == 1
    assert shop.books["callback_rows"] == 1
