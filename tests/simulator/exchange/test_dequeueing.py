"""A caller is taken out of a queue by an agent: every gap in which one of them may go."""

import pytest

from ivr.simulator.exchange import Quirks
from tests.simulator.exchange.queue_town import joined, town_with
from tests.simulator.exchange.town import OTHER, V, say


def test_dequeue_prepares_the_caller_first_and_bridges_then() -> None:
    town = town_with()
    caller = town.call_in()
    agent = town.place()
    town.sleep(3)
    request = town.asked[-1]
    assert (request.url, request.leg) == ("app:joining", caller)
    assert dict(request.params)["DequeingCallSid"] == agent
    assert town.exchange.bridges == []
    town.sleep(1)
    assert town.exchange.leg(agent).bridged_with == caller
    assert [town.exchange.get_call(sid).parent_call_sid for sid in (caller, agent)] == [None, None]  # type: ignore[union-attr]


def test_the_caller_hangs_up_first_and_the_agent_goes_on() -> None:
    town = town_with()
    caller, agent = joined(town)
    town.sleep(30)
    town.hang_up(caller)
    assert town.fields("left")["QueueResult"] == "bridged"
    done = town.fields("done")
    assert (done["DialCallStatus"], done["DialBridged"], done["DequeueResult"]) == ("completed", "true", "bridged")
    assert (done["DequeuedCallSid"], done["DequeuedCallDuration"]) == (caller, "30")
    assert town.heard(agent) == ["How was it"]
    assert town.heard(caller)[-1] != "Goodbye"
    town.sleep(60)
    assert town.exchange.notifications == [], "nothing of this is an error"
    assert town.exchange.live() == []


def test_the_agent_hangs_up_first_and_the_caller_goes_on() -> None:
    town = town_with()
    caller, agent = joined(town)
    town.hang_up(agent)
    assert town.fields("left")["QueueResult"] == "bridged"
    assert town.heard(caller)[-1] == "Goodbye"
    assert town.heard(agent) == []


def test_the_dequeue_fields_may_be_missing() -> None:
    town = town_with(Quirks(dequeue_fields=False))
    caller, _ = joined(town)
    town.hang_up(caller)
    assert town.fields("done")["DialBridged"] == "true"
    assert not any(name.startswith("Dequeued") for name in town.fields("done"))


def test_an_empty_queue_keeps_the_agent_for_the_timeout_and_five_seconds() -> None:
    town = town_with()
    town.hang_up(town.call_in())
    agent = town.place()
    town.sleep(12.9)
    assert "done" not in town.urls()
    town.sleep(0.1)
    assert (town.fields("done")["DialCallStatus"], town.fields("done")["DialBridged"]) == ("no-answer", "false")
    assert town.heard(agent) == ["How was it"]


def test_without_a_timeout_it_is_thirty_seconds() -> None:
    town = town_with(placed=(V("Dial", V("Queue", text="t-1"), action="app:done"),))
    town.hang_up(town.call_in())
    town.place()
    town.sleep(3 + 34.9)
    assert "done" not in town.urls()
    town.sleep(0.2)
    assert "done" in town.urls()


def test_an_agent_who_hangs_up_while_waiting_gets_nobody() -> None:
    town = town_with()
    town.hang_up(town.call_in())
    agent = town.place()
    town.sleep(5)
    town.hang_up(agent)
    caller = town.call_in()
    town.sleep(20)
    assert town.exchange.leg(caller).queue == "t-1"
    assert town.urls(agent).count("done") == 1


def test_a_queue_that_never_was_is_an_error_at_once() -> None:
    town = town_with()
    town.place()
    town.sleep(3)
    assert town.fields("done")["DialCallStatus"] == "failed"


def test_an_agent_who_waits_gets_whoever_comes_next() -> None:
    town = town_with()
    town.hang_up(town.call_in())
    agent = town.place()
    town.sleep(5)
    stranger = town.call_in(OTHER)
    town.sleep(1)
    assert town.exchange.leg(agent).bridged_with == stranger


