"""Agents who do not come: a no, a machine, a pocket, an engaged phone, somebody quicker. The caller waits on."""

import pytest

from ivr.line.outcomes import PlaceCall, PlaceResult, Uncertain
from ivr.promise.policy import Strategy
from ivr.simulator.exchange import Behaviour, Ringing, busy, rejects, screening_robot, unreachable, voicemail
from tests.switchboard.stories.town import Town

POCKET = Behaviour(Ringing.ANSWERS, 2.0, leaves=300.0)


def test_who_declines_is_thanked_and_the_next_one_is_asked() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.answers()
    babul = town.agent("Babul", "+12025550112")
    asha.presses("2")
    asha.hears("Thank you for telling us")
    babul.says_yes()
    nasrin.is_bridged()
    assert asha.was_rung() == 1


@pytest.mark.parametrize(
    "phone",
    [voicemail(), screening_robot(), POCKET, busy(), rejects(), unreachable()],
    ids=["voicemail", "robot", "pocket", "busy", "rejected", "unreachable"],
)
def test_what_is_no_person_is_no_yes(phone: Behaviour) -> None:
    town = Town(strategy=Strategy.IN_ORDER)
    nasrin, asha, babul = town.caller(), town.agent(), town.agent("Babul", "+12025550112")
    asha.behaves(phone)
    nasrin.asks_for_a_person()
    babul.says_yes()
    nasrin.is_bridged()
    town.passes(20)
    nasrin.hangs_up()
    town.passes(60)
    assert nasrin.fates() == ["served"]
    assert not [bridge for bridge in town.exchange.bridges if bridge.dialler in _legs(town, asha.number)]


def _legs(town: Town, number: str) -> set[str]:
    return {fact.leg for fact in town.exchange.facts if town.exchange.leg(fact.leg).number == number}


def test_other_keys_than_one_are_no_yes() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.answers()
    asha.presses("7")
    town.passes(5)
    assert nasrin.transfer().offer_id is None
    assert not town.exchange.bridges


def test_of_two_who_say_yes_at_once_the_second_hears_that_it_is_taken() -> None:
    town = Town(strategy=Strategy.ALL)
    nasrin, asha = town.caller(), town.agent()
    babul = town.agent("Babul", "+12025550112")
    nasrin.asks_for_a_person()
    asha.is_rung()
    asha.picks_up()
    babul.is_rung()
    babul.picks_up()
    asha.hears("press 1")
    babul.hears("press 1")
    for agent in (asha, babul):
        town.exchange.press(agent.leg, "1")
    town.passes(0)
    nasrin.is_bridged()
    (bridge,) = town.exchange.bridges
    winner, loser = (asha, babul) if town.exchange.leg(bridge.dialler).number == asha.number else (babul, asha)
    assert winner.leg is not None and loser.leg is None
    assert any("A colleague has just taken this call" in fact.text for fact in loser.facts()) or loser.leg is None


def test_who_is_lost_between_the_yes_and_the_caller_leaves_her_waiting_for_the_next() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    asha.hangs_up()
    babul = town.agent("Babul", "+12025550112")
    babul.says_yes()
    nasrin.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    babul.hears("If this is settled")
    babul.presses("1")
    assert nasrin.fates() == ["served"]


def test_whoever_lets_two_calls_pass_is_left_alone_for_a_while() -> None:
    town = Town(rounds=3)
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    town.passes(120)
    assert asha.was_rung() == 2
    assert nasrin.fates() != ["waiting"], "nobody is there any more: she is called back"


def test_a_request_to_phone_an_agent_whose_answer_is_lost_rings_that_phone_once() -> None:
    """The leg is found by looking, not by asking again."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()

    def answer_lost(call: PlaceCall) -> PlaceResult:
        town.carrier.place(call)
        return Uncertain("read timeout")

    town.carrier.awry = answer_lost
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    assert asha.was_rung() == 1


def test_a_request_that_never_arrived_is_given_up_after_the_quiet_time() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    town.carrier.awry = lambda call: Uncertain("connection reset")
    nasrin.asks_for_a_person()
    town.passes(100)
    assert asha.was_rung() == 0
    asha.is_rung(within=60)
    assert nasrin.fates() == ["waiting"]


def test_reports_may_come_before_the_answer_that_tells_the_id() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()

    def slow(call: PlaceCall) -> PlaceResult:
        placed = town.carrier.place(call)
        town.exchange.advance(town.exchange.now + 4)
        town.settle()
        return placed

    town.carrier.awry = slow
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    assert asha.was_rung() == 1
