"""Requests lost, late or doubled, agents who vanish, callers who leave in the wrong second. Each was once a bug."""

from datetime import timedelta

from ivr.line.inputs import Digits
from ivr.line.outcomes import LegReport, LegState, Outcome, TalkReport, Uncertain
from ivr.rehearsal import desk
from ivr.switchboard import offers, talks
from ivr.switchboard.rows import Caller, Obligation, Offer
from tests.simulation import shop
from tests.switchboard.stories.test_called_back import owed
from tests.switchboard.stories.town import MORNING, Agent, Neighbour, Town


def too_late(town: Town) -> tuple[Neighbour, Agent]:
    """The agent says yes in the second in which the caller hangs up."""
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.answers()
    town.exchange.press(asha.leg, "1")
    town.exchange.hang_up(nasrin.leg)
    town.passes(0)
    return nasrin, asha


def test_an_agent_who_came_too_late_may_phone_her_now() -> None:
    town = Town()
    nasrin, asha = too_late(town)
    asha.hears("The caller has just hung up. To phone them now, press 1")
    asha.presses("1")
    nasrin.is_rung()
    nasrin.picks_up()
    nasrin.is_bridged()
    town.passes(20)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    assert nasrin.fates() == ["connected"]
    assert asha.was_rung() == 1


def test_an_agent_who_came_too_late_may_leave_it() -> None:
    town = Town()
    nasrin, asha = too_late(town)
    asha.hears("To phone them now, press 1")
    asha.hears("The callback is kept for later", within=30)
    assert nasrin.fates() in (["due"], ["scheduled"], ["offered"])


def test_a_caller_who_leaves_while_being_joined_is_owed_at_once() -> None:
    """The dial of the agent's leg says outright that there was no bridge: no twenty minutes of doubt."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    town.loses = lambda request: request.url.startswith("door:left")
    asha.says_yes()
    nasrin.hears("We are connecting you now to Asha")
    nasrin.hangs_up()
    asha.hears("To phone them now, press 1")
    asha.presses("1")
    nasrin.is_rung()


def test_she_rings_in_while_that_agent_phones_her_and_is_joined_to_them() -> None:
    """One agent's yes goes from her first call to the callback, and from there to her second call."""
    town = Town()
    nasrin, asha = too_late(town)
    asha.hears("To phone them now, press 1")
    asha.presses("1")
    town.passes(5.5)
    nasrin.rings_the_shop()
    nasrin.hears("We owe you a call")
    nasrin.presses("1")
    nasrin.is_bridged()
    town.passes(20)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    asha.presses("1")
    assert nasrin.fates() == ["came_in", "served"]
    assert asha.was_rung() == 1


def test_a_wish_to_phone_her_now_that_comes_after_the_agents_leg_has_ended_changes_nothing() -> None:
    town = Town()
    nasrin, asha = too_late(town)
    asha.hears("To phone them now, press 1")
    (offer,) = (one for one in town.all(Offer) if one.in_flight)
    asha.hangs_up()
    said = talks.gone(town.board, offer.public_id, offer.sid, Digits("1"))
    assert len(said.instructions) == 2, "words, and the end of the call"
    assert nasrin.was_rung() == 0


def test_the_end_of_a_bridge_asked_twice_is_answered_alike_although_the_caller_waits_again() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    (offer,) = (one for one in town.all(Offer) if one.in_flight)
    over = TalkReport(False, None, Outcome.NO_ANSWER)
    first = talks.over(town.board, offer.public_id, "hold", offer.sid, over)
    again = talks.over(town.board, offer.public_id, "hold", offer.sid, over)
    assert first.instructions == again.instructions


def test_a_yes_asked_twice_is_answered_alike() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.answers()
    (offer,) = (one for one in town.all(Offer) if one.in_flight)
    said = [offers.reply(town.board, offer.public_id, offer.sid, Digits(key)).instructions for key in "12"]
    assert said[0] == said[1]


