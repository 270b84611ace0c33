"""Gather Input On Call: a menu where a split follows on the key, else digits to collect, else words to record."""

from __future__ import annotations

from typing import Any

from ivr.authoring.studio.answers import Kind
from ivr.authoring.studio.draft import To
from ivr.authoring.studio.model import Widget
from ivr.authoring.studio.widgets.aloud import any_words, menu_of, menu_of_words, not_understood, spoken_as_well
from ivr.authoring.studio.widgets.ask import silence, unanswered, write
from ivr.authoring.studio.widgets.keys import KEYS, Keys, key_choices
from ivr.authoring.studio.widgets.rounds import leads_back
from ivr.authoring.studio.widgets.speaking import speak
from ivr.authoring.studio.widgets.spoken_words import Words, word_choices
from ivr.authoring.studio.work import PROMISE, Work

MOST_DIGITS = 20
MOST_CHOICES = 8
"""Spoken ones, so that one key is left for everything else."""


def gather(work: Work, widget: Widget) -> None:
    """The question that comes nearest to what a caller could do."""
    pressed = None if leads_back(work, widget, widget.to("keypress")) else widget.to("keypress")
    spoken = None if leads_back(work, widget, widget.to("speech")) else widget.to("speech")
    keys, words = key_choices(work, widget), word_choices(work, widget)
    if keys:
        _menu_of_keys(work, widget, keys, words)
    elif pressed and (work.answers.of_digits(widget.name) or not spoken):
        _collect(work, widget, words)
    elif words and len(words.choices) <= MOST_CHOICES:
        menu_of_words(work, widget, words)
    elif spoken:
        any_words(work, widget)
    else:
        _pause(work, widget)


def _menu_of_keys(work: Work, widget: Widget, keys: Keys, words: Words | None) -> None:
    name = work.names[widget.name]
    work.fold(name, keys.split)
    choices = dict[str, To]()
    for key, way in keys.choices.items():
        if way.to is None:
            work.row(keys.split).default(f"key {key}: we call back")
        choices[key] = _remembering(work, widget, keys, key, work.to(way.to) if way.to else To(PROMISE))
    _other_keys(work, widget, keys, choices)
    aloud = spoken_as_well(work, widget, words, choices)
    quiet = silence(work, widget, keys.other, others=True)
    write(work, widget, "menu", menu_of(choices, aloud, quiet), [])


def _other_keys(work: Work, widget: Widget, keys: Keys, choices: dict[str, To]) -> None:
    """Keys without a meaning that lead elsewhere than silence does are choices, as they were."""
    silent, other = unanswered(work, widget), keys.other
    if other and silent and other != silent and not any(leads_back(work, widget, it) for it in (other, silent)):
        for key in KEYS:
            choices.setdefault(key, work.to(other))


def _remembering(work: Work, widget: Widget, keys: Keys, key: str, to: To) -> To:
    """The way on, by a `set` where something later asks which key it was."""
    ref = work.answers.of_digits(widget.name)
    later = work.answers.users(f"widgets.{widget.name}.Digits") - {keys.split.name}
    if ref is None or not later:
        return to
    return To(work.extra(f"{work.names[widget.name]}_{key}", widget, "set", {ref.name: key}, {"next": to}))


def _collect(work: Work, widget: Widget, words: Words | None) -> None:
    """Keys that something later asks for, or that only have to be pressed."""
    ref = work.answers.of_digits(widget.name)
    number = ref is not None and ref.kind is Kind.NUMBER
    most = min(widget.properties.whole("number_of_digits", "num_digits") or MOST_DIGITS, MOST_DIGITS)
    fields: dict[str, Any] = {"kind": "number" if number else "digits"}
    if not number:
        fields["digits"] = most if most == 1 else {"least": 1, "most": most}
    fields |= {"readback": False, "as": ref.name if ref else work.names[widget.name]}
    not_understood(work, widget, words)
    quiet = silence(work, widget, None, others=False)
    fields |= {"next": work.on(widget, "keypress"), "otherwise": quiet.to}
    if quiet.tries:
        fields["tries"] = quiet.tries
    write(work, widget, "collect", fields, [])


def _pause(work: Work, widget: Widget) -> None:
    """Neither keys nor words lead anywhere else: it only says something, and waits a moment."""
    row = work.row(widget)
    if not (widget.to("keypress") or widget.to("speech")):
        row.default("a key, or something spoken: goes on as silence does")
    quiet = silence(work, widget, None, others=False)
    said = widget.properties.text("say")
    if said:
        speak(work, widget, said, quiet.to)
    else:
        work.put(widget, "go", {"to": quiet.to})
