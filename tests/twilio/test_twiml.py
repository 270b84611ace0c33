"""What the line is told, as Twilio reads it."""

from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.line.instructions import (
    Ask,
    AskAloud,
    GoTo,
    HangUp,
    Hold,
    LeaveHold,
    Pause,
    Play,
    Record,
    Refuse,
    RingOut,
    Say,
    TakeFromHold,
    door,
)
from ivr.twilio.spoken import MOST_ENCODED, MOST_LETTERS, clean, portions
from ivr.twilio.twiml import NotSayable, render
from ivr.twilio.urls import Urls
from tests.line.samples import answers, any_text

URLS = Urls("https://ivr.example.com")
PATIENCE = "#rc=1&rp=ct,rt,5xx&ct=2000&rt=4000&tt=12000"
TURN = door("turn", n=3, call="k3v9aaaaaaaaaaaa")
JOINING, OVER, CUSTOMER = (door(name, offer="o" * 16) for name in ("joining", "over", "customer"))


def at(path):
    return f"https://ivr.example.com/twilio/voice/{path}{PATIENCE}"


def read(*instructions):
    """The document, parsed, as (name, attributes, text, children) tuples without the root."""
    root = ElementTree.fromstring(render(instructions, URLS))
    assert root.tag == "Response" and not root.attrib
    return [verb(element) for element in root]


def verb(element):
    assert not (element.tail or "").strip()
    return element.tag, element.attrib, element.text or "", [verb(child) for child in element]


def test_a_menu_reports_keys_and_silence_at_one_door():
    menu = Ask(TURN, (Say("Press 1.", "en-US"), Play("hold-12s.wav"), Pause(2)), max_digits=1, timeout=7)
    [(name, attributes, _, sounds)] = read(menu)
    assert name == "Gather"
    assert attributes == {
        "input": "dtmf",
        "action": at("turn?call=k3v9aaaaaaaaaaaa&n=3"),
        "method": "POST",
        "actionOnEmptyResult": "true",
        "numDigits": "1",
        "finishOnKey": "",
        "timeout": "7",
    }
    assert sounds == [
        ("Say", {"language": "en-US"}, "Press 1.", []),
        ("Play", {}, "https://ivr.example.com/twilio/sounds/hold-12s.wav", []),
        ("Pause", {"length": "2"}, "", []),
    ]


def test_an_open_number_of_keys_ends_with_the_finish_key():
    [(_, attributes, _, _)] = read(Ask(TURN, max_digits=None, finish="#"))
    assert "numDigits" not in attributes and attributes["finishOnKey"] == "#"


def test_a_caller_waits_in_a_queue_of_one():
    wait, left = door("wait", round=1, transfer="t" * 16), door("left", round=1, transfer="t" * 16)
    held = read(Say("One moment.", "en-US"), Hold("t-tttttttttttttttt-1", wait, left))
    assert held[1] == (
        "Enqueue",
        {
            "action": at(f"left?round=1&transfer={'t' * 16}"),
            "method": "POST",
            "waitUrl": at(f"wait?round=1&transfer={'t' * 16}"),
            "waitUrlMethod": "POST",
        },
        "t-tttttttttttttttt-1",
        [],
    )


def test_an_agent_takes_the_caller_and_does_not_wait_for_one_who_has_left():
    assert read(TakeFromHold("t-a-1", JOINING, OVER, 5400)) == [
        (
            "Dial",
            {"action": at(f"over?offer={'o' * 16}"), "method": "POST", "timeout": "5", "timeLimit": "5400"},
            "",
            [("Queue", {"url": at(f"joining?offer={'o' * 16}"), "method": "POST"}, "t-a-1", [])],
        )
    ]


def test_an_agents_leg_rings_the_customer_under_our_number():
    [(name, attributes, _, [number])] = read(RingOut("+12025550100", "+12025550123", OVER, CUSTOMER, 30, 5400))
    assert name == "Dial"
    assert attributes == {
        "action": at(f"over?offer={'o' * 16}"),
        "method": "POST",
        "timeout": "30",
        "timeLimit": "5400",
        "callerId": "+12025550123",
        "hangupOnStar": "true",
    }
    assert number == (
        "Number",
        {
            "statusCallback": at(f"customer?offer={'o' * 16}"),
            "statusCallbackMethod": "POST",
            "statusCallbackEvent": "initiated ringing answered completed",
        },
        "+12025550100",
        [],
    )


