"""Which agents are rung for whom, which caller is first, and what they are told of the wait."""

from ivr.promise.transfer import State
from ivr.simulator.exchange import answers
from ivr.switchboard.rows import Fate
from tests.scenarios.acts import asks_again, asks_for_a_person, heard, picks_up, rings, says_how_it_was, says_yes, talks
from tests.scenarios.shop import rewritten

ASHA, BABUL, CHITRA = ("Asha", "+12025550111"), ("Babul", "+12025550112"), ("Chitra", "+12025550113")
REPAIRS = "3"


def test_where_all_are_rung_the_first_yes_wins_and_the_other_phone_stops(shop):
    asha, babul = shop.agent(*ASHA, team="repairs"), shop.agent(*BABUL, team="repairs")
    asks_for_a_person(shop.nasrin, key=REPAIRS)
    asha.is_rung()
    babul.is_rung()
    assert asha.leg and babul.leg
    babul.picks_up()
    assert babul.hears("Repairs. A caller about a repair")
    babul.hears("press 1")
    babul.presses("1")
    shop.passes(1)
    assert asha.leg is None
    shop.nasrin.hears("Babul")
    talks(shop, shop.nasrin, babul, 30)
    assert shop.transfer(shop.nasrin).state is State.SERVED
    assert len(rings(asha)) == len(rings(babul)) == 1


def test_two_say_yes_in_the_same_moment_and_one_of_them_has_the_caller(shop):
    both = [shop.agent(*who, team="repairs") for who in (ASHA, BABUL)]
    asks_for_a_person(shop.nasrin, key=REPAIRS)
    for agent in both:
        picks_up(agent)
    for agent in both:
        agent.hears("press 1")
    exchange = shop.stage.exchange
    for leg in [agent.leg for agent in both]:
        exchange.press(leg, "1")
    shop.passes(20)
    other = exchange.leg(exchange.leg(shop.nasrin.leg).bridged_with)
    winner, loser = both if other.number == both[0].number else reversed(both)
    assert "A colleague has just taken this call" in " ".join(heard(loser))
    assert loser.leg is None
    talks(shop, shop.nasrin, winner, 30)
    assert [one.fate for one in shop.owed(shop.nasrin)] == [Fate.SERVED]
    assert sum(offer.state == "accepted" for offer in shop.offers(shop.nasrin)) == 1


def test_in_order_means_that_the_first_of_the_list_is_first_again(sqlite_url, make_shop, tmp_path):
    team = ("    owner: {name: Rahima", "    strategy: in_order\n    owner: {name: Rahima")
    shop = make_shop(sqlite_url, callflows=rewritten(tmp_path / "flows", business=team))
    asha, babul = shop.agent(*ASHA), shop.agent(*BABUL)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    talks(shop, shop.nasrin, asha, 30)
    shop.passes(600)
    asks_again(shop.nasrin)
    asha.is_rung()
    assert rings(babul) == []
    asha.picks_up()
    asha.hears("press 2")
    asha.presses("2")
    says_yes(babul)
    talks(shop, shop.nasrin, babul, 30)


def test_else_whoever_has_been_free_for_longest_is_asked_first(sqlite_shop):
    shop = sqlite_shop
    asha, babul = shop.agent(*ASHA), shop.agent(*BABUL)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    talks(shop, shop.nasrin, asha, 30)
    asks_again(shop.nasrin)
    says_yes(babul)
    talks(shop, shop.nasrin, babul, 30)
    assert len(rings(asha)) == 1


def busy_agent(shop):
    """The one agent, talking with Nasrin for as long as she likes."""
    asha = shop.agent(*ASHA)
    asks_for_a_person(shop.nasrin)
    says_yes(asha)
    asha.is_bridged()
    return asha


def has(agent, caller):
    return agent.leg and agent._place.exchange.leg(caller.leg).bridged_with == agent.leg


def test_a_vip_goes_first_else_whoever_asked_first(sqlite_shop):
    shop = sqlite_shop
    asha = busy_agent(shop)
    karim, lima, mina = (
        shop.caller(name, f"+88018123456{at}") for at, name in enumerate(("Karim", "Lima", "Mina"), 70)
    )
    shop.knows(mina, vip=True)
    for caller in (karim, lima, mina):
        asks_for_a_person(caller)
    shop.nasrin.hangs_up()
    says_how_it_was(asha, "1")
    for caller in (mina, karim, lima):
        says_yes(asha, within=30)
        asha.is_bridged()
        assert has(asha, caller)
        shop.passes(15)
        caller.hangs_up()
        says_how_it_was(asha, "1")
    shop.passes(30)
    assert shop.books["served"] == 4


def test_a_promise_about_to_break_goes_before_everybody(sqlite_shop):
    shop = sqlite_shop
    karim = shop.caller("Karim", "+8801812345670")
    asha = busy_agent(shop)
    asks_for_a_person(karim)
    karim.hangs_up()
    shop.is_at(shop.callback(karim).escalate_at)
    mina = shop.caller("Mina", "+8801812345671")
    shop.knows(mina, vip=True)
    asks_for_a_person(mina)
    shop.nasrin.hangs_up()
    says_how_it_was(asha, "1")
    assert "A customer to call back" in says_yes(asha, within=60)
    picks_up(karim)
    talks(shop, karim, asha, 20)
    says_yes(asha)
    talks(shop, mina, asha, 20)
    assert shop.callback(karim).state == "connected"
    assert shop.books["late"] == 0


def test_a_place_that_was_kept_is_the_place_of_who_asked_first(sqlite_shop):
    shop = sqlite_shop
    asha = busy_agent(shop)
    karim, lima = shop.caller("Karim", "+8801812345670"), shop.caller("Lima", "+8801812345671")
    for caller in (karim, lima):
        asks_for_a_person(caller)
    karim.hears("To hang up and keep your place, press 1")
    karim.presses("1")
    karim.hears("Your place is kept. We will call you back within 30 minutes")
    karim.hangs_up()
    shop.passes(30)
    shop.nasrin.hangs_up()
    says_how_it_was(asha, "1")
    assert "to call back" in says_yes(asha)
    picks_up(karim)
    talks(shop, karim, asha, 20)
    says_yes(asha)
    talks(shop, lima, asha, 20)


def test_no_time_is_spoken_before_ten_callers_were_answered(sqlite_shop):
    shop = sqlite_shop
    shop.agent(*ASHA).behaves(answers(after=4, keys=((11, "1"),), leaves=30))
    callers = [shop.caller("somebody", f"+88018123456{at}") for at in range(10, 21)]
    for caller in callers:
        asks_for_a_person(caller)
        shop.passes(60)
    *first, last = (" ".join(heard(caller)) for caller in callers)
    assert all("We cannot say yet how long it will take" in said for said in first)
    assert "At the moment the wait is about 5 minutes" in last
    assert shop.books["served"] == 11
