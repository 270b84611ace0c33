"""Gather Input On Call: a menu where a split follows on the key, else digits to collect, else words to record."""

from __future__ import annotations

from typing import Any

from ivr.authoring.studio.answers import Kind
from ivr.authoring.studio.draft import To
from ivr.authoring.studio.model import Widget
from ivr.authoring.studio.widgets.ask import Silence, fold_round, leads_back, silence, unanswered, write
from ivr.authoring.studio.widgets.keys import KEYS, Keys, key_choices
from ivr.authoring.studio.widgets.speaking import speak
from ivr.authoring.studio.widgets.spoken_words import ANYTHING, Choice, Words, with_the_rest, word_choices
from ivr.authoring.studio.work import PERSON, PROMISE, Work
from ivr.callflow.menu import UNHEARD

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
        _menu_of_words(work, widget, words)
    elif spoken:
        _listen(work, widget)
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
    said = _spoken_as_well(work, widget, words, choices)
    quiet = silence(work, widget, keys.other, others=True)
    write(work, widget, "menu", _menu(choices, said, quiet), [])


def _other_keys(work: Work, widget: Widget, keys: Keys, choices: dict[str, To]) -> None:
    """Keys without a meaning that lead elsewhere than silence does are choices, as they were."""
    silent, other = unanswered(work, widget), keys.other
    if other and silent and other != silent and not any(leads_back(work, widget, it) for it in (other, silent)):
        for key in KEYS:
            choices.setdefault(key, work.to(other))


def _menu(choices: dict[str, To], said: dict[str, list[str]], quiet: Silence) -> dict[str, Any]:
    spoken = {key: {"go": to, "words": said[key]} if said.get(key) else to for key, to in choices.items()}
    made: dict[str, Any] = {"choices": spoken, "otherwise": quiet.to}
    return {**made, "tries": quiet.tries} if quiet.tries else made


def _spoken_as_well(work: Work, widget: Widget, words: Words | None, choices: dict[str, To]) -> dict[str, list[str]]:
    """Key → what may be said for it, where speaking led to the same places; further places get a key of their own."""
    spoken = widget.to("speech")
    if work.tongue.spoken_by(widget) in UNHEARD or spoken is None or leads_back(work, widget, spoken):
        _not_understood(work, widget, words)
        return {}
    if words:
        work.fold(work.names[widget.name], words.split)
        if words.lost:
            work.row(words.split).adapt("not all that is listened for is words: the rest is answered by key")
        known = with_the_rest(work, widget, words)
    elif work.answers.of_words(widget.name) or spoken == widget.to("timeout"):
        _not_understood(work, widget, words)
        return {}
    else:
        known = [Choice("", (ANYTHING,), spoken)]
    return _by_key(work, widget, known, choices)


def _by_key(work: Work, widget: Widget, known: list[Choice], choices: dict[str, To]) -> dict[str, list[str]]:
    said = dict[str, list[str]]()
    for choice in known:
        if choice.to and leads_back(work, widget, choice.to):
            fold_round(work, widget, choice.to)
            continue
        if choice.to is None:
            work.row(widget).default(f'"{choice.label}" was said: we call back')
        to = work.to(choice.to) if choice.to else To(PROMISE)
        key = next((key for key, there in choices.items() if there.node == to.node), "")
        key = key or next((key for key in KEYS if key not in choices), "")
        if key:
            choices.setdefault(key, to)
            said.setdefault(key, []).extend(choice.words)
        else:
            work.row(widget).adapt(f'no key is left for "{choice.label}"')
    return said


def _remembering(work: Work, widget: Widget, keys: Keys, key: str, to: To) -> To:
    """The way on, by a `set` where something later asks which key it was."""
    ref = work.answers.of_digits(widget.name)
    later = work.answers.users(f"widgets.{widget.name}.Digits") - {keys.split.name}
    if ref is None or not later:
        return to
    return To(work.extra(f"{work.names[widget.name]}_{key}", widget, "set", {ref.name: key}, {"next": to}))


def _not_understood(work: Work, widget: Widget, words: Words | None) -> None:
    """Whatever a caller speaks is not listened to at a question that is answered by keys."""
    spoken = widget.to("speech")
    if words:
        work.row(words.split).adapt("what is spoken is not understood: the same choices are made by key")
        work.fold(work.names[widget.name], words.split)
    if spoken and leads_back(work, widget, spoken):
        fold_round(work, widget, spoken)
    elif spoken and spoken not in (widget.to("timeout"), widget.to("keypress")):
        work.row(widget).adapt("it is answered by key: what is spoken is not understood")


def _collect(work: Work, widget: Widget, words: Words | None) -> None:
    """Keys that something later asks for, or that only have to be pressed."""
    ref = work.answers.of_digits(widget.name)
    number = ref is not None and ref.kind is Kind.NUMBER
    most = min(widget.properties.whole("number_of_digits", "num_digits") or MOST_DIGITS, MOST_DIGITS)
    fields: dict[str, Any] = {"kind": "number" if number else "digits"}
    if not number:
        fields["digits"] = most if most == 1 else {"least": 1, "most": most}
    fields |= {"readback": False, "as": ref.name if ref else work.names[widget.name]}
    _not_understood(work, widget, words)
    quiet = silence(work, widget, None, others=False)
    fields |= {"next": work.on(widget, "keypress"), "otherwise": quiet.to}
    if quiet.tries:
        fields["tries"] = quiet.tries
    write(work, widget, "collect", fields, [])


def _menu_of_words(work: Work, widget: Widget, words: Words) -> None:
    """A spoken choice that has keys as well: the prompt says which key is for which word."""
    choices = dict[str, To]()
    if work.tongue.spoken_by(widget) in UNHEARD:
        work.row(widget).adapt("it was answered by voice: the same choices are made by key, and the prompt says so")
    if words.lost:
        work.row(words.split).adapt("not all that is listened for is words: the rest is answered by key")
    work.fold(work.names[widget.name], words.split)
    known = with_the_rest(work, widget, words)
    said = _by_key(work, widget, known, choices)
    labels = {work.names[work.carried.get(it.to, it.to)]: it.label for it in known if it.to}
    hints = [work.tongue.for_key(_label_of(to, labels, said[key]), key, widget) for key, to in choices.items()]
    if leads_back(work, widget, widget.to("keypress")):
        fold_round(work, widget, str(widget.to("keypress")))
    again = words.other if leads_back(work, widget, words.other) else None
    write(work, widget, "menu", _menu(choices, said, silence(work, widget, again, others=False)), hints)


def _label_of(to: To, labels: dict[str, str], words: list[str]) -> str:
    return labels.get(to.node) or next((word for word in words if word != ANYTHING), "this")


def _listen(work: Work, widget: Widget) -> None:
    """Words are recorded for the people who take the call; nothing here acts on what they mean."""
    row, ref = work.row(widget), work.answers.of_words(widget.name)
    row.adapt("what is spoken is recorded for your people, and not understood; key 0 leads to a person")
    quiet = silence(work, widget, None, others=False)
    fields = {
        "choices": {"0": To(PERSON)},
        "as": ref.name if ref else work.names[widget.name],
        "next": work.on(widget, "speech"),
        "otherwise": quiet.to,
    }
    if pressed := widget.to("keypress"):
        if leads_back(work, widget, pressed):
            fold_round(work, widget, pressed)
        elif pressed != widget.to("speech"):
            row.adapt("any other key than 0 is not asked for")
    write(work, widget, "listen", fields, [work.tongue.for_key(work.tongue.person(widget), "0", widget)])


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
