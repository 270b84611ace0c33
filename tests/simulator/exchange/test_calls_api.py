"""Calls by REST: how they are accepted, dialled, reported, redirected, ended and found again."""

import pytest

from ivr.simulator.exchange import CallRecord, Limits, Params, Quirks, RestError, answers, busy, unreachable
from tests.simulator.exchange.town import AGENT, BUSINESS, CALLER, OTHER, START, Town, V, say

GOOD = {"To": AGENT, "From": BUSINESS, "Url": "app:placed"}


def code(result: object) -> int:
    """The code of a refusal; 0 for anything else."""
    return result.code if isinstance(result, RestError) else 0


def found(town: Town, **filters: str) -> list[str]:
    """SIDs of a list."""
    return [call.sid for call in town.exchange.list_calls(filters)]


def test_a_placed_call_rings_and_reports_every_step() -> None:
    town = Town({"app:placed": (say(), V("Hangup"))})
    town.exchange.phone(AGENT, answers(after=5))
    sid = town.place()
    town.sleep(20)
    reports = [(r.at - START, dict(r.params)) for r in town.asked if r.url == "app:placed-status"]
    assert [(at, fields["CallStatus"], fields["SequenceNumber"]) for at, fields in reports] == [
        (0.0, "initiated", "0"),
        (2.0, "ringing", "1"),
        (7.0, "in-progress", "2"),
        (8.0, "completed", "3"),
    ]
    assert reports[3][1]["CallDuration"] == "1"
    assert "CallDuration" not in reports[2][1]
    assert town.fields("placed")["CallStatus"] == "in-progress"
    record = town.exchange.get_call(sid)
    assert isinstance(record, CallRecord)
    assert (record.status, record.duration, record.parent_call_sid) == ("completed", 1, None)


def test_by_default_only_the_end_is_reported() -> None:
    town = Town({"app:placed": (V("Hangup"),)})
    town.exchange.create_call({**GOOD, "StatusCallback": "app:status"})
    town.sleep(70)
    assert town.urls() == ["status"]
    assert town.fields("status")["CallStatus"] == "no-answer"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"To": ""}, 21201),
        ({"From": ""}, 21213),
        ({"To": "911"}, 21211),
        ({"From": OTHER}, 21210),
        ({"Url": ""}, 21205),
        ({"Url": "no-address"}, 21205),
        ({"Timeout": "601"}, 21218),
        ({"StatusCallbackEvent": ["ringing", "no-answer"]}, 21626),
    ],
)
def test_what_is_refused_is_never_dialled(change: Params, expected: int) -> None:
    town = Town()
    assert code(town.exchange.create_call({**GOOD, **change})) == expected
    town.sleep(60)
    assert town.exchange.list_calls() == []


def test_an_unknown_parameter_is_a_complaint() -> None:
    town = Town(strict=False)
    town.exchange.create_call({**GOOD, "IdempotencyKey": "7"})
    assert town.exchange.complaints == ["POST /Calls knows no parameter 'IdempotencyKey'"]


def test_calls_above_the_rate_are_queued_and_say_for_how_long() -> None:
    town = Town(limits=Limits(calls_per_second=1.0))
    made = [town.exchange.create_call({**GOOD, "To": to}) for to in (AGENT, OTHER, CALLER)]
    assert [call.queue_time for call in made if isinstance(call, CallRecord)] == [0, 1000, 2000]
    town.sleep(3.5)
    assert [call.status for call in reversed(town.exchange.list_calls())] == ["ringing", "ringing", "queued"]


def test_above_the_limit_of_calls_both_directions_are_refused() -> None:
    town = Town({"app:voice": (V("Pause", length="60"),)}, limits=Limits(calls_per_second=None, calls_at_once=1))
    town.call_in()
    assert code(town.exchange.create_call(GOOD)) == 10004
    asked = len(town.asked)
    refused = town.call_in(OTHER)
    assert town.status(refused) == "failed"
    assert len(town.asked) == asked, "the application never hears of it"


@pytest.mark.parametrize(("phone", "status"), [(busy(), "busy"), (unreachable(), "failed")])
def test_a_call_that_cannot_ring(phone: object, status: str) -> None:
    town = Town()
    town.exchange.phone(AGENT, phone)  # type: ignore[arg-type]
    sid = town.place()
    town.sleep(5)
    assert town.status(sid) == status
    assert town.fields("placed-status")["CallStatus"] == status


def test_it_rings_as_long_as_asked() -> None:
    town = Town()
    sid = town.place(Timeout="15")
    town.sleep(14.9)
    assert town.status(sid) == "ringing"
    town.sleep(0.1)
    assert town.status(sid) == "no-answer"


