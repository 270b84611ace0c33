"""The referee for TwiML sees what is wrong, and is content with what is right."""

import pytest

from tests.referee.twiml import problems
from tests.referee.twiml_table import table

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
GOOD = [
    ("main", '<Gather input="dtmf" numDigits="1" timeout="5" action="/turn?n=3#rc=1" actionOnEmptyResult="true">'
             '<Say language="bn-IN" voice="Google.bn-IN-Wavenet-A">নমস্কার <break time="1s"/></Say></Gather>'),
    ("main", '<Enqueue action="/left?n=7" waitUrl="/wait#rc=2&amp;rp=all&amp;tt=9000">t-1</Enqueue>'),
    ("wait", '<Gather numDigits="1" timeout="1" action="/key"><Say>Hello</Say><Play>12s.mp3</Play></Gather>'),
    ("wait", "<Say>We call you.</Say><Leave/>"),
    ("main", '<Dial timeout="5" timeLimit="5400" action="/done"><Queue url="/joining">t-1</Queue></Dial>'),
    ("joining", "<Say>Nadia will help you now.</Say>"),
    ("main", '<Dial callerId="+12025550100" hangupOnStar="true" action="/done">'
             '<Number statusCallback="/s" statusCallbackEvent="ringing answered completed">+12025550111</Number>'
             "</Dial>"),
    ("main", ""),
]  # fmt: skip
WRONG = [
    ("main", "<say>Hello</say>", "<say> inside <Response>"),
    ("main", '<Say Voice="man">Hello</Say>', "no attribute 'Voice'"),
    ("main", "<Gather><Hangup/></Gather>", "<Hangup> inside <Gather>"),
    ("main", "<Hangup/><Say>Hello</Say>", "unreachable after <Hangup>"),
    ("main", '<Dial action="/a">+12025550111</Dial><Hangup/>', "unreachable after <Dial>"),
    ("main", '<Enqueue action="/a">t-1</Enqueue><Hangup/>', "unreachable after <Enqueue>"),
    ("main", "<Leave/>", "outside a wait document"),
    ("main", f"<Enqueue>{'q' * 64}</Enqueue>", "1 to 63 characters"),
    ("main", "<Dial timeout='4'><Number>+12025550111</Number></Dial>", "5 to 600"),
    ("main", "<Dial><Number>12025550111</Number></Dial>", "no E.164 number"),
    (
        "main",
        "<Dial><Number statusCallbackEvent='ringing,answered'>+12025550111</Number></Dial>",
        "statusCallbackEvent",
    ),
    ("main", '<Gather actionOnEmptyResult="True"/>', "actionOnEmptyResult"),
    ("main", '<Say language="bn-BD">নমস্কার</Say>', "Bengali is bn-IN"),
    ("main", f'<Say language="bn-IN" voice="Google.bn-IN-Wavenet-A">{"ক" * 501}</Say>', "13521"),
    ("main", "<Say/>", "says nothing"),
    ("main", "Hello", "text inside <Response>"),
    ("wait", "<Dial>+12025550111</Dial>", "in a wait document"),
    ("joining", "<Gather/>", "in a joining document"),
    ("whisper", "<Redirect>/x</Redirect>", "in a whisper document"),
]
BROKEN = [
    (" <Response/>", "white space"),
    ("<Response><Say>Hello", "not XML"),
    ("<Response><Say>\x0b</Say></Response>", "not XML"),
    ("<Answer/>", "the root is <Answer>"),
    (f"<Response><Say>{'a' * 65_536}</Say></Response>", "11750"),
]


@pytest.mark.parametrize(("place", "body"), GOOD)
def test_what_we_emit_is_right(place: str, body: str) -> None:
    assert problems(f"{DECLARED}<Response>{body}</Response>".encode(), place) == []


@pytest.mark.parametrize(("place", "body", "expected"), WRONG)
def test_what_is_wrong_is_seen(place: str, body: str, expected: str) -> None:
    found = problems(f"{DECLARED}<Response>{body}</Response>".encode(), place)
    assert any(expected in problem for problem in found), found


@pytest.mark.parametrize(("document", "expected"), BROKEN)
def test_what_cannot_be_read_is_seen(document: str, expected: str) -> None:
    (problem,) = problems(document.encode())
    assert expected in problem


def test_the_table_is_read_from_the_library() -> None:
    assert {"Say", "Play", "Pause"} <= table()["Gather"].children
    assert {"action", "waitUrl", "method"} <= table()["Enqueue"].attributes
    assert table()["Queue"].text
    assert not table()["Hangup"].text
    assert "number" not in table()["Dial"].attributes, "a constructor's own arguments are text"
