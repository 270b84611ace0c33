"""Twilio's record of its own requests: read as the requests are, whatever is missing in it."""

from datetime import UTC, datetime

import pytest

from ivr.line.instructions import door
from ivr.line.log import Request
from ivr.line.outcomes import HoldResult, Outcome, TalkReport, Uncertain
from tests.twilio.far_end import RESET, error, far_end
from tests.twilio.signing import CALL, OTHER_CALL, PUBLIC_URL

ID = "k3v7aaaaaaaaaaa2"
AT = datetime(2026, 11, 22, 8, 46, tzinfo=UTC)
OURS = f"{PUBLIC_URL}/twilio/voice"


def event(url, code=200, **parameters):
    return {
        "request": {"method": "POST", "url": url, "parameters": parameters},
        "response": {"response_code": code, "date_created": "Sun, 22 Nov 2026 08:46:00 +0000"},
    }


def told(*events):
    with far_end((200, {"events": list(events), "next_page_uri": None})) as far:
        said = far.carrier().requests(CALL)
    assert far.asked == [("GET", f"/Calls/{CALL}/Events.json", [("PageSize", "1000")])]
    return said


def test_a_callers_way_through_our_doors():
    turn, left = door("turn", call=ID, n=1), door("left", transfer=ID, round=1)
    said = told(
        event(f"{OURS}/incoming#rc=1&rp=ct"),
        event(f"{OURS}/turn?call={ID}&n=1", digits="2"),
        event(f"{OURS}/joining?offer={ID}", dequeing_call_sid=OTHER_CALL, queue_time="7"),
        event(f"{OURS}/left?transfer={ID}&round=1", 502, queue_result="bridged"),
        event("https://static.example.com/sorry.xml", error_code="11205"),
    )
    assert said == (
        Request(door("incoming"), True, AT),
        Request(turn, True, AT, keys="2"),
        Request(door("joining", offer=ID), True, AT, agent_sid=OTHER_CALL),
        Request(left, False, AT, hold=HoldResult.BRIDGED),
        Request(None, True, AT),
    )


def test_what_an_agents_leg_said_of_the_talk():
    fields = {"dial_call_status": "completed", "dial_bridged": "true", "dial_call_duration": "35"}
    [one] = told(event(f"{OURS}/over?offer={ID}&after=hold", **fields, dequeued_call_sid=OTHER_CALL))
    assert one.talk == TalkReport(True, 35, Outcome.ANSWERED, OTHER_CALL)
    assert one.door == door("over", offer=ID, after="hold")


@pytest.mark.parametrize(
    ("odd", "read"),
    [
        ({}, ()),
        ({"request": None, "response": None}, ()),
        ({"request": {"url": 7}, "response": {}}, ()),
        ({"request": {"url": f"{OURS}/incoming", "parameters": ["?"]}}, (Request(door("incoming"), False),)),
        (event(f"{OURS}/turn/x", None), (Request(None, False, AT),)),
        (event(f"{PUBLIC_URL}.evil.example/twilio/voice/turn"), (Request(None, True, AT),)),
        (event(f"{OURS}/left?transfer={ID}&round=1"), None),
    ],
)
def test_what_is_missing_is_the_unsafe_value(odd, read):
    said = told(odd)
    if read is None:
        assert said[0].hold is HoldResult.FAILED
    else:
        assert said == read


@pytest.mark.parametrize("answer", [error(404, 20404), error(500, 20500), RESET, (404, ""), (200, "<html>")])
def test_a_record_that_cannot_be_had_is_no_empty_one(answer):
    with far_end(answer) as far:
        assert isinstance(far.carrier().requests(CALL), Uncertain)
