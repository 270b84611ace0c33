"""What a verified request means, as values of the line. A field that is absent, repeated or odd says nothing, and
nothing said is never good news: no keys are silence, no bridge is no talk."""

from __future__ import annotations

import re
from datetime import datetime

from ivr.line.inputs import Digits, Input, NoInput, Recorded, Ring, Spoken
from ivr.line.outcomes import HoldResult, LegReport, LegState, RecordingReport, TalkReport
from ivr.phone import caller_number
from ivr.twilio.request import Asked
from ivr.twilio.words import dial_outcome, hold_result, leg_state

_E164 = re.compile(r"\+[0-9]{7,15}")
_ADDRESS = re.compile(r"\+[0-9]{7,15}|client:[A-Za-z0-9_]{1,121}|sips?:[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,253}")
_PAGE = re.compile(r"client:[A-Za-z0-9_]{1,121}")
_PUBLIC_ID = re.compile(r"[a-z2-7]{16}")
_KEYS = re.compile(r"[0-9*#]{1,50}")
_MOMENT = re.compile(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} \+0000")
_COUNT = re.compile(r"[0-9]{1,6}")
_WORD = re.compile(r"[a-z-]{1,32}")
_QUEUE_SID = re.compile(r"QU[0-9a-f]{32}")
_RECORDING_SID = re.compile(r"RE[0-9a-f]{32}")
_RECORDING_URL = re.compile(r"https://[A-Za-z0-9./_-]{1,200}/RE[0-9a-f]{32}")
_SAID = re.compile(r".{1,1000}", re.DOTALL)
_LETTERS = re.compile(r".{1,4000}", re.DOTALL)
_CALL_SID = re.compile(r"CA[0-9a-f]{32}")


def read_ring(asked: Asked) -> Ring:
    """Who phones us; an odd called number is empty text, which no flow answers."""
    return Ring(asked.sid, caller_number(asked.read("From", _E164)), asked.read("To", _E164) or "")


def read_page(asked: Asked) -> str:
    """Which agent's page calls, as `client:…`; empty where it is no page. Twilio tells whose token it was given."""
    return asked.read("From", _PAGE) or ""


def read_offer(asked: Asked) -> str:
    """The public id of the offer for which a page calls: the one parameter of ours that it passes on."""
    return asked.read("offer", _PUBLIC_ID) or ""


def read_input(asked: Asked) -> Input:
    """The keys that the person pressed, or what was understood of their words, or silence; or a recording."""
    keys = asked.read("Digits", _KEYS)
    if sid := _recording(asked):
        hung_up = asked.read("Digits", _WORD) == "hangup"
        return Recorded(sid, _count(asked, "RecordingDuration"), keys or "", hung_up)
    if keys is not None:
        return Digits(keys)
    said = asked.read("SpeechResult", _SAID)
    return NoInput() if said is None else Spoken(said)


def read_leg(asked: Asked) -> LegReport | None:
    """What Twilio reports of the request's own leg; None where the report says nothing that we know."""
    state = leg_state(asked.read("CallStatus", _WORD))
    return state and LegReport(
        asked.sid,
        *state,
        seconds=_count(asked, "CallDuration"),
        sequence=_count(asked, "SequenceNumber"),
        ended_at=_time(asked, "Timestamp") if state[0] is LegState.ENDED else None,
        parent=asked.read("ParentCallSid", _CALL_SID),
        to=asked.read("To", _ADDRESS),
    )


def read_hold(asked: Asked) -> HoldResult:
    """Why the caller is no longer in the queue."""
    return hold_result(asked.read("QueueResult", _WORD))


def read_queue(asked: Asked) -> str | None:
    """Twilio's id of the queue that the caller is or was in."""
    return asked.read("QueueSid", _QUEUE_SID)


def read_talk(asked: Asked) -> TalkReport:
    """How an agent's <Dial> ended. Where it dialled a queue, Dequeue* and Dequeued* fields are seen, undocumented."""
    seconds = _count(asked, "DialCallDuration")
    return TalkReport(
        bridged=asked.read("DialBridged", _WORD) == "true" or asked.read("DequeueResult", _WORD) == "bridged",
        seconds=_count(asked, "DequeuedCallDuration") if seconds is None else seconds,
        outcome=dial_outcome(asked.read("DialCallStatus", _WORD)),
        customer_sid=asked.read("DialCallSid", _CALL_SID) or asked.read("DequeuedCallSid", _CALL_SID),
    )


def read_recording(asked: Asked) -> RecordingReport | None:
    """What became of a recording; None where the report says nothing that we know."""
    status = asked.read("RecordingStatus", _WORD)
    if status not in ("completed", "absent", "failed"):
        return None
    kept = status == "completed"
    return RecordingReport(_recording(asked), kept, _count(asked, "RecordingDuration") if kept else None)


def read_words(asked: Asked) -> str:
    """What was said in a recording, as far as Twilio could write it down; empty where it could not."""
    done = asked.read("TranscriptionStatus", _WORD) == "completed"
    return (asked.read("TranscriptionText", _LETTERS) or "") if done else ""


def _recording(asked: Asked) -> str | None:
    """The id of the recording that the request is about; Twilio's page on <Record> names its address only."""
    url = asked.read("RecordingUrl", _RECORDING_URL)
    return asked.read("RecordingSid", _RECORDING_SID) or (url.rpartition("/")[2] if url else None)


def _time(asked: Asked, name: str) -> datetime | None:
    """A moment as Twilio writes it, such as `Sun, 22 Nov 2026 10:15:00 +0000`."""
    text = asked.read(name, _MOMENT)
    try:
        return datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z") if text else None
    except ValueError:
        return None


def _count(asked: Asked, name: str) -> int | None:
    digits = asked.read(name, _COUNT)
    return None if digits is None else int(digits)
