"""What is wrong with a document, by the rules of the carrier's pages."""

import pytest

from ivr.simulator.exchange import Verb
from ivr.simulator.exchange.checks import problems
from tests.simulator.exchange.town import V, say

WRONG: list[tuple[str, tuple[Verb, ...], str]] = [
    ("main", (V("say", text="Hello"),), "<say> may not be in a main document"),
    ("main", (V("Leave"),), "<Leave> may not be in a main document"),
    ("main", (V("Say", text="Hello", Voice="man"),), "<Say> has no attribute Voice"),
    ("main", (V("Pause", length="long"),), "<Pause length='long'> is out of range"),
    ("main", (V("Gather", V("Hangup")),), "<Hangup> may not be inside <Gather>"),
    ("main", (V("Gather", V("Play", digits="1")),), "<Play digits> may not be inside <Gather>"),
    ("main", (V("Hangup"), say()), "<Say> can never be reached after <Hangup>"),
    ("main", (V("Dial", text="+12025550111", action="a:b"), say()), "<Say> can never be reached after <Dial>"),
    ("main", (V("Gather", actionOnEmptyResult="true"), say()), "<Say> can never be reached after <Gather>"),
    ("main", (V("Dial"),), "<Dial> needs a number as text or nouns inside, one of both"),
    ("main", (V("Dial", V("Number", text="+12025550111"), timeout="4"),), "<Dial timeout='4'> is out of range"),
    ("main", (V("Enqueue", text="q" * 64),), "<Enqueue> needs a queue name of 1 to 63 characters"),
    ("main", (V("Redirect"),), "<Redirect> without an address"),
    ("main", (V("Say"),), "<Say> says nothing"),
    ("main", (V("Say", text="ক" * 501, language="bn-IN", voice="Google.bn-IN-Wavenet-A"),), "<Say> is too long"),
    ("main", (V("Say", text="নমস্কার", language="bn-IN", voice="Polly.Aditi"),), "needs a Google voice for bn-IN"),
    ("wait", (V("Dial", text="+12025550111"),), "<Dial> may not be in a wait document"),
    ("wait", (V("Gather", input="dtmf speech"),), "<Gather> in a wait document takes dtmf or speech, not both"),
    ("joining", (V("Gather"),), "<Gather> may not be in a joining document"),
    ("whisper", (V("Redirect", text="a:b"),), "<Redirect> may not be in a whisper document"),
]


@pytest.mark.parametrize(("place", "document", "expected"), WRONG, ids=[case[2] for case in WRONG])
def test_what_is_wrong_is_said(place: str, document: tuple[Verb, ...], expected: str) -> None:
    found = problems(document, place)
    assert len(found) == 1
    assert expected in found[0]


def test_a_good_document_has_no_problems() -> None:
    bengali = V("Say", text="নমস্কার", language="bn-IN", voice="Google.bn-IN-Wavenet-A")
    menu = V("Gather", bengali, V("Pause"), action="/turn", numDigits="1", timeout="5", actionOnEmptyResult="true")
    queue = V("Dial", V("Queue", text="t-1", url="/j"), action="/d", timeout="5", timeLimit="5400")
    assert problems((bengali, menu), "main") == []
    assert problems((queue,), "main") == []
    assert problems((V("Gather", V("Play", text="/m.mp3"), numDigits="1", timeout="1"),), "wait") == []
