"""Marks for the voice become elements inside Say; what is not well made, or too long, is said without them."""

from hypothesis import given
from hypothesis import strategies as st

from ivr.language.marks import MARKS, unmarked
from ivr.line.instructions import HangUp, SayMarked
from ivr.twilio.twiml import render
from ivr.twilio.urls import Urls
from tests.referee.twiml import problems

URLS = Urls("https://ivr.example.com")
WAVENET = "Google.bn-IN-Wavenet-A"


def said(text: str) -> str:
    document = render((SayMarked(text, "bn-IN", WAVENET), HangUp()), URLS)
    assert problems(document.encode()) == []
    return document


def test_marks_stand_in_say_as_they_were_written() -> None:
    slowly = '<prosody rate="slow">এক &amp; <s>দুই</s></prosody>'
    text = f'ধন্যবাদ।<break time="500ms"/> {slowly} শেষ<lang xml:lang="en-US">OK</lang>'
    assert f'<Say language="bn-IN" voice="{WAVENET}">{text}</Say>'.replace('"/>', '" />') in said(text)


def test_what_is_no_mark_of_ours_is_said_as_words() -> None:
    for text in ("<s>Hi", "<audio>Hi</audio>", "Hi & <s>you</s>", "<!DOCTYPE a []>Hi"):
        assert "<s>" not in said(text) and "Hi" in said(text)


def test_too_long_a_text_is_cut_and_loses_its_marks() -> None:
    document = said("<s>" + "ভালো থাকবেন। " * 60 + "</s>")
    assert document.count("<Say") > 1 and "<s>" not in document


PIECES = st.sampled_from(
    [*(f"<{name}>" for name in MARKS), *(f"</{name}>" for name in MARKS), "<break/>", "&amp;", "a ", "&"]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_text_is_a_document(text: str) -> None:
    if unmarked(text):
        said(text)
