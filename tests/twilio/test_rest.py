"""The carrier over real HTTP: what we ask of it, and what became of it. In doubt, nobody knows."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from ivr.line.instructions import door
from ivr.line.log import LogPage, Sought
from ivr.line.outcomes import (
    Blame,
    Done,
    Gone,
    LegReport,
    LegState,
    Outcome,
    PlaceCall,
    Placed,
    Refused,
    Uncertain,
    Way,
)
from tests.twilio.far_end import RESET, closed_port, error, far_end, leg, page
from tests.twilio.signing import CALL, OTHER_CALL, QUEUE

OFFER = "o" * 16
CALL_AN_AGENT = PlaceCall(
    "+12025550100", "+12025550123", door("brief", offer=OFFER), door("leg", offer=OFFER), 20, 5400
)
BORN = datetime(2026, 11, 22, 8, 46, tzinfo=UTC)


def test_an_agent_is_phoned():
    with far_end((201, leg(CALL, status="queued", queue_time="2500"))) as far:
        assert far.carrier().place(CALL_AN_AGENT) == Placed(CALL, 2.5)
    [(method, path, form)] = far.asked
    patience = "#rc=1&rp=ct,rt,5xx&ct=2000&rt=4000&tt=12000"
    assert (method, path) == ("POST", "/Calls.json")
    assert sorted(form) == sorted(
        [
            ("To", "+12025550100"),
            ("From", "+12025550123"),
            ("Url", f"https://ivr.example.com/twilio/voice/brief?offer={OFFER}{patience}"),
            ("Method", "POST"),
            ("StatusCallback", f"https://ivr.example.com/twilio/voice/leg?offer={OFFER}{patience}"),
            ("StatusCallbackMethod", "POST"),
            *(("StatusCallbackEvent", event) for event in ("initiated", "ringing", "answered", "completed")),
            ("Timeout", "20"),
            ("TimeLimit", "5400"),
        ]
    )


def test_a_fallback_is_named_where_there_is_one():
    with far_end() as far:
        far.carrier(fallback_url="https://static.example.com/sorry.xml").place(CALL_AN_AGENT)
    assert ("FallbackUrl", "https://static.example.com/sorry.xml") in far.asked[0][2]


def test_a_leg_is_looked_at():
    ended = leg(CALL, status="completed", duration="35", parent_call_sid=OTHER_CALL)
    with far_end((200, ended)) as far:
        said = far.carrier().fetch(CALL)
    assert said == LegReport(
        CALL,
        LegState.ENDED,
        Outcome.ANSWERED,
        35,
        created_at=BORN,
        parent=OTHER_CALL,
        to="+12025550100",
        from_="+12025550123",
        way=Way.PLACED,
    )
    assert far.asked == [("GET", f"/Calls/{CALL}.json", [])]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (error(404, 20404), Gone),
        ((404, "<html>not here"), Uncertain),
        (error(401, 20003), Uncertain),
        (error(500, 20500), Uncertain),
        (RESET, Uncertain),
        ((200, "<html>"), Uncertain),
        ((200, leg(CALL, status="teleported")), Uncertain),
        ((200, {}), Uncertain),
    ],
)
def test_a_leg_is_gone_only_if_twilio_says_so(answer, said):
    with far_end(answer) as far:
        assert isinstance(far.carrier().fetch(CALL), said)


def test_a_leg_is_found_in_the_queue_and_out_of_it():
    older, newer = leg(CALL), leg(OTHER_CALL, status="queued", date_created="Sun, 22 Nov 2026 08:47:00 +0000")
    strangers = leg("CA" + "9" * 32, direction="inbound"), leg("CA" + "8" * 32, direction="outbound-dial")
    with far_end(page(newer), page(older, newer, *strangers)) as far:
        found = far.carrier().find("+12025550100", "+12025550123")
    assert [one.sid for one in found] == [OTHER_CALL, CALL]
    assert found[1].created_at == BORN
    asked = [dict(query) for _, _, query in far.asked]
    assert [query.pop("Status", None) for query in asked] == ["queued", None]
    assert asked == [{"To": "+12025550100", "From": "+12025550123", "PageSize": "50"}] * 2


@pytest.mark.parametrize("answers", [(RESET, page()), (page(), RESET), (page(), (500, "")), (page(), (200, "<html>"))])
def test_half_a_search_found_nothing_out(answers):
    with far_end(*answers) as far:
        assert isinstance(far.carrier().find("+12025550100", "+12025550123"), Uncertain)


def test_a_search_reads_one_page_only():
    more = 200, {"calls": [leg(f"CA{at:032x}") for at in range(50)], "next_page_uri": "/2010-04-01/more"}
    with far_end(more) as far:
        assert len(far.carrier().find("+12025550100", "+12025550123")) == 50
    assert len(far.asked) == 2


def test_the_log_is_read_page_by_page():
    """By whole days in UTC; the address of the next page is Twilio's own."""
    more = "/2010-04-01/Accounts/AC/Calls.json?StartTime%3E=2026-11-21&PageSize=1000&Page=1&PageToken=PACA1"
    inbound = leg(CALL, direction="inbound", to="+12025550123", **{"from": "+8801712345678"})
    with far_end((200, {"calls": [inbound], "next_page_uri": more}), page(leg(OTHER_CALL))) as far:
        carrier = far.carrier()
        first = carrier.calls(Sought(to="+12025550123", since=date(2026, 11, 21)))
        assert isinstance(first, LogPage)
        second = carrier.calls(Sought(to="+12025550123", since=date(2026, 11, 21)), first.next)
    assert [(one.sid, one.way, one.from_) for one in first.legs] == [(CALL, Way.INBOUND, "+8801712345678")]
    assert isinstance(second, LogPage)
    assert ([one.sid for one in second.legs], second.next) == ([OTHER_CALL], "")
    (_, path, query), (_, again, continued) = far.asked
    assert (path, query) == (
        "/Calls.json", [("To", "+12025550123"), ("StartTime>", "2026-11-21"), ("PageSize", "1000")]
    )  # fmt: skip
    assert (again[-11:], dict(continued)["PageToken"]) == ("/Calls.json", "PACA1")


