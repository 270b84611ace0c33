"""The nodes at which one key chooses, `menu` and `language`: what is asked, and what a key, or silence, means."""

from __future__ import annotations

from dataclasses import replace

from ivr.callflow.events import Event, LanguageChosen, Pressed, Silent, TopicChosen
from ivr.callflow.nodes import Language, Menu
from ivr.callflow.prompts import render, speak, words
from ivr.callflow.steps import Question, Scene, Step, To, Wait
from ivr.line.instructions import Sound

REPEAT = "*"
"""The key that asks the same question again, unless a choice stands on it."""
NO_MATCH = "no_match"
NO_INPUT = "no_input"
TRIES = 2
"""How often the built-in dialogues ask before they take the default."""


def missed(scene: Scene, wait: Wait, keys: str | None, tries: int, otherwise: Step) -> Step:
    """Silence (None) or a key without a meaning: asked again after a short word; after `tries` rounds, `otherwise`."""
    event: Event = Silent(scene.node) if keys is None else Pressed(scene.node, keys[0], NO_MATCH)
    if wait.tries + 1 >= tries:
        return replace(otherwise, events=(event, *otherwise.events))
    sounds = words(scene, NO_INPUT if keys is None else NO_MATCH)
    return Step(replace(wait, tries=wait.tries + 1), sounds, (event,))


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
    return missed(scene, wait, key, node.tries, Step(To(node.otherwise)))


def enter_language(scene: Scene, node: Language) -> Step:
    """A caller whose language we know is not asked again, unless the node says always."""
    known = scene.facts.language in scene.flow.languages
    return Step(To(node.next)) if known and not node.always else Step(Wait())


def ask_language(scene: Scene, node: Language, wait: Wait) -> Question:
    """Each option in its own language and voice, one after the other."""
    sounds: list[Sound] = []
    for code, text in node.prompts.items():
        sounds.extend(speak(scene, text, code))
    return Question(tuple(sounds))


def hear_language(scene: Scene, node: Language, wait: Wait, keys: str | None) -> Step:
    """The key's language from here on; asked again in silence, for no word is sure to be understood yet."""
    key = keys[0] if keys else None
    if key and (code := node.choices.get(key)):
        return Step(To(node.next), events=(Pressed(scene.node, key, node.next), LanguageChosen(code)))
    if key == REPEAT:
        return Step(wait)
    return replace(missed(scene, wait, key, node.tries, Step(To(node.next))), sounds=())
