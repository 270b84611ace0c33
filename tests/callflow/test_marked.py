"""A text with marks goes to the line as one; what callers and others put into its places is never a mark."""

from dataclasses import replace

import pytest

from ivr.callflow.graph import Voice
from ivr.callflow.nodes import Say
from ivr.language.marks import escaped, unmarked
from ivr.line import instructions
from ivr.line.stored import dump_answer, load_answer
from tests.callflow.dialogue import Dialogue
from tests.callflow.shop import FACTS, both, only

VOICES = {"en": Voice("en-US", "Polly.Joanna"), "bn": Voice("bn-IN", "Google.bn-IN-Wavenet-A")}


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_name_with_signs_in_it_is_spoken_as_it_is(language: str) -> None:
    text = 'Hi <emphasis level="strong">{caller.name}</emphasis>!'
    flow = replace(only(hello=Say(both(text, text), "end")), languages=VOICES)
    call = Dialogue(flow, replace(FACTS, language=language, name="<break/> & Sons"))
    (said,) = call.sounds
    assert isinstance(said, instructions.SayMarked) and said.voice == VOICES[language].voice
    assert said.text == 'Hi <emphasis level="strong">&lt;break/&gt; &amp; Sons</emphasis>!'
    assert unmarked(said.text) == "Hi <break/> & Sons!"


def test_a_text_without_marks_is_left_as_it_is() -> None:
    flow = only(hello=Say(both("Smith & Sons > all", "…"), "end"))
    assert Dialogue(flow, replace(FACTS, language="en")).sounds == (instructions.Say("Smith & Sons > all", "en-US"),)


def test_a_kept_answer_keeps_its_marks() -> None:
    said = (instructions.SayMarked("<s>Hi.</s>", "en-US", "Polly.Joanna"), instructions.HangUp())
    assert load_answer(dump_answer(said)) == said
    assert type(load_answer(dump_answer(said))[0]) is instructions.SayMarked


@pytest.mark.parametrize("text", ["<s>a</s>", "a & b", "\"'<>&", "&amp;", "ভালো"])
def test_what_was_escaped_is_read_as_it_was(text: str) -> None:
    assert unmarked(f"<s>{escaped(text)}</s>") == " ".join(text.split())
