"""Twilio's words in ours. Whatever is missing or odd must read as the unsafe thing: silence, no bridge, still owed."""

import pytest

from ivr.line.inputs import Digits, NoInput, Ring, Spoken
from ivr.line.outcomes import HoldResult, LegReport, LegState, Outcome, TalkReport
from ivr.twilio.heard import read_hold, read_input, read_leg, read_queue, read_ring, read_talk
from ivr.twilio.words import dial_outcome, hold_result, leg_state
from tests.twilio.signing import CALL, OTHER_CALL, QUEUE, asked


@pytest.mark.parametrize(
    ("word", "state", "outcome"),
    [
        ("queued", LegState.QUEUED, None),
        ("initiated", LegState.QUEUED, None),
        ("ringing", LegState.RINGING, None),
        ("in-progress", LegState.IN_PROGRESS, None),
        ("completed", LegState.ENDED, Outcome.ANSWERED),
        ("busy", LegState.ENDED, Outcome.BUSY),
        ("no-answer", LegState.ENDED, Outcome.NO_ANSWER),
        ("failed", LegState.ENDED, Outcome.FAILED),
        ("canceled", LegState.ENDED, Outcome.CANCELLED),
    ],
)
def test_call_status(word, state, outcome):
    assert leg_state(word) == (state, outcome)
    assert (outcome is not None) == (state is LegState.ENDED)


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("completed", Outcome.ANSWERED),
        ("answered", Outcome.ANSWERED),
        ("busy", Outcome.BUSY),
        ("no-answer", Outcome.NO_ANSWER),
        ("failed", Outcome.FAILED),
        ("canceled", Outcome.CANCELLED),
    ],
)
def test_dial_call_status(word, outcome):
    assert dial_outcome(word) is outcome


@pytest.mark.parametrize(
    ("word", "result"),
    [
        ("bridged", HoldResult.BRIDGED),
        ("redirected-from-bridged", HoldResult.BRIDGED),
        ("bridging-in-process", HoldResult.MOVED),
        ("redirected", HoldResult.MOVED),
        ("leave", HoldResult.LEFT),
        ("hangup", HoldResult.HUNG_UP),
        ("error", HoldResult.FAILED),
        ("system-error", HoldResult.FAILED),
        ("queue-full", HoldResult.FAILED),
    ],
)
def test_queue_result(word, result):
    assert hold_result(word) is result
    assert read_hold(asked(QueueResult=word)) is result


@pytest.mark.parametrize("word", [None, "", "something-new", "BRIDGED", "bridged "])
def test_unknown_words_are_no_good_news(word):
    assert leg_state(word) is None
    assert dial_outcome(word) is None
    assert hold_result(word) is HoldResult.FAILED


def test_a_person_phones():
    assert read_ring(asked()) == Ring(CALL, "+12025550100", "+12025550123")


@pytest.mark.parametrize(
    "shown", ["", "anonymous", "Unknown", "+266696687", "+7378742833", "client:anna", "sip:a@b.c", "+1202555010x", None]
)
def test_a_number_that_cannot_be_called_is_none(shown):
    assert read_ring(asked(From=shown)).from_ is None


def test_an_odd_called_number_belongs_to_nobody():
    assert read_ring(asked(To="sip:shop@example.com")).to == ""
    assert read_ring(asked(To=None)).to == ""


@pytest.mark.parametrize("keys", ["1", "0", "12#", "*", "12025550100"])
def test_keys(keys):
    assert read_input(asked(Digits=keys)) == Digits(keys)


def test_words_count_where_no_key_was_pressed():
    assert read_input(asked(Digits=None, SpeechResult="My parcel.", Confidence="0.9")) == Spoken("My parcel.")
    assert read_input(asked(Digits="1", SpeechResult="My parcel.")) == Digits("1")
    assert read_input(asked(Digits=None, SpeechResult="")) == NoInput()


@pytest.mark.parametrize("keys", [None, "", " 1", "1 ", "1\n", "A", "١", "১", "hangup", "1" * 51])
def test_whatever_is_no_key_is_silence(keys):
    assert read_input(asked(Digits=keys)) == NoInput()


def test_a_leg_reports():
    request = asked(
        CallStatus="completed", CallDuration="35", SequenceNumber="3", ParentCallSid=OTHER_CALL, To="client:anna"
    )
    assert read_leg(request) == LegReport(
        CALL, LegState.ENDED, Outcome.ANSWERED, 35, sequence=3, parent=OTHER_CALL, to="client:anna"
    )
    assert read_leg(
        asked(CallStatus="ringing", CallDuration="x", SequenceNumber="-1", ParentCallSid="", To="anna")
    ) == (LegReport(CALL, LegState.RINGING))


@pytest.mark.parametrize("status", [None, "", "answered-by-alien", "completed,completed"])
def test_a_report_of_nothing_that_we_know(status):
    assert read_leg(asked(CallStatus=status)) is None


def test_a_queue_is_known_by_its_id():
    assert read_queue(asked(QueueSid=QUEUE)) == QUEUE
    assert read_queue(asked(QueueSid="QU1")) is None


@pytest.mark.parametrize(
    ("fields", "report"),
    [
        ({}, TalkReport()),
        (
            {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "61", "DialCallSid": OTHER_CALL},
            TalkReport(True, 61, Outcome.ANSWERED, OTHER_CALL),
        ),
        ({"DialCallStatus": "completed"}, TalkReport(False, None, Outcome.ANSWERED)),
        ({"DialCallStatus": "completed", "DialBridged": "false"}, TalkReport(False, None, Outcome.ANSWERED)),
        ({"DialBridged": "false", "DequeueResult": "bridged"}, TalkReport(True)),
        ({"DequeueResult": "error"}, TalkReport()),
        ({"DialBridged": "True"}, TalkReport()),
        (
            {"DequeueResult": "bridged", "DequeuedCallDuration": "9", "DequeuedCallSid": OTHER_CALL},
            TalkReport(True, 9, None, OTHER_CALL),
        ),
        ({"DialCallDuration": "0", "DequeuedCallDuration": "9"}, TalkReport(False, 0)),
        ({"DialCallStatus": "no-answer", "DialCallDuration": ""}, TalkReport(False, None, Outcome.NO_ANSWER)),
        ({"DialCallSid": "CA1"}, TalkReport()),
    ],
)
def test_a_talk_is_proven_or_it_was_none(fields, report):
    assert read_talk(asked(**fields)) == report