def test_a_caller_who_goes_during_the_joining_words_leaves_the_agent_waiting() -> None:
    town = town_with()
    caller = town.call_in()
    agent = town.place()
    town.sleep(3.5)
    town.hang_up(caller)
    assert town.fields("left")["QueueResult"] == "hangup"
    assert town.exchange.bridges == []
    town.sleep(10)
    assert town.fields("done")["DialCallStatus"] == "no-answer"
    assert town.heard(agent) == ["How was it"]


def test_an_agent_who_goes_during_the_joining_words_leaves_the_caller_with_us() -> None:
    town = town_with()
    caller = town.call_in()
    agent = town.place()
    town.sleep(3.5)
    town.hang_up(agent)
    assert town.fields("left")["QueueResult"] == "error"
    assert town.heard(caller)[-1] == "Goodbye"


def test_a_failed_joining_document_means_no_bridge() -> None:
    town = town_with(joining=11200)
    caller = town.call_in()
    town.place()
    town.sleep(4)
    assert town.exchange.bridges == []
    assert town.fields("done")["DialCallStatus"] == "failed"
    assert town.fields("left")["QueueResult"] == "error"
    assert town.heard(caller)[-1] == "Goodbye"
    assert any(note.startswith("14211") for note in town.exchange.notifications)


@pytest.mark.parametrize("early", [True, False])
def test_a_redirected_caller_leaves_the_queue_and_the_action_counts_for_nothing(early: bool) -> None:
    town = town_with(Quirks(redirect_first=early), elsewhere=(say("Elsewhere"),))
    caller = town.call_in()
    town.exchange.update_call(caller, {"Url": "app:elsewhere"})
    town.settle()
    assert town.fields("left")["QueueResult"] == "redirected"
    assert town.heard(caller)[-1] == "Elsewhere"
    assert town.urls()[-2:] == (["elsewhere", "left"] if early else ["left", "elsewhere"])


def test_redirecting_a_talking_caller_ends_the_agents_dial() -> None:
    town = town_with(elsewhere=(say("Elsewhere"),))
    caller, agent = joined(town)
    town.exchange.update_call(caller, {"Url": "app:elsewhere"})
    town.settle()
    assert town.fields("left")["QueueResult"] == "redirected-from-bridged"
    assert town.heard(caller)[-1] == "Elsewhere"
    assert town.heard(agent) == ["How was it"]


def test_redirecting_a_talking_agent_frees_the_caller() -> None:
    town = town_with(elsewhere=(say("Elsewhere"),))
    caller, agent = joined(town)
    town.exchange.update_call(agent, {"Url": "app:elsewhere"})
    town.settle()
    assert town.fields("left")["QueueResult"] == "bridged"
    assert town.heard(caller)[-1] == "Goodbye"
    assert town.heard(agent) == ["Elsewhere"], "the Dial's action is asked for, its answer executed by nobody"
    assert "done" in town.urls()


def test_the_time_limit_ends_the_talk_and_nobodys_call() -> None:
    dial = V("Dial", V("Queue", text="t-1"), action="app:done", timeout="5", timeLimit="60")
    town = town_with(placed=(dial,))
    caller = town.call_in()
    agent = town.place()
    town.sleep(63)
    assert [town.heard(sid)[-1] for sid in (caller, agent)] == ["Goodbye", "How was it"]
    assert town.exchange.bridges[0].end == town.exchange.bridges[0].start + 60


def test_queues_stay_and_only_empty_ones_can_be_deleted() -> None:
    town = town_with()
    caller = town.call_in()
    (queue,) = town.exchange.list_queues()
    assert town.exchange.delete_queue(queue.sid) is not None
    assert town.exchange.delete_queue("t-1") is not None, "the name is no key"
    town.hang_up(caller)
    assert [one.current_size for one in town.exchange.list_queues()] == [0]
    assert town.exchange.delete_queue(queue.sid) is None
    assert town.exchange.list_queues() == []


def test_no_key_reaches_the_application_while_two_people_talk() -> None:
    town = town_with()
    caller, agent = joined(town)
    town.press(agent, "1*")
    assert [fact.other for fact in town.exchange.transcript(agent) if fact.what == "presses"] == ["bridge", "bridge"]
    assert town.exchange.leg(caller).bridged_with == agent
