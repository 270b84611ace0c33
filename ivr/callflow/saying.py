"""The nodes at which a caller speaks, `voicemail` and `listen`: what is promised before, and where it leads after.

Recording is the switchboard's; here it is only asked for. A promise stands before the tone, so that hanging up loses
nothing.
"""

from __future__ import annotations

from ivr.callflow.asking import REPEAT, missed
from ivr.callflow.events import CallbackAsked, Event, Pressed, RecordingAsked, TopicChosen
from ivr.callflow.nodes import Choice, Listen, Voicemail
from ivr.callflow.position import RECORDING
from ivr.callflow.promises import soonest, terms
from ivr.callflow.prompts import render, voiced, words
from ivr.callflow.spoken import sentence
from ivr.callflow.steps import Held, Memory, Question, Scene, Step, To, Wait
from ivr.callflow.values import Type, Value
from ivr.language import Word
from ivr.line.inputs import Input, Recorded

FINISH = "#"
"""The key that ends a message."""
PROMISED = "promised"
"""Under this name the words of the promise are kept until they are said."""
BEFORE_THE_TONE = 1
"""Seconds after the prompt of `listen` in which a key is still taken as a key."""
WRITTEN_DOWN = "en"
"""The language of which the carrier writes down what it recorded (Twilio's page on Record: US English only)."""


def enter_voicemail(scene: Scene, node: Voicemail) -> Step:
    """The callback is owed from here on, whoever hangs up before the tone included."""
    if not scene.facts.number:
        return Step(To(node.cannot), words(scene, Word.CALLBACK_CANNOT))
    given = terms(scene.flow, scene.facts, node.team, node.within)
    promise = soonest(given)
    text = sentence(scene, promise, given)
    asked = CallbackAsked(scene.node, node.team, promise.when, promise.due_at, promise.promised_by, text)
    record = RecordingAsked(scene.node, round(node.longest.total_seconds()), FINISH, _writes(scene))
    return Step(Held(RECORDING, ((PROMISED, text),)), render(scene, node.prompt), (asked, record))


def after_voicemail(scene: Scene, node: Voicemail, given: Input, memory: Memory) -> Step:
    """Said or unsaid, the promise is told in the words in which it is owed."""
    return Step(To(node.next), voiced(scene, dict(memory).get(PROMISED, "")))


def ask_listen(scene: Scene, node: Listen, wait: Wait) -> Question:
    """The prompt; a key counts from its first syllable, as in a menu."""
    return Question(render(scene, node.prompt), timeout=BEFORE_THE_TONE)


def hear_listen(scene: Scene, node: Listen, wait: Wait, keys: str | None) -> Step:
    """A key is a choice; silence is what we wait for, and the tone follows."""
    key = keys[0] if keys else None
    if choice := node.choices.get(key or ""):
        return _chosen(scene, key or "", choice)
    if key == REPEAT:
        return Step(wait)
    if key:
        return missed(scene, wait, key, Step(To(node.otherwise)))
    finish = "".join(sorted({*node.choices, FINISH}))
    asked = RecordingAsked(scene.node, round(node.longest.total_seconds()), finish, _writes(scene))
    return Step(Held(RECORDING), events=(asked,))


def after_listen(scene: Scene, node: Listen, given: Input, memory: Memory) -> Step:
    """A key that ended the recording is a choice; else what was said leads on, and silence elsewhere."""
    if not isinstance(given, Recorded):
        return Step(To(node.otherwise))
    if choice := node.choices.get(given.key):
        return _chosen(scene, given.key, choice)
    known = ((node.answer, Value(Type.TEXT, given.sid, sensitive=True)),) if given.sid else ()
    return Step(To(node.next), answers=known)


def _chosen(scene: Scene, key: str, choice: Choice) -> Step:
    topic: tuple[Event, ...] = (TopicChosen(choice.topic),) if choice.topic else ()
    return Step(To(choice.go), events=(Pressed(scene.node, key, choice.go), *topic))


def _writes(scene: Scene) -> bool:
    return scene.flow.languages[scene.language].locale.startswith(WRITTEN_DOWN)
