"""Promises in words, in the caller's language and on the caller's own clock: never better than what is promised."""

from __future__ import annotations

from datetime import datetime

from ivr.calendar import to_local
from ivr.callflow.events import When
from ivr.callflow.facts import OpenCallback
from ivr.callflow.promises import Promise, Terms, is_there
from ivr.callflow.prompts import in_words, said
from ivr.callflow.steps import Scene
from ivr.language import Length, Moment, Within, Word

_SOON = (When.NOW, When.WITHIN)


def moment(scene: Scene, at: datetime) -> str:
    """`tomorrow at 10 a.m.`"""
    zone = scene.facts.zone
    return in_words(scene, Moment(to_local(at, zone), to_local(scene.facts.now, zone)))


def phrase(scene: Scene, promise: Promise) -> str:
    """The promise as a part of a sentence: `within 30 minutes`, `tomorrow at 10 a.m.`; empty where none can be told."""
    if promise.when in _SOON:
        return in_words(scene, Within(promise.promised_by - promise.due_at))
    return moment(scene, promise.due_at) if promise.due_at > scene.facts.now else ""


def sentence(scene: Scene, promise: Promise, terms: Terms) -> str:
    """The promise as we give it. Where no hour can be named, none is."""
    minutes = in_words(scene, Length(promise.promised_by - promise.due_at))
    if promise.when in _SOON:
        return said(scene, Word.CALLBACK_PROMISE_WITHIN, minutes=minutes)
    time = phrase(scene, promise)
    if not time:
        return said(scene, Word.CALLBACK_CONFIRMED)
    closed = promise.when is When.OPENING and not is_there(terms)
    word = Word.CALLBACK_PROMISE_OPENING if closed else Word.CALLBACK_PROMISE_AT
    return said(scene, word, time=time, minutes=minutes)


def owed(scene: Scene, callback: OpenCallback) -> str:
    """What is still to be hoped for of an open callback: when it is due, or how soon; empty once we are late."""
    now = scene.facts.now
    if callback.promised_by <= now:
        return ""
    if callback.due_at and callback.due_at > now:
        return moment(scene, callback.due_at)
    return in_words(scene, Within(callback.promised_by - now))
