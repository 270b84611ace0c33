"""Puts the YAML parser's events together to a tree, and refuses whatever is too deep, too long, copied or tagged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.tree import Entry, Mapping, Mark, Scalar, Sequence, Tree

MOST_DEPTH = 16
MOST_ENTRIES = 20_000
"""Of one mapping: twice the largest flow for which the checker promises a time."""
MOST_ITEMS = 1_000
MOST_SCALAR = 20_000


class Stop(Exception):
    """Enough is known: the rest of the file is not read."""


@dataclass(slots=True)
class _Frame:
    mark: Mark
    is_mapping: bool
    under: str
    key: Scalar | None = None
    entries: list[Entry] = field(default_factory=list)
    items: list[Tree] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)


class Builder:
    """Puts the parser's events together; a tree is finished when the document ends."""

    def __init__(self, found: Findings) -> None:
        self.root: Tree | None = None
        self.long_quote = (0, 0)
        """Where the last quoted text over several lines begins and ends: most likely its end was forgotten."""
        self._found = found
        self._frames: list[_Frame] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "an alias (*) copies what stands elsewhere")
            self._put(Scalar("", _mark(event)))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._found.add(Code.ONE_DOCUMENT, _mark(event), "a second document begins here (---)", "one per file")
            raise Stop

    def _scalar(self, event: Any) -> None:
        mark = _mark(event)
        self._no_extras(event)
        if len(event.value) > MOST_SCALAR:
            self._found.add(Code.TOO_LARGE, mark, f"a text of {len(event.value)} letters", f"at most {MOST_SCALAR}")
            raise Stop
        if event.style in ("'", '"') and event.end_mark.line > event.start_mark.line:
            self.long_quote = (mark.line, event.end_mark.line + 1)
        self._put(Scalar(event.value, mark, event.style in ("'", '"', "|", ">")))

    def _open(self, event: Any) -> None:
        mark = _mark(event)
        self._no_extras(event)
        if len(self._frames) >= MOST_DEPTH:
            self._found.add(Code.TOO_LARGE, mark, f"nested more than {MOST_DEPTH} deep")
            raise Stop
        under = self._frames[-1].key if self._frames else None
        self._frames.append(_Frame(mark, isinstance(event, yaml.MappingStartEvent), under.text if under else ""))

    def _close(self) -> None:
        frame = self._frames.pop()
        whole = (
            Mapping(tuple(frame.entries), frame.mark) if frame.is_mapping else Sequence(tuple(frame.items), frame.mark)
        )
        self._put(whole)

    def _put(self, tree: Tree) -> None:
        if not self._frames:
            self.root = tree
            return
        frame = self._frames[-1]
        if not frame.is_mapping:
            frame.items.append(tree)
            self._bounded(frame, len(frame.items), MOST_ITEMS)
        elif frame.key is None:
            frame.key = self._key(tree)
        else:
            self._entry(frame, frame.key, tree)
            frame.key = None

    def _key(self, tree: Tree) -> Scalar:
        if isinstance(tree, Scalar):
            return tree
        self._found.add(Code.WRONG_SHAPE, tree.mark, "a key must be a word, not a list or a mapping")
        return Scalar("", tree.mark)

    def _entry(self, frame: _Frame, key: Scalar, value: Tree) -> None:
        first = frame.seen.setdefault(key.text, key.mark.line)
        if len(frame.seen) == len(frame.entries):
            choice = frame.under == "choices"
            message = f"two choices on key {key.text}" if choice else f'the key "{key.text}" stands here twice'
            self._found.add(
                Code.CHOICE_TWICE if choice else Code.KEY_TWICE, key.mark, message, hint=f"the first is on line {first}"
            )
            return
        frame.entries.append(Entry(key, value))
        self._bounded(frame, len(frame.entries), MOST_ENTRIES)

    def _bounded(self, frame: _Frame, count: int, most: int) -> None:
        if count > most:
            self._found.add(Code.TOO_LARGE, frame.mark, f"more than {most} entries in one place")
            raise Stop

    def _no_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, "an anchor (&) is for copying")
        if event.tag is not None:
            self._refuse(event, f"a tag ({event.tag[:40]}) is not needed: every key knows what it holds")

    def _refuse(self, event: Any, message: str) -> None:
        self._found.add(Code.NO_ANCHORS, _mark(event), message, "plain text, mappings and lists")


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Mark(start.line + 1, start.column + 1, max(1, length))