@pytest.mark.parametrize(
    ("instruction", "document"),
    [
        (GoTo(TURN), ("Redirect", {"method": "POST"}, at("turn?call=k3v9aaaaaaaaaaaa&n=3"), [])),
        (LeaveHold(), ("Leave", {}, "", [])),
        (HangUp(), ("Hangup", {}, "", [])),
        (Refuse(), ("Reject", {"reason": "busy"}, "", [])),
    ],
)
def test_the_short_ones(instruction, document):
    assert read(instruction) == [document]


def test_nothing_to_say_is_an_empty_document():
    assert read() == []


@pytest.mark.parametrize("locale", ["bn-BD", "bn-IN"])
def test_bengali_is_spoken_by_the_one_language_and_a_voice_that_twilio_has_for_it(locale):
    assert read(Say("নমস্কার", locale)) == [
        ("Say", {"language": "bn-IN", "voice": "Google.bn-IN-Wavenet-A"}, "নমস্কার", [])
    ]
    assert read(Say("নমস্কার", locale, "Google.bn-IN-Standard-B"))[0][1]["voice"] == "Google.bn-IN-Standard-B"


def test_a_sound_elsewhere_keeps_its_address():
    assert read(Play("https://cdn.example.org/a b.mp3"))[0][2] == "https://cdn.example.org/a b.mp3"


def test_ids_cannot_break_out_of_an_address():
    [(_, _, address, _)] = read(GoTo(door("turn", call="a&b=c#d/é", n=1)))
    assert address == at("turn?call=a%26b%3Dc%23d%2F%C3%A9&n=1")


@pytest.mark.parametrize(
    "wrong",
    [
        (HangUp(), Say("Are you there?", "en-US")),
        (RingOut("+12025550100", "+12025550123", OVER, CUSTOMER, 30, 60), GoTo(TURN)),
        (Hold("t-a-1", TURN, TURN), GoTo(TURN)),
        (Ask(TURN), HangUp()),
        (Say("Busy.", "en-US"), Refuse()),
    ],
)
def test_nothing_stands_after_the_last_word(wrong):
    with pytest.raises(NotSayable):
        render(wrong, URLS)


def test_a_document_that_twilio_would_refuse_is_not_sent():
    sentence = "কথা " * 100 + "। "
    with pytest.raises(NotSayable):
        render((Say(sentence * 70, "bn-IN"),), URLS)


def spoken(instructions):
    for instruction in instructions:
        if isinstance(instruction, Say):
            yield clean(instruction.text)
        elif isinstance(instruction, Ask):
            yield from spoken(instruction.sounds)


def heard(verbs):
    for name, _, text, children in verbs:
        if name == "Say":
            yield text
        yield from heard(children)


@given(answers)
def test_no_text_breaks_a_document_or_changes_its_verbs(answer):
    verbs = read(*answer)
    assert "".join("".join(heard(verbs)).split()) == "".join("".join(spoken(answer)).split())
    assert [name for name, *_ in verbs if name not in ("Say", "Play", "Pause")] == [
        name for instruction in answer for name in VERBS.get(type(instruction), "").split()
    ]


VERBS = {
    Ask: "Gather",
    AskAloud: "Gather",
    Record: "Record Redirect",
    Hold: "Enqueue",
    TakeFromHold: "Dial",
    RingOut: "Dial",
    GoTo: "Redirect",
    LeaveHold: "Leave",
    HangUp: "Hangup",
    Refuse: "Reject",
}


@given(answers)
def test_equal_answers_are_equal_documents(answer):
    assert render(answer, URLS) == render(answer, URLS)


@given(
    st.one_of(any_text, st.lists(st.sampled_from(["word", "শব্দ", "x" * 400, "😀" * 50, "end.", "শেষ।"])).map(" ".join))
)
def test_long_texts_come_in_pieces_that_a_voice_can_read(text):
    pieces = portions(text)
    assert all(0 < len(piece) <= MOST_LETTERS and len(quote(piece)) <= MOST_ENCODED for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(clean(text).split())


def test_a_long_text_is_cut_between_sentences():
    sentence = "আপনার কলটি আমাদের কাছে গুরুত্বপূর্ণ।"
    pieces = portions(" ".join([sentence] * 40))
    assert len(pieces) > 1
    assert all(piece.endswith("।") for piece in pieces)
    assert sum(piece.count(sentence) for piece in pieces) == 40


def test_control_characters_cannot_kill_a_call():
    assert read(Say("Anna\x00\x0b\ud800\ufffeB\r\n<Hangup/>", "en-US"))[0][2] == "Anna B <Hangup/>"


def test_blank_words_are_not_said():
    assert read(Say(" \x00 ", "en-US"), HangUp()) == [("Hangup", {}, "", [])]
