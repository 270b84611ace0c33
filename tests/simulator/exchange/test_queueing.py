"""Waiting in a queue, and the ways out of it that need no agent."""

import pytest

from ivr.simulator.exchange import Quirks
from tests.simulator.exchange.queue_town import QUEUE, town_with
from tests.simulator.exchange.town import V, say


def test_the_wait_document_comes_again_and_again_until_somebody_leaves() -> None:
    town = town_with()
    caller = town.call_in()
    town.sleep(27)
    assert town.urls() == ["voice", "wait", "wait", "wait"]
    assert {name: town.fields("wait")[name] for name in ("QueuePosition", "CurrentQueueSize", "QueueTime")} == {
        "QueuePosition": "1", "CurrentQueueSize": "1", "QueueTime": "26"
    }  # fmt: skip
    assert town.exchange.leg(caller).queue == "t-1"


def test_a_key_in_the_queue_stays_in_the_queue_until_leave() -> None:
    town = town_with()
    caller = town.call_in()
    town.press(caller, "1")
    assert town.exchange.leg(caller).queue == "t-1"
    town.sleep(1)
    assert town.fields("left")["QueueResult"] == "leave"
    assert "Digits" not in town.fields("left")
    assert town.heard(caller)[-1] == "Goodbye"


def test_a_redirect_does_not_lead_out_of_the_queue() -> None:
    town = town_with(key=(V("Redirect", text="app:more"),), more=(say("More"),))
    caller = town.call_in()
    town.press(caller, "1")
    town.sleep(1)
    assert town.urls() == ["voice", "wait", "key", "more", "wait"]
    assert town.exchange.leg(caller).queue == "t-1"


def test_a_failed_wait_document_throws_the_caller_out() -> None:
    town = town_with(wait=11200)
    caller = town.call_in()
    assert town.fields("left")["QueueResult"] == "error"
    assert town.heard(caller) == ["Goodbye"]


def test_who_hangs_up_while_waiting_is_reported_once_and_hears_nothing_more() -> None:
    town = town_with()
    caller = town.call_in()
    town.sleep(3)
    town.hang_up(caller)
    assert (town.fields("left")["QueueResult"], town.fields("left")["CallStatus"]) == ("hangup", "completed")
    assert town.urls() == ["voice", "wait", "left", "ended"]
    town.sleep(60)
    assert town.urls() == ["voice", "wait", "left", "ended"]


@pytest.mark.parametrize(("quirk", "asked"), [("", ["voice", "ended"]), ("system-error", ["voice", "ended", "left"])])
def test_who_hangs_up_before_the_queue_is_reached(quirk: str, asked: list[str]) -> None:
    town = town_with(Quirks(early_hangup=quirk))
    town.silent.add("app:voice")
    caller = town.call_in()
    town.hang_up(caller)
    town.exchange.answer(town.asked[0].id, QUEUE["app:voice"])
    town.settle()
    assert town.urls() == asked
