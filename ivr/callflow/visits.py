"""What each node kind does when the caller comes to it, asks while it waits, and makes of what the caller pressed.

One small function per kind; a node that never waits has only the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ivr import calendar
from ivr.callflow import agree, collect, known, looking_up, menu, owed, saying, telling
from ivr.callflow.conditions import holds
from ivr.callflow.events import Declined, Ended, Event, TopicChosen, TransferAsked
from ivr.callflow.nodes import (
    Branch,
    Callback,
    Collect,
    Decline,
    Go,
    HangUp,
    Hours,
    Incident,
    Language,
    Listen,
    Lookup,
    Menu,
    Node,
    OpenCallback,
    Play,
    Say,
    Set,
    Sms,
    Survey,
    Transfer,
    Voicemail,
)
from ivr.callflow.prompts import filled, render, words
from ivr.callflow.steps import Held, Memory, Over, Question, Scene, Step, To, Wait
from ivr.callflow.values import counted_on
from ivr.language import Word
from ivr.line import instructions
from ivr.line.inputs import Input, Returned


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of node behaves; keys are None where the caller was silent."""

    enter: Callable[[Scene, Any], Step]
    ask: Callable[[Scene, Any, Wait], Question] | None = None
    hear: Callable[[Scene, Any, Wait, str | None], Step] | None = None
    back: Callable[[Scene, Any, Input, Memory], Step] | None = None
    """Where the line was elsewhere: what it comes back with leads on."""


def visit(scene: Scene) -> Step:
    """The caller comes to the scene's node."""
    node = scene.flow.nodes[scene.node]
    return KINDS[type(node)].enter(scene, node)


def question(scene: Scene, wait: Wait) -> Question:
    """What is asked at this wait; the same again, however often it is asked."""
    node = scene.flow.nodes[scene.node]
    ask = KINDS[type(node)].ask
    assert ask, f"{scene.node} never waits for keys"
    return ask(scene, node, wait)


def hear(scene: Scene, wait: Wait, keys: str | None) -> Step:
    """What the caller pressed at this wait leads to; None: nothing."""
    node = scene.flow.nodes[scene.node]
    heard = KINDS[type(node)].hear
    assert heard, f"{scene.node} never waits for keys"
    return heard(scene, node, wait, keys)


def hear_words(scene: Scene, wait: Wait, said: str) -> Step:
    """What the caller said at this wait; where keys are wanted it is as silence."""
    node = scene.flow.nodes[scene.node]
    return menu.hear_words(scene, node, wait, said) if isinstance(node, Menu) else hear(scene, wait, None)


def back(scene: Scene, given: Input, memory: Memory) -> Step:
    """The line comes back from where it was."""
    node = scene.flow.nodes[scene.node]
    came_back = KINDS[type(node)].back
    assert came_back, f"{scene.node} keeps the line"
    return came_back(scene, node, given, memory)


def _unheld(scene: Scene, node: Transfer, given: Input, memory: Memory) -> Step:
    """Back from a hold. Whatever is not the end of a talk, or the caller's own "no", is unanswered."""
    if not isinstance(given, Returned):
        return Step(Held())
    return Step(To(node.done if given.result in ("done", "declined") else node.unanswered))


def _wait(scene: Scene, node: Node) -> Step:
    return Step(Wait())


def _say(scene: Scene, node: Say) -> Step:
    return Step(To(node.next), render(scene, node.prompt))


def _play(scene: Scene, node: Play) -> Step:
    return Step(To(node.next), (instructions.Play(node.sound),))


def _hours(scene: Scene, node: Hours) -> Step:
    is_open = calendar.is_open(scene.flow.schedules[node.schedule], scene.facts.now)
    return Step(To(node.open if is_open else node.closed))


def _branch(scene: Scene, node: Branch) -> Step:
    case = next((case for case in node.cases if holds(case.when, partial(known.look, scene))), None)
    return Step(To(case.go if case else node.otherwise))


def _set(scene: Scene, node: Set) -> Step:
    before = dict(scene.answers)
    kept = [(name, filled(scene, value)) for name, value in node.values.items()]
    counted = [(name, counted_on(before.get(name), it.by, it.first)) for name, it in node.added.items()]
    taken = [(name, looking_up.item_of(scene.answers, it)) for name, it in node.items.items()]
    return Step(To(node.next), answers=(*kept, *counted, *taken))


def _transfer(scene: Scene, node: Transfer) -> Step:
    after = node.keep_place_after.total_seconds() if node.keep_place_after else None
    topic: tuple[Event, ...] = (TopicChosen(node.topic),) if node.topic else ()
    asked = TransferAsked(scene.node, node.team, after)
    return Step(Held(), render(scene, node.prompt), (*topic, asked))


def _decline(scene: Scene, node: Decline) -> Step:
    return Step(To(node.next), words(scene, Word.DECLINE_CONFIRMED), (Declined(scene.node),))


def _go(scene: Scene, node: Go) -> Step:
    return Step(To(node.to))


def _hang_up(scene: Scene, node: HangUp) -> Step:
    return Step(Over(), render(scene, node.prompt), (Ended(scene.node),))


KINDS: dict[type[Node], Kind] = {
    Say: Kind(_say),
    Play: Kind(_play),
    Menu: Kind(_wait, menu.ask_menu, menu.hear_menu),
    Language: Kind(menu.enter_language, menu.ask_language, menu.hear_language),
    Collect: Kind(_wait, collect.ask, collect.hear),
    Survey: Kind(_wait, collect.ask_survey, collect.hear_survey),
    Hours: Kind(_hours),
    Branch: Kind(_branch),
    Set: Kind(_set),
    Transfer: Kind(_transfer, back=_unheld),
    Callback: Kind(agree.enter, agree.ask, agree.hear),
    OpenCallback: Kind(owed.enter, owed.ask, owed.hear),
    Decline: Kind(_decline),
    Go: Kind(_go),
    HangUp: Kind(_hang_up),
    Voicemail: Kind(saying.enter_voicemail, back=saying.after_voicemail),
    Listen: Kind(_wait, saying.ask_listen, saying.hear_listen, saying.after_listen),
    Lookup: Kind(looking_up.enter, back=looking_up.after),
    Sms: Kind(telling.send),
    Incident: Kind(telling.tell),
}