def test_a_leg_that_nobody_wants_any_more_is_ended_as_soon_as_it_is_heard_of() -> None:
    """The order to phone the agent is still on its way when she hangs up; the agent's phone rings for a moment only."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    town.carrier.awry = lambda call: Uncertain("still on its way")
    nasrin.asks_for_a_person()
    (offer,) = (one for one in town.all(Offer) if one.in_flight)
    nasrin.hangs_up()
    leg = town.exchange.create_call({"To": asha.number, "From": shop.NUMBER, "Url": "door:brief"}).sid
    ringing = LegReport(leg, LegState.RINGING)
    assert offers.report(town.board, offer.public_id, ringing).due == (("offer", offer.id),)
    town.passes(0)
    assert town.exchange.leg(leg).status == "canceled"


def test_her_key_comes_too_late_once_an_agent_has_said_yes() -> None:
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.is_rung()
    town.passes(15)
    asha.picks_up()
    nasrin.hears("To hang up and keep your place")
    asha.presses("1")
    nasrin.presses("1")
    assert nasrin.fates() == ["waiting"]
    nasrin.hears("We are connecting you now")
    nasrin.is_bridged()


def test_nobody_else_joins_before_the_first_agents_leg_is_known_to_be_over() -> None:
    """Its end was not reported: found out by asking, and written down before the next one is asked."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    town.loses = lambda request: request.url.startswith(("door:leg", "door:over"))
    asha.hangs_up()
    babul = town.agent("Babul", "+12025550112")
    babul.says_yes()
    nasrin.is_bridged()
    assert sum(one.in_flight for one in town.all(Offer)) == 1


def test_a_talk_without_any_report_of_the_agents_side_is_as_long_as_the_carrier_says() -> None:
    """Four seconds, of which we hear half a minute later: no conversation."""
    town = Town()
    nasrin, asha = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    asha.says_yes()
    nasrin.is_bridged()
    town.passes(4)
    town.loses = lambda request: request.url.startswith(("door:leg", "door:over"))
    asha.hangs_up()
    nasrin.hears("kept_menu")
    town.passes(90)
    assert nasrin.fates() not in (["waiting"], ["served"])


def test_a_call_of_which_only_the_end_is_heard_is_a_debt_once_and_of_one_caller() -> None:
    town = Town()
    town.loses = lambda request: request.url == "door:incoming"
    stranger = town.caller("Stranger", "anonymous")
    stranger.rings_the_shop()
    town.passes(10)
    assert [debt.source for debt in town.all(Obligation)] == ["missed_call"]
    status = {"CallSid": town.exchange.facts[0].leg, "From": "anonymous", "To": "+12025550100"}
    report = status | {"CallStatus": "completed", "Timestamp": "Mon, 23 Nov 2026 05:00:10 +0000"}
    desk.answer(town.board, "door:status", report)
    assert len(town.all(Obligation)) == 1
    assert len(town.all(Caller)) == 1


def test_a_key_without_meaning_keeps_her_waiting() -> None:
    """And the carrier is told so by a document that lasts."""
    town = Town()
    nasrin, _ = town.caller(), town.agent()
    nasrin.asks_for_a_person()
    for _ in range(5):
        nasrin.presses("7")
        town.passes(1.5)
    assert nasrin.fates() == ["waiting"]
    assert not town.exchange.complaints


def test_the_verdict_lost_the_talk_time_decides() -> None:
    town = Town()
    nasrin, asha = owed(town)
    asha.says_yes()
    nasrin.is_rung()
    nasrin.picks_up()
    asha.is_bridged()
    town.passes(30)
    nasrin.hangs_up()
    asha.hears("If this is settled")
    town.loses = lambda request: request.url.startswith("door:verdict")
    asha.presses("2")
    town.passes(30)
    assert nasrin.fates() == ["connected"]


def test_she_is_not_phoned_at_night_because_an_agent_who_came_too_late_wanted_to_phone_her_and_vanished() -> None:
    """That she may be phoned at this hour is so because she rang a moment ago, and for that one yes."""
    town = Town(start=MORNING + timedelta(hours=9, minutes=45))
    nasrin, asha = too_late(town)
    asha.hears("To phone them now, press 1")
    town.exchange.press(asha.leg, "1")
    town.exchange.hang_up(asha.leg)
    town.passes(600)
    assert nasrin.was_rung() == 0
    assert not nasrin.callback().chosen, "she has chosen no hour"
    assert asha.was_rung() == 1, "nobody is asked for her at night"
    town.passes_until(3, 30, days=1)
    assert asha.was_rung() == 1
    town.passes_until(4, 30)
    assert asha.was_rung() > 1


def test_who_rang_late_in_the_evening_may_be_phoned_at_once_by_the_agent_who_missed_her() -> None:
    town = Town(start=MORNING + timedelta(hours=9, minutes=45))
    nasrin, asha = too_late(town)
    asha.hears("To phone them now, press 1")
    asha.presses("1")
    nasrin.is_rung()
