"""Any bytes whatever → a tree with positions, or problems with positions; never an exception, never a long wait.

It refuses what a hand-written file does not need and an attack does: anchors, tags, great depth, great size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.tree import Entry, Mapping, Mark, Scalar, Sequence, Tree

MOST_BYTES = 8_000_000
MOST_DEPTH = 16
MOST_ENTRIES = 20_000
"""Of one mapping: twice the largest flow for which the checker promises a time."""
MOST_ITEMS = 1_000
MOST_SCALAR = 20_000
MOST_PROBLEMS = 100
"""Per file, while reading: beyond them nobody reads on."""

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.2 (chapter 5.1) does not let stand in a file: control characters, and a mark of byte order inside."""

_PLAIN_WORDS = {
    "mapping values are not allowed": "a second colon on this line: put the text in quotes",
    "cannot start any token": "this character cannot begin a value: put the text in quotes (and indent with spaces)",
    "could not find expected ':'": "a key without its colon, or a text over several lines without quotes",
    "did not find expected key": "this line does not belong to what stands above it: check indentation and quotes",
    "did not find expected '-' indicator": "this line does not belong to the list above it: check the indentation",
    "did not find expected ',' or '}'": "a brace { without its }, or a comma is missing",
    "did not find expected ',' or ']'": "a bracket [ without its ], or a comma is missing",
    "found unexpected end of stream": "a quote is opened and never closed",
    "found unknown escape character": "in double quotes a backslash is special: write \\\\, or use single quotes",
    "did not find expected node content": "a value is missing here",
    "unknown directive": "lines that begin with % are not used here",
}


class _Stop(Exception):
    """Enough is known: the rest of the file is not read."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its tree where it has one, and its lines for showing."""

    file: str
    tree: Tree | None
    lines: tuple[str, ...] = ()


@dataclass(slots=True)
class _Frame:
    mark: Mark
    is_mapping: bool
    under: str
    key: Scalar | None = None
    entries: list[Entry] = field(default_factory=list)
    items: list[Tree] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)


def parse(raw: bytes, found: Findings) -> Source:
    """The tree of a YAML file (UTF-8); what is wrong with it goes to `found`, and the tree may then be None."""
    text = _decode(raw, found)
    if text is None:
        return Source(found.file, None)
    lines = tuple(_LINE_END.split(text))
    if odd := _FORBIDDEN.search(text):
        letter = f"U+{ord(odd.group()):04X}"
        found.add(Code.UNREADABLE, _mark_at(text, odd.start()), f"an invisible control character ({letter})")
        return Source(found.file, None, lines)
    return Source(found.file, _tree(text, found), lines)


def _decode(raw: bytes, found: Findings) -> str | None:
    if len(raw) > MOST_BYTES:
        size = f"{len(raw) / 1e6:.1f} MB"
        found.add(Code.TOO_LARGE, Mark(), f"the file has {size}", f"at most {MOST_BYTES // 1_000_000} MB")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        mark = _mark_at(raw[: failure.start].decode("utf-8-sig", "replace"), None)
        found.add(Code.UNREADABLE, mark, f"byte 0x{raw[failure.start]:02X} is not UTF-8", "a text file saved as UTF-8")
        return None


def _mark_at(text: str, index: int | None) -> Mark:
    before = _LINE_END.split(text[:index])
    return Mark(len(before), len(before[-1]) + 1)


def _tree(text: str, found: Findings) -> Tree | None:
    builder = _Builder(found)
    try:
        for event in _events(text):
            builder.take(event)
            if len(found.problems) >= MOST_PROBLEMS:
                return None
    except _Stop:
        return None
    except yaml.YAMLError as failure:
        _syntax(failure, text, builder.long_quote, found)
        return None
    if builder.root is None and not found.problems:
        found.add(Code.WHICH_FILE, Mark(), "the file is empty")
    return builder.root


def _events(text: str) -> Iterator[Any]:
    parser = yaml.CSafeLoader(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _syntax(failure: yaml.YAMLError, text: str, quote: tuple[int, int], found: Findings) -> None:
    mark = getattr(failure, "problem_mark", None) or getattr(failure, "context_mark", None)
    words = str(getattr(failure, "problem", None) or "not YAML")
    plain = next((plain for sign, plain in _PLAIN_WORDS.items() if sign in words), words)
    where = Mark(mark.line + 1, mark.column + 1) if mark else _mark_at(text, None)
    hint = f"the quote that opens on line {quote[0]} closes only here" if quote[1] == where.line else ""
    found.add(Code.SYNTAX, where, f"not YAML: {plain}", hint=hint)


class _Builder:
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
            raise _Stop

    def _scalar(self, event: Any) -> None:
        mark = _mark(event)
        self._no_extras(event)
        if len(event.value) > MOST_SCALAR:
            self._found.add(Code.TOO_LARGE, mark, f"a text of {len(event.value)} letters", f"at most {MOST_SCALAR}")
            raise _Stop
        if event.style in ("'", '"') and event.end_mark.line > event.start_mark.line:
            self.long_quote = (mark.line, event.end_mark.line + 1)
        self._put(Scalar(event.value, mark, event.style in ("'", '"', "|", ">")))

    def _open(self, event: Any) -> None:
        mark = _mark(event)
        self._no_extras(event)
        if len(self._frames) >= MOST_DEPTH:
            self._found.add(Code.TOO_LARGE, mark, f"nested more than {MOST_DEPTH} deep")
            raise _Stop
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
            raise _Stop

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
