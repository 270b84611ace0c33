"""The nodes at which one key chooses, `menu` and `language`: what is asked, and what a key, or silence, means."""

from __future__ import annotations

import re
from dataclasses import replace

from ivr.callflow.asking import REPEAT, missed
from ivr.callflow.events import Answered, Event, LanguageChosen, Pressed, TopicChosen
from ivr.callflow.nodes import Language, Menu
from ivr.callflow.nodes.choosing import ANYTHING
from ivr.callflow.prompts import render, speak
from ivr.callflow.steps import Question, Scene, Step, To, Wait
from ivr.callflow.values import Answers, Type, read_value
from ivr.line.instructions import Sound

UNHEARD = frozenset({"bn"})
"""Languages that no carrier is sure to understand: a wrong guess fails the whole question (Twilio 13342)."""


def ask_menu(scene: Scene, node: Menu, wait: Wait) -> Question:
    """The prompt, in the caller's language."""
    words = tuple(word for it in node.choices.values() for word in it.words)
    listens = (words or node.said) and scene.language not in UNHEARD
    aloud = tuple(word for word in words if word != ANYTHING) if listens else None
    return Question(render(scene, node.prompt), timeout=max(1, round(node.timeout.total_seconds())), words=aloud)


def hear_words(scene: Scene, node: Menu, wait: Wait, said: str) -> Step:
    """Words that are a choice are its key; others lead on where the menu says so. No event tells what they were."""
    key, value = key_of(node, said), read_value(Type.TEXT, said)
    answers: Answers = ((node.answer, value),) if node.answer and value else ()
    if key is None and node.said and value:
        return Step(To(node.said), events=(Answered(scene.node, node.answer or scene.node, ""),), answers=answers)
    step = hear_menu(scene, node, wait, key)
    return replace(step, answers=answers) if key else step


def key_of(node: Menu, said: str) -> str | None:
    """The key whose words are in what was said, the first that has any; else that of whoever says anything else."""
    heard = f" {_plain(said)} "
    for key, choice in node.choices.items():
        if any(f" {_plain(word)} " in heard for word in choice.words if word != ANYTHING):
            return key
    return next((key for key, choice in node.choices.items() if ANYTHING in choice.words), None)


def _plain(text: str) -> str:
    """Words in small letters with one blank between them."""
    return " ".join(re.findall(r"[\w']+", text.casefold()))


def hear_menu(scene: Scene, node: Menu, wait: Wait, keys: str | None) -> Step:
    """One key is one choice, whatever is pressed after it; `#` is never one."""
    key = keys[0] if keys else None
    choice = node.choices.get(key) if key and key != "#" else None
    if key and choice:
        topic: tuple[Event, ...] = (TopicChosen(choice.topic),) if choice.topic else ()
        return Step(To(choice.go), events=(Pressed(scene.node, key, choice.go), *topic))
    if key == REPEAT:
        return Step(wait)
    step = missed(scene, wait, key, Step(To(node.otherwise)), node.tries)
    return replace(step, sounds=render(scene, node.again)) if node.again and isinstance(step.then, Wait) else step


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
