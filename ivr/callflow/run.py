"""What a flow does between two waits: visits nodes until one must wait, be it for keys, for a person or for the end."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.callflow import visits
from ivr.callflow.ahead import needs
from ivr.callflow.asking import TRIES
from ivr.callflow.events import CallbackAsked, Entered, Event
from ivr.callflow.facts import Facts
from ivr.callflow.graph import Callflow
from ivr.callflow.nodes import Callback
from ivr.callflow.position import AWAY, Position
from ivr.callflow.steps import Held, Over, Question, Scene, Step, To, Wait
from ivr.callflow.values import Answers, told_of
from ivr.line.inputs import Digits, Input, Returned, Spoken
from ivr.line.instructions import Ask, AskAloud, HangUp, Instruction, Sound

__all__ = ["Endless", "Turn", "leave", "needs", "resume", "start"]


class Endless(Exception):
    """The flow goes in a circle without waiting for anybody, which the checker lets no published flow do."""


@dataclass(frozen=True, slots=True)
class Turn:
    """`position` is None when the flow has ended; the last instruction is an Ask or a HangUp, or, where the line
    goes elsewhere, there are only sounds: whoever takes it there says how."""

    position: Position | None
    instructions: tuple[Instruction, ...]
    events: tuple[Event, ...]
    told: Answers = ()
    """Once the flow has ended: the answers of which whoever talks with the caller is told."""


def start(flow: Callflow, facts: Facts) -> Turn:
    """Answers a call, in the caller's language if it is one of the flow's, else in the flow's first."""
    language = facts.language if facts.language in flow.languages else None
    return _turn(Scene(flow, facts, flow.start, language or next(iter(flow.languages))), Step(To(flow.start)))


def resume(flow: Callflow, position: Position, given: Input, facts: Facts) -> Turn:
    """Continues a waiting call with what the caller just did; what makes no sense here repeats the question."""
    scene = _scene(flow, position, facts)
    return _turn(scene, _react(scene, position, given))


def leave(flow: Callflow, position: Position, facts: Facts) -> tuple[Event, ...]:
    """What a caller who hangs up here has asked for all the same: who goes while we agree on a callback is owed it."""
    if not isinstance(flow.nodes[position.node], Callback):
        return ()
    silence = visits.hear(_scene(flow, position, facts), Wait(position.stage, TRIES, position.memory), None)
    return tuple(event for event in silence.events if isinstance(event, CallbackAsked))


def _scene(flow: Callflow, position: Position, facts: Facts) -> Scene:
    return Scene(flow, facts, position.node, position.language, position.topic, position.answers)


def _react(scene: Scene, position: Position, given: Input) -> Step:
    if position.stage in AWAY:
        return visits.back(scene, given, position.memory)
    wait = Wait(position.stage, position.tries, position.memory)
    if isinstance(given, Returned):
        return Step(wait)
    if isinstance(given, Spoken):
        return visits.hear_words(scene, wait, given.text)
    return visits.hear(scene, wait, (given.keys or None) if isinstance(given, Digits) else None)


def _turn(scene: Scene, step: Step) -> Turn:
    """Goes on from `step` to the next wait. Nothing changes without the caller, so no node can be met twice."""
    sounds: list[Sound] = []
    events: list[Event] = []
    for _ in range(len(scene.flow.nodes) + 1):
        sounds.extend(step.sounds)
        events.extend(step.events)
        scene = scene.after(step.events, step.answers)
        if not isinstance(step.then, To):
            return _stop(scene, step.then, tuple(sounds), tuple(events))
        scene = scene.at(step.then.node)
        events.append(Entered(scene.node))
        step = visits.visit(scene)
    raise Endless(scene.node)


def _ask(scene: Scene, asked: Question, sounds: tuple[Sound, ...]) -> Ask:
    if asked.words is None:
        return Ask(scene.facts.reply, sounds, asked.max_digits, asked.timeout, asked.finish)
    locale = scene.flow.languages[scene.language].locale
    return AskAloud(
        scene.facts.reply, sounds, asked.max_digits, asked.timeout, asked.finish, locale=locale, words=asked.words
    )


def _stop(scene: Scene, then: Wait | Held | Over, sounds: tuple[Sound, ...], events: tuple[Event, ...]) -> Turn:
    """All that was said since the last wait goes into the question: keys count from its first syllable."""
    if isinstance(then, Over):
        return Turn(None, (*sounds, HangUp()), events, told_of(scene.answers))
    if isinstance(then, Held):
        away = Position(scene.node, scene.language, then.stage, 0, scene.topic, then.memory, scene.answers)
        return Turn(away, sounds, events)
    asked = visits.question(scene, then)
    ask = _ask(scene, asked, (*sounds, *asked.sounds))
    position = Position(scene.node, scene.language, then.stage, then.tries, scene.topic, then.memory, scene.answers)
    return Turn(position, (ask,), events)
