"""Dial with numbers: who rings, who answers, who is heard, and what the dialling leg is told."""

import pytest

from ivr.simulator.exchange import Limits, Quirks, Verb, answers, busy, rejects, unreachable
from tests.simulator.exchange.town import AGENT, BUSINESS, CALLER, EVENTS, OTHER, Town, V, say

NUMBER = V("Number", text=OTHER, statusCallback="app:child", statusCallbackEvent=" ".join(EVENTS))


def dialling(*nouns: Verb, quirks: Quirks = Quirks(), **attributes: str) -> Town:  # noqa: B008
    """An agent, on the line after three seconds, whose leg dials a customer."""
    dial = V("Dial", *(nouns or (NUMBER,)), action="app:done", callerId=BUSINESS, **attributes)
    town = Town({"app:placed": (dial,), "app:done": (say("How was it"), V("Hangup"))}, quirks=quirks)
    town.exchange.phone(AGENT, answers(after=1))
    return town


def child_of(town: Town, agent: str) -> str:
    """The leg that the agent's Dial placed."""
    return next(leg.sid for leg in town.exchange.live() if leg.parent == agent)


def test_the_customer_is_a_child_of_the_agents_leg_and_they_talk() -> None:
    town = dialling()
    town.exchange.phone(OTHER, answers(after=4))
    agent = town.place()
    town.sleep(5)
    child = child_of(town, agent)
    record = town.exchange.get_call(child)
    assert (record.parent_call_sid, record.direction, record.from_) == (agent, "outbound-dial", BUSINESS)  # type: ignore[union-attr]
    assert [call.sid for call in town.exchange.list_calls({"ParentCallSid": agent})] == [child]
    town.sleep(4)
    assert town.exchange.leg(agent).bridged_with == child
    reports = [request for request in town.asked if request.url == "app:child"]
    assert [dict(request.params)["CallStatus"] for request in reports] == ["initiated", "ringing", "in-progress"]
    assert dict(reports[0].params)["ParentCallSid"] == agent


def test_the_customer_hangs_up_and_the_agent_goes_on() -> None:
    town = dialling()
    town.exchange.phone(OTHER, answers(after=1, leaves=20))
    agent = town.place()
    town.sleep(30)
    done = town.fields("done")
    assert (done["DialCallStatus"], done["DialBridged"], done["DialCallDuration"]) == ("completed", "true", "20")
    assert town.heard(agent)[-1] == "How was it"


def test_the_agent_hangs_up_and_the_customer_falls_with_the_leg() -> None:
    town = dialling()
    town.exchange.phone(OTHER, answers(after=1))
    agent = town.place()
    town.sleep(10)
    child = child_of(town, agent)
    town.hang_up(agent)
    assert town.status(child) == "completed"
    assert town.exchange.live() == []
    assert town.exchange.bridges[0].end == town.exchange.now


@pytest.mark.parametrize("quirk", ["no-answer", "canceled"])
def test_the_agent_gives_up_while_it_rings(quirk: str) -> None:
    town = dialling(quirks=Quirks(abandoned_child=quirk))
    agent = town.place()
    town.sleep(8)
    child = child_of(town, agent)
    town.hang_up(agent)
    assert town.status(child) == quirk
    assert town.exchange.bridges == []


@pytest.mark.parametrize(
    ("phone", "status"), [(busy(), "busy"), (rejects(), "busy"), (unreachable(), "failed"), (None, "no-answer")]
)
def test_how_a_customer_may_not_be_reached(phone: object, status: str) -> None:
    town = dialling(timeout="20")
    if phone:
        town.exchange.phone(OTHER, phone)  # type: ignore[arg-type]
    agent = town.place()
    town.sleep(40)
    assert (town.fields("done")["DialCallStatus"], town.fields("done")["DialBridged"]) == (status, "false")
    assert town.fields("child")["CallStatus"] == status
    assert town.heard(agent)[-1] == "How was it"


def test_ringing_lasts_the_timeout_and_five_seconds() -> None:
    town = dialling(timeout="10")
    town.place()
    town.sleep(17.9)
    assert "done" not in town.urls()
    town.sleep(0.2)
    assert town.fields("done")["DialCallStatus"] == "no-answer"


def test_a_foreign_caller_id_is_refused() -> None:
    dial = V("Dial", NUMBER, action="app:done", callerId="+12025550199")
    town = Town({"app:placed": (dial,), "app:done": (V("Hangup"),)})
    town.exchange.phone(AGENT, answers(after=1))
    town.place()
    town.sleep(4)
    assert town.fields("done")["DialCallStatus"] == "failed"
    assert town.exchange.notifications[0].startswith("13214")


