"""What every question has: its prompt, how long it waits, and where silence leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ivr.authoring.studio import text
from ivr.authoring.studio.conditions import holds
from ivr.authoring.studio.draft import To
from ivr.authoring.studio.model import SAY, SPLIT, Widget
from ivr.authoring.studio.widgets.keys import subjects
from ivr.authoring.studio.widgets.rounds import Round, fold_round, round_of
from ivr.authoring.studio.widgets.speaking import note_voice, prompt_before, sound_of
from ivr.authoring.studio.work import PROMISE, Work

STUDIO_SECONDS = 5
_SECONDS = {"menu": (5, 1), "collect": (10, 3)}
"""Silence that ends the wait: what is meant where nothing is written, and the least that may be."""
TRIES = 3
"""How often a question is put that Studio would put for ever."""


@dataclass(frozen=True, slots=True)
class Silence:
    to: To
    tries: int | None


def write(work: Work, widget: Widget, kind: str, fields: dict[str, Any], hints: list[str]) -> str:
    """The node of a question under its widget's name; what is too long for one prompt is said before it."""
    note_voice(work, widget)
    lead, prompt = _prompt(work, widget, hints)
    name = work.names[widget.name]
    if lead:
        question = work.free(f"{name}_{kind}")
        work.say(name, widget, lead, To(question))
        name = question
    if kind in _SECONDS:
        usual, least = _SECONDS[kind]
        waits = min(max(widget.properties.whole("timeout") or STUDIO_SECONDS, least), 60)
        fields |= {"timeout": f"{waits}s"} if waits != usual else {}
    if kind == "menu" and widget.name in work.again:
        again = work.again[widget.name]
        fields["again"] = work.tongue.prompt(again) if isinstance(again, str) else again
    elif widget.name in work.again:
        _in_our_words(work, widget)
    return work.write(name, widget, kind, {"prompt": prompt, **fields}, None)


def _in_our_words(work: Work, widget: Widget) -> None:
    for way in widget.ways:
        it = round_of(work, widget, way.to)
        for passed in it.passed if it else ():
            if passed.kind == SAY and work.carried.get(passed.name) != widget.name:
                work.row(passed).adapt("what it says before asking again is said in other words")


def _prompt(work: Work, widget: Widget, hints: list[str]) -> tuple[str, Any]:
    """What is said before the question, and the prompt of the question itself."""
    properties = widget.properties
    told = " ".join(hints)
    played = "" if properties.text("say") else properties.text("play")
    if played and (sound := sound_of(work, widget, played)):
        return told, {code: {"sound": sound} for code in work.tongue.codes}
    said = _said(work, widget)
    bits = text.parts(f"{said} {told}".strip()) or [work.tongue.choose(widget)]
    return " ".join(bits[:-1]), work.tongue.prompt(bits[-1])


def _said(work: Work, widget: Widget) -> str:
    template = widget.properties.text("say")
    if not template:
        return prompt_before(work, widget)
    options = work.variants(widget, template)
    if len(options) > 1:
        work.row(widget).adapt("of the prompts that it may have, the last is said")
    return work.spoken(widget, options[-1][1])


def unanswered(work: Work, widget: Widget) -> str | None:
    """Where silence leads."""
    return without(work, widget, widget.to("timeout"), "Digits", "SpeechResult")


def without(work: Work, widget: Widget, name: str | None, *whats: str) -> str | None:
    """Where a way leads on which there is no answer: a split on it is asked at once, with nothing in its hands."""
    split = work.studio.widget(name)
    about = {f"widgets.{widget.name}.{what}" for what in whats}
    if split is None or split.kind != SPLIT or not split.matches:
        return name
    conditions = [condition for way in split.matches for condition in way.conditions]
    if not all(subjects(work, split, condition) <= about for condition in conditions):
        return name
    met = (way.to for way in split.matches if all(holds(condition, "") for condition in way.conditions))
    work.fold(work.names[widget.name], split)
    return next(met, split.to("noMatch"))


def silence(work: Work, widget: Widget, other: str | None, *, others: bool) -> Silence:
    """Where silence leads, and how often is asked. `other`: where a key without a meaning leads, if there is such."""
    row, silent = work.row(widget), unanswered(work, widget)
    wrong = round_of(work, widget, other)
    if wrong:
        fold_round(work, widget, wrong)
        other, others = wrong.out, False
    elif others and other is None:
        row.default("a key without a meaning: goes on as silence does")
    quiet = round_of(work, widget, silent)
    if quiet:
        fold_round(work, widget, quiet)
        return _counted(work, widget, quiet, wrong, other)
    if silent:
        return Silence(work.to(silent), 1 if others else wrong.tries if wrong else None)
    row.default("silence: goes on as a key without a meaning" if other else "silence: we call back")
    return Silence(work.to(other) if other else To(PROMISE), wrong.tries if wrong else None)


def _counted(work: Work, widget: Widget, quiet: Round, wrong: Round | None, other: str | None) -> Silence:
    """A question that is put again so often, or that was put again for ever."""
    out, tries = quiet.out or other, quiet.tries or (wrong.tries if wrong else None)
    if not tries:
        way = "on" if out else "we call back"
        work.row(widget).default(f"silence was asked again for ever: now {TRIES} times, then {way}")
    elif not out:
        work.row(widget).default(f"after {tries} times without an answer: we call back")
    return Silence(work.to(out) if out else To(PROMISE), tries or TRIES)
