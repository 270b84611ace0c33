"""Line instructions as the exchange's own verbs, without XML in between; doors as opaque addresses."""

from __future__ import annotations

from urllib.parse import urlencode

from ivr.language import unmarked
from ivr.line.instructions import (
    Ask,
    AskAloud,
    Door,
    GoTo,
    HangUp,
    Hold,
    Instruction,
    Instructions,
    LeaveHold,
    Play,
    Record,
    Refuse,
    RingOut,
    Say,
    SayMarked,
    Sound,
    TakeFromHold,
)
from ivr.simulator.exchange import Verb

SCHEME = "door:"


def address(door: Door) -> str:
    """`door:turn?call=…&n=3`."""
    return f"{SCHEME}{door.name}?{urlencode(door.params)}"


def document(instructions: Instructions) -> tuple[Verb, ...]:
    """What the exchange executes."""
    return tuple(verb for instruction in instructions for verb in _verbs(instruction))


def _verbs(instruction: Instruction) -> tuple[Verb, ...]:
    """A recording in which nothing is said goes on to the next verb."""
    if isinstance(instruction, Record):
        return _record(instruction), Verb("Redirect", {}, address(instruction.door))
    return (_verb(instruction),)


def _verb(instruction: Instruction) -> Verb:
    assert not isinstance(instruction, Record)
    if isinstance(instruction, Sound):
        return _sound(instruction)
    if isinstance(instruction, Ask):
        return _gather(instruction)
    return _deciding(instruction)


def _sound(sound: Sound) -> Verb:
    match sound:
        case Say():
            voice = {"voice": sound.voice} if sound.voice else {}
            text = unmarked(sound.text) if isinstance(sound, SayMarked) else sound.text
            return Verb("Say", {"language": sound.locale, **voice}, text)
        case Play():
            return Verb("Play", {}, sound.sound)
    return Verb("Pause", {"length": str(sound.seconds)})


def _gather(ask: Ask) -> Verb:
    digits = {"numDigits": str(ask.max_digits)} if ask.max_digits else {}
    aloud = {}
    if isinstance(ask, AskAloud):
        aloud = {"input": "dtmf speech", "language": ask.locale, "hints": ",".join(ask.words), "speechTimeout": "auto"}
    attributes = {
        **aloud,
        "action": address(ask.door),
        "actionOnEmptyResult": "true",
        "finishOnKey": ask.finish,
        "timeout": str(ask.timeout),
        **digits,
    }
    return Verb("Gather", attributes, "", tuple(_sound(sound) for sound in ask.sounds))


def _record(record: Record) -> Verb:
    words = {"transcribe": "true", "transcribeCallback": address(record.words)} if record.words else {}
    attributes = {
        "action": address(record.door),
        "finishOnKey": record.finish,
        "maxLength": str(record.longest),
        "timeout": str(record.silence),
        "recordingStatusCallback": address(record.report),
        "recordingStatusCallbackEvent": "completed absent",
        **words,
    }
    return Verb("Record", attributes)


def _deciding(instruction: Hold | LeaveHold | TakeFromHold | RingOut | GoTo | HangUp | Refuse) -> Verb:
    match instruction:
        case Hold():
            urls = {"action": address(instruction.left), "waitUrl": address(instruction.wait)}
            return Verb("Enqueue", urls, instruction.queue)
        case LeaveHold():
            return Verb("Leave")
        case TakeFromHold():
            return _take(instruction)
        case RingOut():
            return _ring(instruction)
        case GoTo():
            return Verb("Redirect", {}, address(instruction.door))
        case HangUp():
            return Verb("Hangup")
    return Verb("Reject", {"reason": "busy"})


def _take(take: TakeFromHold) -> Verb:
    queue = Verb("Queue", {"url": address(take.joining)}, take.queue)
    attributes = {"action": address(take.over), "timeout": "5", "timeLimit": str(take.time_limit)}
    return Verb("Dial", attributes, "", (queue,))


def _ring(ring: RingOut) -> Verb:
    report = {"statusCallback": address(ring.report), "statusCallbackEvent": "initiated ringing answered completed"}
    attributes = {
        "action": address(ring.over),
        "callerId": ring.caller_id,
        "hangupOnStar": "true",
        "timeout": str(ring.ring_seconds),
        "timeLimit": str(ring.time_limit),
    }
    return Verb("Dial", attributes, "", (Verb("Number", report, ring.number),))
