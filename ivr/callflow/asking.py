"""What all questions have in common: the key that repeats them, and how silence and wrong keys are met."""

from __future__ import annotations

from dataclasses import replace

from ivr.callflow.events import Event, Pressed, Silent
from ivr.callflow.prompts import words
from ivr.callflow.steps import Scene, Step, Wait
from ivr.language import Word

REPEAT = "*"
"""The key that asks the same question again, unless a choice stands on it."""
NO_MATCH = "no_match"
"""The meaning of a key that has none here."""
TRIES = 2
"""How often a built-in question is asked before silence and wrong keys take its default."""


def missed(scene: Scene, wait: Wait, keys: str | None, otherwise: Step, tries: int = TRIES) -> Step:
    """Silence (None), or a key without a meaning."""
    if keys is None:
        return once_more(scene, wait, Silent(scene.node), Word.NO_INPUT, otherwise, tries)
    return once_more(scene, wait, Pressed(scene.node, keys[:1], NO_MATCH), Word.NO_MATCH, otherwise, tries)


def once_more(scene: Scene, wait: Wait, event: Event, word: Word, otherwise: Step, tries: int = TRIES) -> Step:
    """The same question after a word on what was wrong; `otherwise`, once it has been asked `tries` times."""
    if wait.tries + 1 >= tries:
        return otherwise.because(event)
    return Step(replace(wait, tries=wait.tries + 1), words(scene, word), (event,))
