"""Marks for the voice: a closed set, well made, and only where the voice reads them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring.check.marks import check_marks
from ivr.authoring.flow import VoiceForm
from ivr.authoring.problem import Findings
from ivr.authoring.scalars import Said
from ivr.authoring.tree import Mark
from ivr.callflow.nodes import Say
from tests.authoring.shop import check, codes, only, place

GOOGLE, POLLY, CHIRP = "Google.en-US-Neural2-F", "Polly.Joanna", "Google.en-US-Chirp3-HD-Aoede"


def flow(text: str, voice: str = GOOGLE) -> str:
    named = f", voice: {voice}" if voice else ""
    return f"""languages: {{en: {{locale: en-US{named}}}}}
start: hello
nodes:
  hello: {{say: '{text}', next: person}}
  person: {{transfer: support, unanswered: promise}}
  promise: {{callback: 30m}}
"""


@pytest.mark.parametrize(
    "text",
    [
        'One moment.<break time="500ms"/> Thank you.',
        '<prosody rate="slow" volume="loud">Please listen.</prosody>',
        '<say-as interpret-as="telephone">2025550100</say-as>',
        'Hello[, <emphasis level="strong">{caller.name}</emphasis>].',
        '<sub alias="World Wide Web">WWW</sub> &amp; <phoneme alphabet="ipa" ph="təˈmɑːtəʊ">tomato</phoneme>',
        '<p><s><lang xml:lang="bn-IN">ধন্যবাদ</lang></s></p>',
        "Smith & Sons",
    ],
)
def test_what_a_voice_understands_passes(text: str, tmp_path: Path) -> None:
    result = check(tmp_path, flow(text))
    assert codes(result) == []
    hello = result.flows[0].nodes["hello"]
    assert isinstance(hello, Say) and hello.prompt.texts["en"] == text


@pytest.mark.parametrize(
    ("text", "voice", "where", "words"),
    [
        ("<brake/>Hello.", GOOGLE, "<brake", 'no mark "brake"'),
        ("<break>Hello.", GOOGLE, "<", "not well made"),
        ("Fish & <s>chips</s>", GOOGLE, "<", "not well made"),
        ("2 < 3", GOOGLE, "<", "not well made"),
        ('<break time="1h"/>Hi.', GOOGLE, "time", "means nothing"),
        ('<break length="1s"/>Hi.', GOOGLE, "length", 'has no "length"'),
        ("<say-as>5</say-as>", GOOGLE, "<say-as", 'without "interpret-as"'),
        ("<audio/>Hi.", POLLY, "<audio", 'no mark "audio"'),
        ("[<s>{caller.name}]</s>", GOOGLE, "<", "not well made"),
        ("<s>Hi.</s>", CHIRP, "<", "reads no marks"),
        ("<s>Hi.</s>", "", "<", "reads no marks"),
        ("<emphasis>Hi.</emphasis>", "Polly.Joanna-Neural", "<emphasis", "knows no emphasis"),
        ("<p>" * 7 + "Hi." + "</p>" * 7, GOOGLE, "<p", "6 deep"),
    ],
)
def test_what_it_does_not_is_told_where_it_stands(
    text: str, voice: str, where: str, words: str, tmp_path: Path
) -> None:
    written = flow(text, voice)
    problem = only(check(tmp_path, written))
    assert problem.code == "F506" and words in problem.message
    assert place(problem, written) == where


PIECES = st.sampled_from(
    ["<s>", "</s>", "<break/>", '<break time="1s"/>', "&amp;", "&", "<", "<!DOCTYPE a>", "<![CDATA[", "<?x?>", "{a.b}"]
    + ["[", "]", "hello", "\x00", "&#x41;", "&lol;", "<p ", "xml:lang='bn'", "<a:b/>"]
)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_no_text_makes_it_crash(text: str) -> None:
    found = Findings("main.yaml")
    voice = VoiceForm(mark=Mark(), locale=Said("en-US", Mark()), voice=Said(GOOGLE, Mark()))
    check_marks(Said(text, Mark(1, 1, len(text) or 1)), voice, found)
    assert len(found.problems) <= 1
