"""The nodes at which one key chooses, `menu` and `language`: what is asked, and what a key, or silence, means."""

from __future__ import annotations

from dataclasses import replace

from ivr.callflow.asking import REPEAT, missed
from ivr.callflow.events import Event, LanguageChosen, Pressed, TopicChosen
from ivr.callflow.nodes import Language, Menu
from ivr.callflow.prompts import render, speak
from ivr.callflow.steps import Question, Scene, Step, To, Wait
from ivr.line.instructions import Sound


def ask_menu(scene: Scene, node: Menu, wait: Wait) -> Question:
    """The prompt, in the caller's language."""
    return Question(render(scene, node.prompt), timeout=max(1, round(node.timeout.total_seconds())))


def hear_menu(scene: Scene, node: Menu, wait: Wait, keys: str | None) -> Step:
    """One key is one choice, whatever is pressed after it; `#` is never one."""
    key = keys[0] if keys else None
    choice = node.choices.get(key) if key and key != "#" else None
    if key and choice:
        topic: tuple[Event, ...] = (TopicChosen(choice.topic),) if choice.topic else ()
        return Step(To(choice.go), events=(Pressed(scene.node, key, choice.go), *topic))
    if key == REPEAT:
        return Step(wait)
    return missed(scene, wait, key, Step(To(node.otherwise)), node.tries)


def enter_language(scene: Scene, node: Language) -> Step:
    """A caller whose language we know is not asked again, unless the node says always. Of one, nobody is."""
    if node.spoken:
        return Step(To(node.next), events=(LanguageChosen(node.spoken),))
    known = scene.facts.language in scene.flow.languages
    return Step(To(node.next)) if known and not node.always else Step(Wait())


def ask_language(scene: Scene, node: Language, wait: Wait) -> Question:
    """Each option in its own language and voice, one after the other."""
    sounds: list[Sound] = []
    for code, text in node.prompts.items():
        sounds.extend(speak(scene, text, code))
    return Question(tuple(sounds))


def hear_language(scene: Scene, node: Language, wait: Wait, keys: str | None) -> Step:
    """The key's language from here on; asked again without a word before it, for none is sure to be understood yet."""
    key = keys[0] if keys else None
    if key and (code := node.choices.get(key)):
        return Step(To(node.next), events=(Pressed(scene.node, key, node.next), LanguageChosen(code)))
    if key == REPEAT:
        return Step(wait)
    return replace(missed(scene, wait, key, Step(To(node.next)), node.tries), sounds=())
