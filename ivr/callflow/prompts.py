"""Turns what an author wrote into what the line says: language, voice and placeholders; it never routes a caller."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from ivr.calendar import to_local
from ivr.callflow.nodes import Prompt
from ivr.callflow.steps import Scene
from ivr.callflow.values import Type, Value
from ivr.language import (
    Amount,
    Day,
    Digits,
    Flag,
    Length,
    Moment,
    Number,
    Phone,
    Spoken,
    Text,
    TimeOfDay,
    Word,
    escaped,
    fill,
    has_marks,
    spoken,
)
from ivr.line.instructions import Play, Say, SayMarked, Sound

ANSWERS = "answers"
"""Before the dot in the place of an answer: `{answers.order}`."""


def render(scene: Scene, prompt: Prompt | None) -> tuple[Sound, ...]:
    """The prompt in the caller's language: its recording where there is one, else its text."""
    if prompt is None:
        return ()
    if sound := prompt.sounds.get(scene.language):
        return (Play(sound),)
    return speak(scene, prompt.texts.get(scene.language, ""), scene.language)


def speak(scene: Scene, text: str, language: str) -> tuple[Sound, ...]:
    """An author's text in a language's voice, with what is known of the caller in its places."""
    known = _known(scene, language)
    if not has_marks(text):
        return voiced(scene, fill(text, known), language)
    voice = scene.flow.languages[language]
    return (SayMarked(fill(text, known, escaped), voice.locale, voice.voice),)


def filled(scene: Scene, value: Value) -> Value:
    """A constant as it is kept: a text with its places filled in."""
    return replace(value, text=fill(value.text, _known(scene, scene.language))) if value.type is Type.TEXT else value


def _known(scene: Scene, language: str) -> dict[str, str]:
    return {"caller.name": scene.facts.name, **scene.facts.values, **_answers(scene, language)}


def _answers(scene: Scene, language: str) -> dict[str, str]:
    """What may be told of the answers: nothing of a sensitive one, whatever the author wrote."""
    open_ = ((name, value) for name, value in scene.answers if not value.sensitive)
    words = scene.flow.words[language]
    return {f"{ANSWERS}.{name}": spoken(told(scene, value), words) for name, value in open_}


def told(scene: Scene, value: Value) -> Spoken:
    """How a value is said, by its type: digits one by one, dates and moments as seen from now."""
    return said_as(value, to_local(scene.facts.now, scene.facts.zone), scene.flow.country, scene.flow.currency)


def said_as(value: Value, today: datetime, country: str, currency: str) -> Spoken:
    """The same for whoever is not in the flow; `today` is now, by the clock of whoever the value is about."""
    match value.plain:
        case bool() as so:
            return Flag(so)
        case datetime() as at:
            return Moment(at.astimezone(today.tzinfo), today)
        case date() as day:
            return Day(day, today.date())
        case time() as clock:
            return TimeOfDay(datetime.combine(today.date(), clock, UTC))
        case timedelta() as span:
            return Length(span)
        case Decimal() as number:
            return Amount(number, currency) if value.type is Type.AMOUNT else Number(number)
        case str() as text:
            return _text(value.type, text, country)


def _text(type_: Type, text: str, country: str) -> Spoken:
    if type_ is Type.PHONE:
        return Phone(text, country)
    return Digits(text) if type_ is Type.DIGITS else Text(text)


def words(scene: Scene, word: Word, **values: str) -> tuple[Sound, ...]:
    """A built-in sentence, in the caller's language."""
    return voiced(scene, said(scene, word, **values))


def said(scene: Scene, word: Word, **values: str) -> str:
    """A built-in sentence as text, in the caller's language."""
    return fill(scene.flow.words[scene.language][word], values)


def in_words(scene: Scene, value: Spoken) -> str:
    """A moment, a span or a number as it is said in the caller's language, to stand in a sentence."""
    return spoken(value, scene.flow.words[scene.language])


def voiced(scene: Scene, text: str, language: str | None = None) -> tuple[Sound, ...]:
    """A finished text in a language's voice, the caller's unless another is named; no sound where nothing is said."""
    voice = scene.flow.languages[language or scene.language]
    return (Say(text, voice.locale, voice.voice),) if text else ()
