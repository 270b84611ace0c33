"""Turns what an author wrote into what the line says: language, voice and placeholders; it never routes a caller."""

from __future__ import annotations

from ivr.callflow.nodes import Prompt
from ivr.callflow.steps import Scene
from ivr.language import Spoken, Word, fill, spoken
from ivr.line.instructions import Play, Say, Sound


def render(scene: Scene, prompt: Prompt | None) -> tuple[Sound, ...]:
    """The prompt in the caller's language: its recording where there is one, else its text."""
    if prompt is None:
        return ()
    if sound := prompt.sounds.get(scene.language):
        return (Play(sound),)
    return speak(scene, prompt.texts.get(scene.language, ""), scene.language)


def speak(scene: Scene, text: str, language: str) -> tuple[Sound, ...]:
    """An author's text in a language's voice, with what is known of the caller in its places."""
    return voiced(scene, fill(text, {"caller.name": scene.facts.name, **scene.facts.values}), language)


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
