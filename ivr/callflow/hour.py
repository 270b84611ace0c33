"""The dialogue in which a caller chooses the hour of a call: keyed, read back, confirmed; never what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.callflow.asking import missed, once_more
from ivr.callflow.events import Pressed
from ivr.callflow.promises import Promise, Terms, at_hour, at_moment
from ivr.callflow.prompts import words
from ivr.callflow.spoken import moment
from ivr.callflow.steps import Question, Scene, Step, Wait
from ivr.language import Word

HOUR, READBACK = "hour", "hour_readback"
"""The stages of this dialogue, in every node that has it."""
_AT = "at"


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the dialogue is for: `settle` takes the promise that was chosen, `otherwise` is for who chooses none."""

    terms: Terms
    settle: Callable[[Promise], Step]
    otherwise: Step


def ask(scene: Scene, wait: Wait) -> Question:
    """Two digits of an hour, or whether the moment that they mean is right."""
    if wait.stage == HOUR:
        return Question(words(scene, Word.CALLBACK_CHOOSE_HOUR), max_digits=2, finish="#")
    return Question(words(scene, Word.CALLBACK_HOUR_READBACK, time=moment(scene, _at(wait))))


def hear(scene: Scene, wait: Wait, keys: str | None, choosing: Choosing) -> Step:
    """An hour leads to its being read back, and that to the promise; only a key press undoes what was keyed."""
    if wait.stage == HOUR:
        return _hour(scene, wait, keys, choosing)
    settled = choosing.settle(at_moment(choosing.terms, _at(wait)))
    if keys == "1":
        return settled.because(Pressed(scene.node, keys, "right"))
    if keys == "2":
        return Step(Wait(HOUR, memory=wait.memory), events=(Pressed(scene.node, keys, "again"),))
    return missed(scene, wait, keys, settled)


def _hour(scene: Scene, wait: Wait, keys: str | None, choosing: Choosing) -> Step:
    if keys is None:
        return missed(scene, wait, keys, choosing.otherwise)
    pressed = Pressed(scene.node, keys, "hour")
    promise = at_hour(choosing.terms, keys)
    if promise is None:
        return once_more(scene, wait, pressed, Word.CALLBACK_HOUR_REFUSED, choosing.otherwise)
    return Step(Wait(READBACK, memory=wait.keep(_AT, promise.due_at.isoformat())), events=(pressed,))


def _at(wait: Wait) -> datetime:
    return datetime.fromisoformat(wait.recall(_AT) or "")
