"""Turns what an author wrote into what the line says: language, voice and placeholders; it never routes a caller."""

from __future__ import annotations

import re

from ivr.callflow.nodes import Prompt
from ivr.callflow.steps import Scene
from ivr.line.instructions import Play, Say, Sound

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"\{([a-z_.]+)\}")


def render(scene: Scene, prompt: Prompt | None) -> tuple[Sound, ...]:
    """The prompt in the caller's language: its recording where there is one, else its text."""
    if prompt is None:
        return ()
    if sound := prompt.sounds.get(scene.language):
        return (Play(sound),)
    return speak(scene, prompt.texts.get(scene.language, ""))


def words(scene: Scene, key: str, **values: str) -> tuple[Sound, ...]:
    """A built-in sentence, in the caller's language."""
    text = said(scene, key, **values)
    return speak(scene, text, filled=True)


def said(scene: Scene, key: str, **values: str) -> str:
    """A built-in sentence as text, with its values."""
    return _fill(scene.flow.words.get(scene.language, {}).get(key, ""), values)


def speak(scene: Scene, text: str, language: str | None = None, *, filled: bool = False) -> tuple[Sound, ...]:
    """A text in a language's voice, the caller's unless another is named; nothing where nothing is left to say."""
    voice = scene.flow.languages[language or scene.language]
    whole = text if filled else _fill(text, {"caller.name": scene.facts.name, **scene.facts.values})
    return (Say(whole, voice.locale, voice.voice),) if whole.strip() else ()


def _fill(template: str, values: dict[str, str]) -> str:
    def group(found: re.Match[str]) -> str:
        return found[1] if all(values.get(name) for name in _PLACE.findall(found[1])) else ""

    return _PLACE.sub(lambda found: values.get(found[1], ""), _OPTIONAL.sub(group, template))
