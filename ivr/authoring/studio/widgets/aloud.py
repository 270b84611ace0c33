"""Questions that are answered by voice: menus that take words, with keys beside them.

In a language that no carrier is sure to understand the same is done by key, or what is said is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ivr.authoring.studio.draft import To
from ivr.authoring.studio.model import Widget
from ivr.authoring.studio.widgets.ask import Silence, silence, without, write
from ivr.authoring.studio.widgets.keys import KEYS
from ivr.authoring.studio.widgets.rounds import fold_round, leads_back, round_of
from ivr.authoring.studio.widgets.spoken_words import Choice, Words, with_the_rest
from ivr.authoring.studio.work import PERSON, PROMISE, Work
from ivr.callflow.menu import UNHEARD


@dataclass(slots=True)
class Aloud:
    """Key → what may be said for it; and what else a menu has that listens."""

    words: dict[str, list[str]] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)


def menu_of(choices: dict[str, To], aloud: Aloud, quiet: Silence) -> dict[str, Any]:
    """The fields of a menu, but for its prompt."""
    spoken = {key: {"go": to, "words": aloud.words[key]} if aloud.words.get(key) else to for key, to in choices.items()}
    tries = {"tries": quiet.tries} if quiet.tries else {}
    return {"choices": spoken, **aloud.fields, "otherwise": quiet.to, **tries}


def spoken_as_well(work: Work, widget: Widget, words: Words | None, choices: dict[str, To]) -> Aloud:
    """What may be said at a menu of keys; places to which no key leads get one."""
    spoken = widget.to("speech")
    if spoken is None:
        return Aloud()
    if _unheard(work, widget):
        not_understood(work, widget, words)
        return Aloud()
    if words is None:
        return Aloud(fields=_else(work, widget, without(work, widget, spoken, "Digits")))
    _fold_split(work, widget, words)
    return Aloud(_by_key(work, widget, words.choices, choices), _else(work, widget, words.other))


def menu_of_words(work: Work, widget: Widget, words: Words) -> None:
    """A spoken choice that has keys as well: the prompt says which key is for which word."""
    choices = dict[str, To]()
    _fold_split(work, widget, words)
    here = leads_back(work, widget, words.other)
    known = words.choices if here else with_the_rest(work, widget, words)
    aloud = Aloud(_by_key(work, widget, known, choices))
    if _unheard(work, widget):
        work.row(widget).adapt("it was answered by voice: the same choices are made by key, and the prompt says so")
        aloud = Aloud()
    else:
        aloud.fields = _else(work, widget, words.other)
    labels = {work.names[work.carried.get(it.to, it.to)]: it.label for it in known if it.to}
    hints = [work.tongue.for_key(labels.get(to.node, "this"), key, widget) for key, to in choices.items()]
    if not _fold_pressed(work, widget) and widget.to("keypress") not in (None, words.split.name):
        work.row(widget).adapt("any key led on as if nothing had been chosen: here keys are the choices")
    write(work, widget, "menu", menu_of(choices, aloud, silence(work, widget, None, others=False)), hints)


def any_words(work: Work, widget: Widget) -> None:
    """Words of any sort, with a key for a person beside them."""
    if _unheard(work, widget):
        _listen(work, widget)
        return
    choices, hints = {"0": To(PERSON)}, [work.tongue.for_key(work.tongue.person(widget), "0", widget)]
    if not _fold_pressed(work, widget) and (pressed := widget.to("keypress")):
        choices, hints = {key: work.to(pressed) for key in KEYS}, []
    aloud = Aloud(fields=_else(work, widget, widget.to("speech")))
    write(work, widget, "menu", menu_of(choices, aloud, silence(work, widget, None, others=False)), hints)


def not_understood(work: Work, widget: Widget, words: Words | None) -> None:
    """Whatever a caller speaks is not listened to at a question that is answered by keys."""
    spoken = widget.to("speech")
    if words:
        work.row(words.split).adapt("what is spoken is not understood: the same choices are made by key")
        work.fold(work.names[widget.name], words.split)
    if back := round_of(work, widget, spoken):
        fold_round(work, widget, back)
    elif spoken and spoken not in (widget.to("timeout"), widget.to("keypress")):
        work.row(widget).adapt("it is answered by key: what is spoken is not understood")


def _unheard(work: Work, widget: Widget) -> bool:
    return (work.tongue.spoken_by(widget) or work.tongue.first.code) in UNHEARD


def _else(work: Work, widget: Widget, other: str | None) -> dict[str, Any]:
    """Where other words lead, and under which name they are known. Straight back to the question: it is put again."""
    ref = work.answers.of_words(widget.name)
    known: dict[str, Any] = {"as": ref.name} if ref else {}
    if other is None:
        work.row(widget).default("other words than it listens for: asked again")
        return known
    back = work.carried.get(other, other) == widget.name
    return known if back else {"said": work.to(other), **known}


def _fold_split(work: Work, widget: Widget, words: Words) -> None:
    work.fold(work.names[widget.name], words.split)
    if words.lost:
        work.row(words.split).adapt("not all that is listened for is words: the rest is answered by key")


def _fold_pressed(work: Work, widget: Widget) -> bool:
    """Whether a key only puts the question again."""
    back = round_of(work, widget, widget.to("keypress"))
    if back:
        fold_round(work, widget, back)
    return back is not None


def _by_key(work: Work, widget: Widget, known: list[Choice], choices: dict[str, To]) -> dict[str, list[str]]:
    said = dict[str, list[str]]()
    for choice in known:
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


def _listen(work: Work, widget: Widget) -> None:
    """Words are recorded for the people who take the call; nothing here acts on what they mean."""
    row, ref = work.row(widget), work.answers.of_words(widget.name)
    row.adapt("what is spoken is recorded for your people, and not understood; key 0 leads to a person")
    quiet = silence(work, widget, None, others=False)
    name = ref.name if ref else work.names[widget.name]
    fields: dict[str, Any] = {"choices": {"0": To(PERSON)}, "as": name, "next": work.on(widget, "speech")}
    if not _fold_pressed(work, widget) and widget.to("keypress") not in (None, widget.to("speech")):
        row.adapt("any other key than 0 is not asked for")
    hints = [work.tongue.for_key(work.tongue.person(widget), "0", widget)]
    write(work, widget, "listen", {**fields, "otherwise": quiet.to}, hints)
