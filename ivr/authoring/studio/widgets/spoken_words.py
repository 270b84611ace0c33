"""A split on what was spoken, as choices of a menu: each word gets a key, and the prompt says which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivr.authoring.studio.model import SPLIT, Condition, Way, Widget
from ivr.authoring.studio.text import plain
from ivr.authoring.studio.tongue import YES
from ivr.authoring.studio.widgets.keys import about_words
from ivr.authoring.studio.work import Work

_WORD = re.compile(r"[^\W\d_][\w' -]{0,40}")


@dataclass(frozen=True, slots=True)
class Words:
    """`choices`: what to call it, and the way it leads; `other` is where anything else leads, and what to call that."""

    split: Widget
    choices: list[tuple[str, Way]]
    other: tuple[str, str] | None


def word_choices(work: Work, gather: Widget) -> Words | None:
    """The choices between which a caller speaks; None where no split follows at once."""
    split = work.studio.widget(gather.to("speech"))
    if split is None or split.kind != SPLIT or not split.matches:
        return None
    if not all(about_words(work, gather, split, it) for way in split.matches for it in way.conditions):
        return None
    choices, seen = list[tuple[str, Way]](), set[str | None]()
    for way in split.matches:
        if way.to not in seen:
            seen.add(way.to)
            choices.append((_label(way.conditions[0], way), way))
    other = split.to("noMatch")
    if other is None or other in seen:
        return Words(split, choices, None)
    return Words(split, choices, (_other(work, gather, [label for label, _ in choices]), other))


def _label(condition: Condition, way: Way) -> str:
    """What a choice is called: the word that is listened for, else the last of the author's own name for it."""
    for text in (condition.value.split(",")[0], condition.label.split(" ")[-1], way.to or ""):
        if _WORD.fullmatch(plain(text).replace("_", " ")):
            return plain(text).replace("_", " ").lower()
    letters = re.findall(r"[^\W\d_]{2,}", plain(condition.value))
    return letters[0].lower() if letters else "this"


def _other(work: Work, gather: Widget, labels: list[str]) -> str:
    hints = [plain(hint).lower() for hint in gather.properties.text("hints").split(",") if hint.strip()]
    rest = [hint for hint in hints if not any(label in hint or hint in label for label in labels)]
    if len(rest) == 1 and _WORD.fullmatch(rest[0]):
        return rest[0]
    return work.tongue.no(gather) if set(labels) <= YES else work.tongue.anything_else(gather)