def test_what_is_queued_has_no_day():
    with far_end(page()) as far:
        assert far.carrier().calls(Sought(from_="+12025550123", queued=True)) == LogPage(())
    assert dict(far.asked[0][2]) == {"From": "+12025550123", "Status": "queued", "PageSize": "1000"}


@pytest.mark.parametrize("caller", ["anonymous", "", "+266696687", "sip:nasrin@example.com"])
def test_whoever_withholds_their_number_has_none_in_the_log_either(caller):
    with far_end(page(leg(CALL, direction="inbound", **{"from": caller}))) as far:
        [one] = far.carrier().calls(Sought(to="+12025550100")).legs
    assert one.from_ is None


@pytest.mark.parametrize("answer", [RESET, (500, ""), (200, "<html>"), error(429, 20429)])
def test_a_page_that_cannot_be_read_is_no_empty_one(answer):
    with far_end(answer) as far:
        assert isinstance(far.carrier().calls(Sought(to="+12025550100")), Uncertain)


def test_the_legs_that_a_leg_rang():
    with far_end(page(leg(OTHER_CALL, direction="outbound-dial", parent_call_sid=CALL))) as far:
        [child] = far.carrier().children(CALL)
    assert (child.sid, child.parent) == (OTHER_CALL, CALL)
    assert dict(far.asked[0][2])["ParentCallSid"] == CALL


@pytest.mark.parametrize(
    ("answer", "ended"),
    [
        ((200, leg(CALL, status="completed")), Done),
        (error(400, 21220), Done),
        (error(404, 20404), Gone),
        (error(429, 20429), Uncertain),
        (error(500, 20500), Uncertain),
        ((404, ""), Uncertain),
        (RESET, Uncertain),
    ],
)
def test_a_leg_is_ended_in_whatever_state(answer, ended):
    with far_end(answer) as far:
        assert isinstance(far.carrier().end(CALL), ended)
    assert far.asked == [("POST", f"/Calls/{CALL}.json", [("Status", "completed")])]


OURS = (200, {"sid": QUEUE, "friendly_name": "t-k3v7aaaaaaaaaaa2-1", "current_size": 0})
DELETED = (204, "")


@pytest.mark.parametrize(
    ("answers", "closed", "asked"),
    [
        ((OURS, DELETED), Done, ["GET", "DELETE"]),
        ((OURS, error(404, 20404)), Done, ["GET", "DELETE"]),
        ((error(404, 20404),), Done, ["GET"]),
        (((200, {"sid": QUEUE, "friendly_name": "support"}),), Done, ["GET"]),
        ((OURS, error(400, 22001)), Uncertain, ["GET", "DELETE"]),
        ((error(500, 20500),), Uncertain, ["GET"]),
        ((OURS, RESET), Uncertain, ["GET", "DELETE"]),
    ],
)
def test_a_queue_is_deleted_if_it_is_ours_and_empty(answers, closed, asked):
    with far_end(*answers) as far:
        assert isinstance(far.carrier().close_queue(QUEUE), closed)
    assert [method for method, *_ in far.asked] == asked


def test_a_text_message():
    with far_end((201, {"sid": "SM" + "1" * 32})) as far:
        assert far.carrier().text("+12025550100", "+12025550123", "x" * 2000) == Placed("SM" + "1" * 32)
    [(_, path, form)] = far.asked
    assert path == "/Messages.json"
    assert form == [("To", "+12025550100"), ("From", "+12025550123"), ("Body", "x" * 1600)]


def test_who_wants_no_messages_gets_none():
    with far_end(error(400, 21610)) as far:
        said = far.carrier().text("+12025550100", "+12025550123", "Hello")
    assert said == Refused(Blame.DESTINATION, "the recipient wants no messages (Twilio error 21610)")


def test_a_proxy_of_the_surroundings_does_not_come_between_us_and_this_machine(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    with far_end() as far:
        assert isinstance(far.carrier().place(CALL_AN_AGENT), Placed)


def test_edge_and_region_make_the_host(monkeypatch):
    monkeypatch.setenv("TWILIO_EDGE", "tokyo")
    with far_end() as far:
        client = far.carrier(edge="dublin", region="ie1")._client
        assert client.get_hostname("https://api.twilio.com/x") == "https://api.dublin.ie1.twilio.com/x"
        assert far.carrier()._client.get_hostname("https://api.twilio.com/x") == "https://api.twilio.com/x"


def test_a_base_address_may_have_a_path():
    with far_end() as far:
        far.carrier(base_url=far.url + "/twilio/").place(CALL_AN_AGENT)
    assert far.asked[0][1].startswith("/twilio/2010-04-01/Accounts/AC")


def test_the_password_is_not_shown():
    with far_end() as far:
        assert "secret" not in repr(far.carrier()._account)


def test_what_answers_calls_does_not_load_the_rest_library():
    loaded = "import sys, ivr.webhooks; print([m for m in sys.modules if m in ('twilio.rest', 'requests', 'urllib3')])"
    run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
