"""Recordings and what else Twilio keeps: how it is told to record, what it says of it, and what it has and erases."""

import pytest

from ivr.line.inputs import Digits, NoInput, Recorded
from ivr.line.instructions import Record, Say, door
from ivr.line.outcomes import Done, Gone, RecordingReport, TextReport, Uncertain
from ivr.twilio.heard import read_input, read_recording, read_words
from ivr.twilio.twiml import render
from ivr.twilio.urls import Urls
from tests.referee.twiml import problems
from tests.twilio.far_end import RESET, error, far_end
from tests.twilio.signing import CALL, asked

SID = "RE" + "a" * 32
URL = f"https://api.twilio.com/2010-04-01/Accounts/AC{'1' * 32}/Recordings/{SID}"
TURN, REPORT = door("turn", call="k" * 16, n=2), door("recorded", recording="r" * 16)
URLS = Urls("https://ivr.example.com")


def test_the_line_is_told_to_record_and_where_to_go_on_after_silence():
    told = render((Say("Speak.", "en-US"), Record(TURN, REPORT, 120)), URLS)
    assert problems(told.encode()) == []
    assert told.index("<Record") < told.index("<Redirect") and told.count("/voice/turn?") == 2
    for said in (
        'maxLength="120"',
        'finishOnKey="#"',
        'playBeep="true"',
        'timeout="5"',
        "voice/recorded?",
        "completed absent",
    ):
        assert said in told
    assert "transcribe" not in told


def test_where_it_can_be_written_down_somebody_is_asked_to():
    told = render((Record(TURN, REPORT, 30, finish="01#", words=door("written", recording="r" * 16)),), URLS)
    assert problems(told.encode()) == []
    assert 'transcribe="true"' in told and "voice/written?" in told


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        ({"RecordingSid": SID, "RecordingDuration": "7", "Digits": ""}, Recorded(SID, 7)),
        ({"RecordingUrl": URL, "RecordingDuration": "7", "Digits": "#"}, Recorded(SID, 7, "#")),
        ({"RecordingUrl": URL, "Digits": "hangup"}, Recorded(SID, None, "", True)),
        ({"RecordingSid": "RE1", "Digits": "3"}, Digits("3")),
        ({"RecordingUrl": "https://evil.example/x", "Digits": "hangup"}, NoInput()),
        ({}, NoInput()),
    ],
)
def test_what_was_done_at_the_tone(fields, meant):
    assert read_input(asked(**fields)) == meant


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        (
            {"RecordingStatus": "completed", "RecordingSid": SID, "RecordingDuration": "9"},
            RecordingReport(SID, True, 9),
        ),
        ({"RecordingStatus": "absent", "RecordingSid": SID, "RecordingDuration": "9"}, RecordingReport(SID, False)),
        ({"RecordingStatus": "failed"}, RecordingReport(None, False)),
        ({"RecordingStatus": "in-progress", "RecordingSid": SID}, None),
        ({"RecordingStatus": "COMPLETED"}, None),
        ({}, None),
    ],
)
def test_what_became_of_it(fields, meant):
    assert read_recording(asked(**fields)) == meant


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"TranscriptionStatus": "completed", "TranscriptionText": "My parcel\nis late"}, "My parcel\nis late"),
        ({"TranscriptionStatus": "failed", "TranscriptionText": "noise"}, ""),
        ({"TranscriptionText": "noise"}, ""),
        ({"TranscriptionStatus": "completed"}, ""),
    ],
)
def test_what_was_said_in_it(fields, words):
    assert read_words(asked(**fields)) == words


def kept(**changes):
    shown = {"sid": SID, "call_sid": CALL, "status": "completed", "duration": "9"}
    return {**shown, "date_created": "Sun, 22 Nov 2026 10:15:00 +0000", **changes}


def a_page(key, *items):
    return 200, {key: list(items), "page": 0, "page_size": 50, "next_page_uri": None, "uri": "", "end": 0, "start": 0}


def test_the_recordings_of_a_leg():
    with far_end(a_page("recordings", kept(), kept(sid=SID[:-1] + "b", status="processing", duration=None))) as far:
        first, second = far.carrier().recordings(CALL)
    assert (first.sid, first.kept, first.seconds, first.created_at.hour) == (SID, True, 9, 10)
    assert (second.kept, second.seconds) == (None, None)
    assert far.asked[0][:2] == ("GET", f"/Calls/{CALL}/Recordings.json")


@pytest.mark.parametrize("answer", [error(500, 20500), RESET, (200, {"nonsense": 1})])
def test_what_cannot_be_read_says_nothing(answer):
    for ask in (lambda it: it.recordings(CALL), lambda it: it.texts("+12025550100", "+12025550123")):
        with far_end(answer) as far:
            assert isinstance(ask(far.carrier()), Uncertain)


@pytest.mark.parametrize(
    ("answer", "said"),
    [((204, None), Done), (error(404, 20404), Gone), (error(500, 20500), Uncertain), (RESET, Uncertain)],
)
@pytest.mark.parametrize(
    ("what", "where"), [("recording", f"/Recordings/{SID}"), ("call", f"/Calls/{SID}"), ("text", f"/Messages/{SID}")]
)
def test_what_is_kept_of_a_caller_is_erased(answer, said, what, where):
    with far_end(answer) as far:
        assert isinstance(getattr(far.carrier(), f"erase_{what}")(SID), said)
    assert far.asked[0][:2] == ("DELETE", f"{where}.json")


def test_the_messages_to_a_number():
    sent = {"sid": "SM" + "1" * 32, "body": "Hello", "status": "delivered"}
    lost = {**sent, "sid": "SM" + "2" * 32, "status": "undelivered"}
    with far_end(a_page("messages", sent, lost)) as far:
        found = far.carrier().texts("+12025550100", "+12025550123")
    assert found == (TextReport("SM" + "1" * 32, "Hello"), TextReport("SM" + "2" * 32, "Hello", True))