def test_a_number_that_is_none_fails() -> None:
    town = dialling(V("Number", text="12345"))
    town.place()
    town.sleep(4)
    assert town.fields("done")["DialCallStatus"] == "failed"
    assert town.exchange.notifications[0].startswith("13223")


def test_the_star_hangs_up_on_the_customer_only() -> None:
    town = dialling(hangupOnStar="true")
    town.exchange.phone(OTHER, answers(after=1))
    agent = town.place()
    town.sleep(10)
    child = child_of(town, agent)
    town.press(agent, "1#")
    assert town.exchange.leg(agent).bridged_with == child
    town.press(agent, "*")
    assert town.status(child) == "completed"
    assert town.heard(agent)[-1] == "How was it"


def test_the_time_limit_hangs_up_on_the_customer() -> None:
    town = dialling(timeLimit="30")
    town.exchange.phone(OTHER, answers(after=1))
    agent = town.place()
    town.sleep(3)
    child = child_of(town, agent)
    town.sleep(40)
    assert town.status(child) == "completed"
    assert town.fields("done")["DialCallDuration"] == "30"


def test_the_first_to_answer_is_taken_and_the_rest_stop_ringing() -> None:
    town = dialling(V("Number", text=OTHER), V("Number", text=CALLER))
    town.exchange.phone(OTHER, answers(after=2))
    agent = town.place()
    town.sleep(4)
    assert len(town.exchange.live()) == 3
    town.sleep(4)
    assert len(town.exchange.live()) == 2
    assert town.exchange.leg(town.exchange.leg(agent).bridged_with or "").number == OTHER


def test_a_whisper_is_heard_by_the_dialled_person_before_the_bridge() -> None:
    town = dialling(V("Number", text=OTHER, url="app:whisper"))
    town.answers["app:whisper"] = (say("A customer of ours"),)
    town.exchange.phone(OTHER, answers(after=1))
    agent = town.place()
    town.sleep(6)
    child = child_of(town, agent)
    assert town.heard(child) == ["A customer of ours"]
    assert town.exchange.bridges == []
    town.sleep(2)
    assert town.exchange.leg(agent).bridged_with == child


def test_a_whisper_that_hangs_up_was_answered_but_never_bridged() -> None:
    town = dialling(V("Number", text=OTHER, url="app:whisper"))
    town.answers["app:whisper"] = (V("Hangup"),)
    town.exchange.phone(OTHER, answers(after=1))
    town.place()
    town.sleep(8)
    assert (town.fields("done")["DialCallStatus"], town.fields("done")["DialBridged"]) == ("completed", "false")


def test_without_an_action_the_next_verb_runs() -> None:
    town = Town({"app:voice": (V("Dial", text=OTHER), say("Nobody there"))})
    town.exchange.phone(OTHER, busy())
    caller = town.call_in()
    town.sleep(3)
    assert town.heard(caller)[-1] == "Nobody there"


def test_a_caller_may_go_on_ringing_until_somebody_answers() -> None:
    town = Town({"app:voice": (V("Dial", V("Number", text=OTHER), answerOnBridge="true"),)})
    town.exchange.phone(OTHER, answers(after=2))
    caller = town.call_in()
    town.sleep(3)
    assert town.status(caller) == "ringing"
    town.sleep(2)
    assert town.status(caller) == "in-progress"


def test_redirecting_the_customers_leg_ends_the_dial_without_a_duration() -> None:
    town = dialling()
    town.answers["app:drop"] = (say("A message for you"), V("Hangup"))
    town.exchange.phone(OTHER, answers(after=1))
    agent = town.place()
    town.sleep(8)
    child = child_of(town, agent)
    town.exchange.update_call(child, {"Url": "app:drop"})
    town.settle()
    assert "DialCallDuration" not in town.fields("done")
    assert town.heard(child)[-1] == "A message for you"
    assert town.heard(agent)[-1] == "How was it"


def test_redirecting_the_agents_leg_drops_the_customer() -> None:
    town = dialling()
    town.answers["app:new"] = (say("Something else"),)
    town.exchange.phone(OTHER, answers(after=1))
    agent = town.place()
    town.sleep(8)
    child = child_of(town, agent)
    town.exchange.update_call(agent, {"Url": "app:new"})
    town.settle()
    assert town.status(child) == "completed"
    assert town.heard(agent)[-1] == "Something else", "the answer to the Dial's action is executed by nobody"


def test_above_the_limit_of_calls_nobody_is_dialled() -> None:
    town = dialling()
    town.exchange = Town(dict(town.answers), limits=Limits(calls_per_second=None, calls_at_once=1)).exchange
    town.exchange.phone(AGENT, answers(after=1))
    town.place()
    town.sleep(4)
    assert town.fields("done")["DialCallStatus"] == "failed"
    assert town.exchange.notifications[0].startswith("10004")