@pytest.mark.parametrize("status", ["canceled", "completed"])
def test_a_ringing_call_can_be_ended_once(status: str) -> None:
    town = Town()
    sid = town.place()
    town.sleep(3)
    assert town.exchange.update_call(sid, {"Status": status}).status == "canceled"
    assert code(town.exchange.update_call(sid, {"Status": status})) == 21220
    town.settle()
    assert town.fields("placed-status")["CallStatus"] == "canceled"


def test_after_the_end_of_a_call_nothing_more_happens_to_it() -> None:
    town = Town()
    town.exchange.phone(AGENT, answers(after=5))
    sid = town.place()
    town.sleep(1)
    town.exchange.update_call(sid, {"Status": "canceled"})
    town.settle()
    assert town.exchange.next_event() is None
    town.sleep(60)
    assert [fact.what for fact in town.exchange.transcript(sid)] == ["created", "ends"]


def test_canceling_does_nothing_to_an_answered_call_and_completing_ends_it() -> None:
    town = Town({"app:placed": (V("Pause", length="60"),)})
    sid = town.place()
    town.sleep(3)
    town.exchange.pick_up(sid)
    town.settle()
    assert town.exchange.update_call(sid, {"Status": "canceled"}).status == "in-progress"
    assert town.exchange.update_call(sid, {"Status": "completed"}).status == "completed"


def test_only_a_talking_call_can_be_redirected() -> None:
    town = Town({"app:placed": (V("Pause", length="60"),), "app:new": (say("New"), V("Hangup"))})
    sid = town.place()
    town.sleep(3)
    assert code(town.exchange.update_call(sid, {"Url": "app:new"})) == 21220
    town.exchange.pick_up(sid)
    town.settle()
    town.exchange.update_call(sid, {}, document=(say("Given"), V("Hangup")))
    assert town.heard(sid) == ["Given"]


def test_a_call_may_bring_its_document_along() -> None:
    town = Town()
    town.exchange.phone(AGENT, answers(after=1))
    made = town.exchange.create_call({"To": AGENT, "From": BUSINESS}, document=(say("Hello"),))
    assert isinstance(made, CallRecord)
    town.sleep(4)
    assert town.heard(made.sid) == ["Hello"]
    assert "placed" not in town.urls()


def test_the_time_limit_of_a_call_ends_it() -> None:
    town = Town({"app:placed": (V("Pause", length="600"),)})
    town.exchange.phone(AGENT, answers(after=1))
    sid = town.place(TimeLimit="30")
    town.sleep(32.9)
    assert town.status(sid) == "in-progress"
    town.exchange.update_call(sid, {"TimeLimit": "40"})
    town.sleep(0.2)
    assert town.status(sid) == "completed", "a longer limit does not take the first one back"


def test_lists_are_newest_first_and_filtered() -> None:
    town = Town({"app:voice": (V("Pause", length="60"),)})
    first, second, caller = town.place(), town.place(OTHER), town.call_in()
    assert found(town) == [caller, second, first]
    assert found(town, To=OTHER) == [second]
    assert found(town, From=BUSINESS) == [second, first]
    assert found(town, Status="ringing") == [caller]
    assert found(town, **{"StartTime>": "2023-11-14"}) == [caller], "no start time before it rings"
    town.sleep(3)
    assert found(town, StartTime="2023-11-14") == [caller, second, first]
    assert found(town, **{"StartTime<": "2023-11-13"}) == []
    assert [call.sid for call in town.exchange.list_calls(page=1, page_size=2)] == [first]


def test_lists_may_lag_behind() -> None:
    town = Town(quirks=Quirks(list_lag=30))
    sid = town.place()
    assert found(town) == []
    town.sleep(30)
    assert found(town) == [sid]


def test_the_record_of_an_ended_call_can_be_deleted() -> None:
    town = Town()
    sid = town.place()
    assert code(town.exchange.delete_call(sid)) == 20409
    town.exchange.update_call(sid, {"Status": "canceled"})
    assert town.exchange.delete_call(sid) is None
    assert code(town.exchange.get_call(sid)) == 20404
    assert found(town, To=AGENT) == found(town) == []
    assert town.exchange.leg(sid).number == AGENT, "the ground truth forgets nothing"


def test_sids_look_real_and_differ_between_seeds() -> None:
    town = Town()
    sid = town.place()
    assert (sid[:2], len(sid)) == ("CA", 34)
    assert int(sid[2:], 16) >= 0
