"""The dialogue of `open_callback`: what a caller does with a call that we owe. What is not keyed leaves it as it is."""

from __future__ import annotations

from ivr.callflow import hour
from ivr.callflow.asking import REPEAT, missed
from ivr.callflow.events import Change, OpenCallbackChanged, Pressed
from ivr.callflow.nodes import OpenCallback
from ivr.callflow.promises import PUNCTUAL, Promise, terms
from ivr.callflow.prompts import said, voiced, words
from ivr.callflow.spoken import owed, phrase
from ivr.callflow.steps import Question, Scene, Step, To, Wait
from ivr.language import Word

CANCEL = "cancel"


def enter(scene: Scene, node: OpenCallback) -> Step:
    """Only a caller to whom we owe a call is asked anything."""
    return Step(Wait()) if scene.facts.open_callback else Step(To(node.none))


def ask(scene: Scene, node: OpenCallback, wait: Wait) -> Question:
    """The question of each stage."""
    if wait.stage in (hour.HOUR, hour.READBACK):
        return hour.ask(scene, wait)
    if wait.stage == CANCEL:
        return Question(words(scene, Word.CALLBACK_CANCEL_CONFIRM))
    callback = scene.facts.open_callback
    return Question(words(scene, Word.OPEN_CALLBACK_MENU, promise=owed(scene, callback) if callback else ""))


def hear(scene: Scene, node: OpenCallback, wait: Wait, keys: str | None) -> Step:
    """What was pressed at each stage; what is no longer owed can no longer be changed."""
    if scene.facts.open_callback is None:
        return Step(To(node.none))
    if keys == REPEAT:
        return Step(wait)
    if wait.stage in (hour.HOUR, hour.READBACK):
        given = terms(scene.flow, scene.facts, scene.facts.open_callback.team, PUNCTUAL)
        move = hour.Choosing(given, lambda promise: _move(scene, node, promise), Step(To(node.none)))
        return hour.hear(scene, wait, keys, move)
    return _hear_cancel(scene, node, wait, keys) if wait.stage == CANCEL else _hear_menu(scene, node, wait, keys)


def _hear_menu(scene: Scene, node: OpenCallback, wait: Wait, keys: str | None) -> Step:
    if keys == "1":
        through = OpenCallbackChanged(scene.node, Change.THROUGH_NOW)
        return Step(To(node.through), events=(Pressed(scene.node, keys, node.through), through))
    stage = {"2": hour.HOUR, "3": CANCEL}.get(keys or "")
    if keys and stage:
        return Step(Wait(stage), events=(Pressed(scene.node, keys, stage),))
    return missed(scene, wait, keys, Step(To(node.none)))


def _hear_cancel(scene: Scene, node: OpenCallback, wait: Wait, keys: str | None) -> Step:
    """Cancelled by a second key press only."""
    if keys == "1":
        events = (Pressed(scene.node, keys, node.cancelled), OpenCallbackChanged(scene.node, Change.CANCEL))
        return Step(To(node.cancelled), words(scene, Word.CALLBACK_CANCELLED), events)
    if keys == "2":
        return Step(To(node.none), events=(Pressed(scene.node, keys, node.none),))
    return missed(scene, wait, keys, Step(To(node.none)))


def _move(scene: Scene, node: OpenCallback, promise: Promise) -> Step:
    text = said(scene, Word.CALLBACK_MOVED, promise=phrase(scene, promise))
    moved = OpenCallbackChanged(scene.node, Change.MOVE, promise.due_at, promise.promised_by, text)
    return Step(To(node.moved), voiced(scene, text), (moved,))
