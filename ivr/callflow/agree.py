"""The dialogue of `callback`: on which number and when we call back. Whoever says nothing is promised the soonest."""

from __future__ import annotations

from ivr.callflow import hour
from ivr.callflow.asking import REPEAT, missed, once_more
from ivr.callflow.events import CallbackAsked, Pressed, When
from ivr.callflow.nodes import Callback
from ivr.callflow.position import Position
from ivr.callflow.promises import Promise, Terms, at_once, soonest, terms
from ivr.callflow.prompts import in_words, said, voiced, words
from ivr.callflow.spoken import phrase, sentence
from ivr.callflow.steps import Memory, Question, Scene, Step, To, Wait
from ivr.language import Phone, Word
from ivr.phone import Allowed, destination, parse_number

NUMBER, NUMBER_READBACK, OFFER = "number", "number_readback", "offer"
REFUSED = "refused"
"""What is remembered of a caller whose number, once confirmed, was refused."""
KEYED_A_DAY = 1
"""How many callbacks to keyed numbers a caller may ask for in a day: no stranger is phoned at somebody's whim."""
LONGEST_NUMBER = 18
"""Digits: the fifteen of E.164 after a prefix such as 00 or 011."""


def enter(scene: Scene, node: Callback) -> Step:
    """A caller whom we can phone agrees on the time only; others key a number first."""
    if scene.facts.number:
        return _when(scene, node, ())
    if not node.ask_number or scene.facts.numbers_keyed_today >= KEYED_A_DAY:
        return _cannot(scene, node)
    return Step(Wait(NUMBER))


def ask(scene: Scene, node: Callback, wait: Wait) -> Question:
    """The question of each stage."""
    if wait.stage == NUMBER:
        return Question(words(scene, Word.CALLBACK_NUMBER_ASK), LONGEST_NUMBER, timeout=10, finish="#")
    if wait.stage == NUMBER_READBACK:
        number = in_words(scene, Phone(wait.recall(NUMBER) or "", scene.flow.country))
        return Question(words(scene, Word.CALLBACK_NUMBER_READBACK, number=number))
    if wait.stage == OFFER:
        return Question(words(scene, Word.CALLBACK_CHOOSE, promise=phrase(scene, _offer(_terms(scene, node)))))
    return hour.ask(scene, wait)


def hear(scene: Scene, node: Callback, wait: Wait, keys: str | None) -> Step:
    """What was pressed at each stage; a number counts only once it was read back and confirmed."""
    if keys == REPEAT:
        return Step(wait)
    if wait.stage == NUMBER:
        return _hear_number(scene, node, wait, keys)
    if wait.stage == NUMBER_READBACK:
        return _hear_readback(scene, node, wait, keys)
    if wait.stage == OFFER:
        return _hear_offer(scene, node, wait, keys)
    given = _terms(scene, node)
    default = _promise(scene, node, wait.memory, soonest(given))
    return hour.hear(
        scene, wait, keys, hour.Choosing(given, lambda it: _promise(scene, node, wait.memory, it), default)
    )


def _hear_number(scene: Scene, node: Callback, wait: Wait, keys: str | None) -> Step:
    if keys is None:
        return missed(scene, wait, keys, _cannot(scene, node))
    pressed = Pressed(scene.node, "", "number")
    number = _callable(scene, keys)
    if number is None:
        return once_more(scene, wait, pressed, Word.CALLBACK_NUMBER_REFUSED, _cannot(scene, node))
    return Step(Wait(NUMBER_READBACK, memory=wait.keep(NUMBER, number)), events=(pressed,))


def _callable(scene: Scene, keys: str) -> str | None:
    """The number that was keyed, read as one dials it at home; None where it is none, or one that we never phone."""
    read = parse_number(keys, scene.flow.country)
    if not isinstance(read, str):
        return None
    ours = (*scene.flow.numbers, *scene.facts.forbidden_numbers)
    found = destination(read, countries=scene.flow.countries, own=ours)
    return found.number if isinstance(found, Allowed) else None


def _hear_readback(scene: Scene, node: Callback, wait: Wait, keys: str | None) -> Step:
    if keys == "1" and scene.facts.keyed_before:
        return _kept(scene, node, wait)
    if keys == "1":
        return _when(scene, node, wait.memory).because(Pressed(scene.node, keys, "right"))
    if keys == "2":
        return Step(Wait(NUMBER), events=(Pressed(scene.node, keys, "again"),))
    return missed(scene, wait, keys, _cannot(scene, node))


def _kept(scene: Scene, node: Callback, wait: Wait) -> Step:
    """A number for which a stranger has asked today already is called as it was promised then, and never once more."""
    owed, pressed = scene.facts.keyed_owed, Pressed(scene.node, "1", "kept")
    if owed is None:
        # Else who keys that number again and again would be asked for one for ever.
        again = Wait(NUMBER, 1 if wait.recall(REFUSED) else 0, wait.keep(REFUSED, "1"))
        return once_more(scene, again, pressed, Word.CALLBACK_NUMBER_REFUSED, _cannot(scene, node))
    text = said(scene, Word.CALLBACK_CONFIRMED)
    due = owed.due_at or scene.facts.now
    asked = CallbackAsked(scene.node, node.team, When.KEPT, due, owed.promised_by, text, wait.recall(NUMBER))
    return Step(To(node.next), voiced(scene, text), (pressed, asked))


def _hear_offer(scene: Scene, node: Callback, wait: Wait, keys: str | None) -> Step:
    given = _terms(scene, node)
    if keys == "1":
        promised = _promise(scene, node, wait.memory, _offer(given))
        return promised.because(Pressed(scene.node, keys, "soonest"))
    if keys == "2":
        return Step(Wait(hour.HOUR, memory=wait.memory), events=(Pressed(scene.node, keys, "choose_time"),))
    return missed(scene, wait, keys, _promise(scene, node, wait.memory, soonest(given)))


def _when(scene: Scene, node: Callback, memory: Memory) -> Step:
    if node.choose_time:
        return Step(Wait(OFFER, memory=memory))
    return _promise(scene, node, memory, soonest(_terms(scene, node)))


def _promise(scene: Scene, node: Callback, memory: Memory, promise: Promise) -> Step:
    """It is said, and it is owed: the same words, the same moment."""
    text = sentence(scene, promise, _terms(scene, node))
    number = dict(memory).get(NUMBER)
    asked = CallbackAsked(scene.node, node.team, promise.when, promise.due_at, promise.promised_by, text, number)
    return Step(To(node.next), voiced(scene, text), (asked,))


def _cannot(scene: Scene, node: Callback) -> Step:
    return Step(To(node.cannot), words(scene, Word.CALLBACK_CANNOT))


def keyed(position: Position | None) -> str | None:
    """The number, in E.164, that a caller keyed before they came to stand here; None where none was."""
    return dict(position.memory).get(NUMBER) if position else None


def _offer(given: Terms) -> Promise:
    """What key 1 stands for: soon if the team is there, whatever the hour, for the caller asks for it."""
    return at_once(given) or soonest(given)


def _terms(scene: Scene, node: Callback) -> Terms:
    return terms(scene.flow, scene.facts, node.team, node.within)
