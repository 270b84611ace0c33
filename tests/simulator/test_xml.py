"""Bytes to verbs, strictly."""

import pytest

from ivr.simulator.exchange import Verb
from ivr.simulator.xml import Unreadable, parse


def test_elements_become_verbs_with_their_attributes_and_words() -> None:
    body = '<?xml version="1.0"?><Response><Gather numDigits="1"><Say>এক চাপুন</Say></Gather><Hangup/></Response>'
    say = Verb("Say", {}, "এক চাপুন")
    assert parse(body.encode()) == (Verb("Gather", {"numDigits": "1"}, "", (say,)), Verb("Hangup"))


def test_a_say_keeps_all_its_words() -> None:
    parsed = parse(b'<Response><Say>Wait <break time="1s"/> for <emphasis>me</emphasis> now</Say></Response>')
    assert not isinstance(parsed, Unreadable)
    assert parsed[0].text == "Wait  for me now"
    assert [child.name for child in parsed[0].children] == ["break", "emphasis"]


def test_loose_words_are_kept_for_the_complaint() -> None:
    parsed = parse(b"<Response>Hello</Response>")
    assert parsed == (Verb("#text", {}, "Hello"),)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 11770),
        (b"\n<Response/>", 12100),
        (b"<Response>", 12100),
        (b"<Response>\x0b</Response>", 12100),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><Response>&a;</Response>', 12100),
        (b"<response/>", 12102),
        (b"<Response>" + b" " * 65_536 + b"</Response>", 11750),
    ],
)
def test_what_cannot_be_read_has_a_code(body: bytes, code: int) -> None:
    parsed = parse(body)
    assert isinstance(parsed, Unreadable)
    assert parsed.code == code
