"""A split on what was spoken, as choices of a menu: each word gets a key, and the prompt says which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivr.authoring.studio.model import SPLIT, Condition, Way, Widget
from ivr.authoring.studio.text import plain
from ivr.authoring.studio.tongue import YES
from ivr.authoring.studio.widgets.keys import about_words
from ivr.authoring.studio.work import Work

_SAID = re.compile(r"[\w][\w' .-]{0,60}")
_AROUND = re.compile(r"\(\?i\)|\^|\$|\.[*+]|\\b")
"""Of a pattern: what only says that other words may stand before and behind."""
_INNERMOST = re.compile(r"([^()|]*)\((?:\?:)?([^()]*)\)([^()|]*)")
MOST_WORDS = 20
_WORD = re.compile(r"[^\W\d_][\w' -]{0,40}")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a choice is called, what is said for it, and where it leads; None: the call ended there."""

    label: str
    words: tuple[str, ...]
    to: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """`other` is where anything else leads, or None. `lost`: some tests ask for something else than words."""

    split: Widget
    choices: list[Choice]
    other: str | None
    lost: bool


def word_choices(work: Work, gather: Widget) -> Words | None:
    """The choices between which a caller speaks; None where no split follows at once."""
    split = work.studio.widget(gather.to("speech"))
    if split is None or split.kind != SPLIT or not split.matches:
        return None
    if not all(about_words(work, gather, split, it) for way in split.matches for it in way.conditions):
        return None
    by_target = dict[str | None, list[str]]()
    labels = dict[str | None, str]()
    for way in split.matches:
        labels.setdefault(way.to, _label(way.conditions[0], way))
        by_target.setdefault(way.to, []).extend(word for it in way.conditions for word in _words(it))
    choices = [Choice(labels[to], tuple(dict.fromkeys(words)), to) for to, words in by_target.items()]
    lost = any(not _words(it) for way in split.matches for it in way.conditions)
    return Words(split, choices, split.to("noMatch"), lost)


def with_the_rest(work: Work, gather: Widget, words: Words) -> list[Choice]:
    """The choices, and one for whatever else is said, where that leads elsewhere than they do."""
    if words.other is None or any(it.to == words.other for it in words.choices):
        return words.choices
    label = _other(work, gather, [it.label for it in words.choices])
    return [*words.choices, Choice(label, (label,), words.other)]


def _words(condition: Condition) -> list[str]:
    """What is said for a test to be met; none where it asks for something else than words."""
    if condition.test in ("equal_to", "contains", "starts_with"):
        parts = [condition.value]
    elif condition.test == "matches_any_of":
        parts = condition.value.split(",")
    elif condition.test == "regex":
        parts = alternatives(condition.value)
    else:
        return []
    said = [" ".join(plain(part).lower().split()) for part in parts]
    return said if said and all(_SAID.fullmatch(word) for word in said) else []


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


def alternatives(pattern: str) -> list[str]:
    """The words that a pattern of letters, brackets and `|` stands for: `s(i|í)|y` is si, sí and y; else none.

    Two brackets in one word are more than is read here.
    """
    left = _AROUND.sub("", pattern)
    while found := _INNERMOST.search(left):
        before, inside, behind = found.groups()
        if left[found.end() :].startswith("(") or left[: found.start()].endswith(")"):
            return []
        spelled = "|".join(f"{before}{part}{behind}" for part in inside.split("|"))
        left = left[: found.start()] + spelled + left[found.end() :]
        if left.count("|") > MOST_WORDS:
            return []
    return [part for part in left.split("|") if part.strip()]
