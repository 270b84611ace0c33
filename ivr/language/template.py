"""Texts with places in them: `{caller.name}` is a value, `[, {caller.name}]` is dropped whole when a value is empty.

Nothing is ever evaluated: a value is copied, and what it contains is never looked at again. Escaping is the renderer's.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

MOST_LETTERS = 160
"""Of a value. The longest honest one is a foreign number spelled out digit by digit."""

_GROUP = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"\{([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\}")
_PUT = re.compile(_PLACE.pattern + r"(\.?)")
_MARK = re.compile(r"\{[^{}\[\]]*\}|[\[\]{}]")
_JOINERS = "\u200c\u200d"  # invisible, but Bengali and its neighbours need them to spell


class Fault(Enum):
    """What can be wrong with a template."""

    UNKNOWN_PLACE = "unknown_place"
    STRAY_BRACE = "stray_brace"
    STRAY_BRACKET = "stray_bracket"
    NESTED_GROUP = "nested_group"
    GROUP_WITHOUT_PLACE = "group_without_place"


@dataclass(frozen=True)
class Flaw:
    """One fault of a template: where it begins (an offset in letters) and the words that are wrong."""

    fault: Fault
    offset: int
    text: str


def fill(template: str, values: Mapping[str, str], put_as: Callable[[str], str] = str) -> str:
    """The template with its values in place, cleaned. A value that is missing counts as empty: a call goes on.

    `put_as` makes a value fit where its place stands: what is to be escaped is escaped by it."""
    cleaned = {name: put_as(clean(values.get(name, ""))) for name in _PLACE.findall(template)}

    def group(found: re.Match[str]) -> str:
        return found[1] if all(cleaned[name] for name in _PLACE.findall(found[1])) else ""

    def put(found: re.Match[str]) -> str:
        return cleaned[found[1]] + ("" if cleaned[found[1]].endswith(".") else found[2])  # `at 10 a.m.` ends a sentence

    # Groups go first, while the text is still only the author's: no bracket in a value can open one.
    return _PUT.sub(put, _GROUP.sub(group, template)).strip()


def places(template: str) -> frozenset[str]:
    """The names of all places in a template."""
    return frozenset(_PLACE.findall(template))


def always_said(template: str) -> frozenset[str]:
    """The names of those places that stand in no group: their sentence is spoken whether they are empty or not."""
    return places(_GROUP.sub("", template))


def check_template(template: str, allowed: Collection[str]) -> tuple[Flaw, ...]:
    """Everything that is wrong with a template whose places must be among `allowed`; empty when it is good."""
    return tuple(_flaws(template, allowed))


def clean(value: str) -> str:
    """A value fit to be spoken: NFC, on one line, without control characters, and of at most MOST_LETTERS letters."""
    spaced = " ".join(unicodedata.normalize("NFC", value).split())
    kept = "".join(letter for letter in spaced if letter in _JOINERS or unicodedata.category(letter)[0] != "C")
    end = min(len(kept), MOST_LETTERS)
    while end < len(kept) and end and unicodedata.category(kept[end])[0] == "M":
        end -= 1  # never part a letter from its signs
    return kept[:end].strip()


def _flaws(template: str, allowed: Collection[str]) -> Iterator[Flaw]:
    opened: int | None = None
    for mark in _MARK.finditer(template):
        text, offset = mark[0], mark.start()
        if text == "[":
            if opened is not None:
                yield Flaw(Fault.NESTED_GROUP, offset, text)
            opened = offset
        elif text == "]":
            yield from _group_flaws(template, opened, offset)
            opened = None
        elif len(text) == 1:
            yield Flaw(Fault.STRAY_BRACE, offset, text)
        elif not _PLACE.fullmatch(text) or text[1:-1] not in allowed:
            yield Flaw(Fault.UNKNOWN_PLACE, offset, text)
    if opened is not None:
        yield Flaw(Fault.STRAY_BRACKET, opened, "[")


def _group_flaws(template: str, opened: int | None, closed: int) -> Iterator[Flaw]:
    if opened is None:
        yield Flaw(Fault.STRAY_BRACKET, closed, "]")
    elif not _PLACE.search(template, opened, closed):
        yield Flaw(Fault.GROUP_WITHOUT_PLACE, opened, template[opened : closed + 1])
