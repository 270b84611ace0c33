"""Line instructions as a TwiML document; it decides no answer, and refuses what Twilio would not carry out."""

from __future__ import annotations

from collections.abc import Iterator

from twilio.twiml import TwiML, voice_response

from ivr.language import unmarked
from ivr.line.instructions import (
    Ask,
    AskAloud,
    GoTo,
    HangUp,
    Hold,
    Instruction,
    Instructions,
    LeaveHold,
    Pause,
    Play,
    Record,
    Refuse,
    RingOut,
    Say,
    SayMarked,
    Sound,
    TakeFromHold,
)
from ivr.twilio.spoken import clean, marks, portions
from ivr.twilio.urls import Urls
from ivr.twilio.xml import written

MOST_BYTES = 64 * 1024
"""Twilio refuses a larger document (error 11750)."""

QUEUE_PATIENCE = 5
"""Seconds, the least that Twilio takes: how long an agent waits for a caller who has just left the queue."""

_MOST_HINTS = 1000
"""Letters, a good part of the 500 phrases that Twilio's page on <Gather> allows."""
_BENGALI = "bn-IN"
"""The only Bengali that <Say> knows; it has no voice unless one is named (Twilio docs, text to speech)."""

_BENGALI_VOICE = "Google.bn-IN-Wavenet-A"


class NotSayable(ValueError):
    """These instructions are no document that Twilio could carry out: a bug of whoever put them together."""


def render(instructions: Instructions, urls: Urls) -> str:
    """The document; equal instructions give equal text. NotSayable where something stands after the last word."""
    for before, after in zip(instructions, instructions[1:], strict=False):
        if not isinstance(before, Sound) or isinstance(after, Refuse):
            raise NotSayable(f"{type(after).__name__} after {type(before).__name__}")
    document = written(tree(instructions, urls))
    if len(document.encode()) >= MOST_BYTES:
        raise NotSayable(f"{len(document)} characters are too many for one document")
    return document


def tree(instructions: Instructions, urls: Urls) -> TwiML:
    """The document as the library's nodes."""
    response = voice_response.VoiceResponse()
    for instruction in instructions:
        for verb in _verbs(instruction, urls):
            response.append(verb)
    return response


def _verbs(instruction: Instruction, urls: Urls) -> Iterator[TwiML]:
    if isinstance(instruction, Sound):
        yield from _heard(instruction, urls)
    elif isinstance(instruction, Ask):
        yield _gather(instruction, urls)
    elif isinstance(instruction, Record):
        yield _record(instruction, urls)
        yield voice_response.Redirect(urls.door(instruction.door), method="POST")
    else:
        yield _deciding(instruction, urls)


def _heard(sound: Sound, urls: Urls) -> Iterator[TwiML]:
    match sound:
        case SayMarked():
            yield from _marked(sound, urls)
        case Say():
            bengali = sound.locale.startswith("bn")
            locale = _BENGALI if bengali else sound.locale
            voice = sound.voice or (_BENGALI_VOICE if bengali else None)
            for text in portions(sound.text):
                yield voice_response.Say(text, language=locale, voice=voice)
        case Play():
            yield voice_response.Play(urls.sound(clean(sound.sound)))
        case Pause():
            yield voice_response.Pause(length=sound.seconds)


def _marked(sound: SayMarked, urls: Urls) -> Iterator[TwiML]:
    """What the voice cannot read, or not at once, is said without its marks."""
    inside = marks(sound.text)
    if inside is None:
        yield from _heard(Say(unmarked(sound.text), sound.locale, sound.voice), urls)
        return
    say = voice_response.Say(language=sound.locale, voice=sound.voice)
    for piece in inside:
        say.nest(piece)
    yield say


def _gather(ask: Ask, urls: Urls) -> TwiML:
    """Silence is reported at the same door as keys: `actionOnEmptyResult`."""
    aloud = {"input": "dtmf"}
    if isinstance(ask, AskAloud):
        hints = ",".join(word.replace(",", " ") for word in ask.words)[:_MOST_HINTS]
        aloud = {"input": "dtmf speech", "language": ask.locale, "hints": hints, "speech_timeout": "auto"}
    gather = voice_response.Gather(
        **aloud,
        action=urls.door(ask.door),
        method="POST",
        action_on_empty_result=True,
        num_digits=ask.max_digits,
        finish_on_key=ask.finish,
        timeout=ask.timeout,
    )
    for sound in ask.sounds:
        for verb in _heard(sound, urls):
            gather.append(verb)
    return gather


def _record(record: Record, urls: Urls) -> TwiML:
    """Twilio asks no action for an empty recording but goes on to the next verb (its page on <Record>, action)."""
    words = {"transcribe": True, "transcribe_callback": urls.door(record.words)} if record.words else {}
    return voice_response.Record(
        action=urls.door(record.door),
        method="POST",
        max_length=record.longest,
        timeout=record.silence,
        finish_on_key=record.finish,
        play_beep=True,
        recording_status_callback=urls.door(record.report),
        recording_status_callback_method="POST",
        recording_status_callback_event="completed absent",
        **words,
    )


def _deciding(instruction: Hold | LeaveHold | TakeFromHold | RingOut | GoTo | HangUp | Refuse, urls: Urls) -> TwiML:
    match instruction:
        case Hold():
            return _enqueue(instruction, urls)
        case LeaveHold():
            return voice_response.Leave()
        case TakeFromHold():
            return _dial_queue(instruction, urls)
        case RingOut():
            return _dial_number(instruction, urls)
        case GoTo():
            return voice_response.Redirect(urls.door(instruction.door), method="POST")
        case HangUp():
            return voice_response.Hangup()
        case Refuse():
            return voice_response.Reject(reason="busy")


def _enqueue(hold: Hold, urls: Urls) -> TwiML:
    return voice_response.Enqueue(
        clean(hold.queue),
        action=urls.door(hold.left),
        method="POST",
        wait_url=urls.door(hold.wait),
        wait_url_method="POST",
    )


def _dial_queue(take: TakeFromHold, urls: Urls) -> TwiML:
    dial = voice_response.Dial(
        action=urls.door(take.over), method="POST", timeout=QUEUE_PATIENCE, time_limit=take.time_limit
    )
    dial.append(voice_response.Queue(clean(take.queue), url=urls.door(take.joining), method="POST"))
    return dial


def _dial_number(ring: RingOut, urls: Urls) -> TwiML:
    """The agent ends the talk with the star key and stays on the line for the verdict."""
    dial = voice_response.Dial(
        action=urls.door(ring.over),
        method="POST",
        timeout=ring.ring_seconds,
        time_limit=ring.time_limit,
        caller_id=clean(ring.caller_id),
        hangup_on_star=True,
    )
    dial.append(
        voice_response.Number(
            clean(ring.number),
            status_callback=urls.door(ring.report),
            status_callback_method="POST",
            status_callback_event="initiated ringing answered completed",
        )
    )
    return dial
