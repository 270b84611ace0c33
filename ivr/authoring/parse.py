"""Any bytes whatever → a tree with positions, or problems with positions; never an exception, never a long wait.

It refuses what a hand-written file does not need and an attack does: anchors, tags, great depth, great size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from ivr.authoring.builder import Builder, Stop
from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.tree import Mark, Tree

MOST_BYTES = 4_000_000
MOST_SHOWN = 2_000
"""Letters of a file that is no text."""
MOST_PROBLEMS = 100
"""Per file, while reading: beyond them nobody reads on."""

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.2 (chapter 5.1) does not let stand in a file: control characters, and a mark of byte order inside."""

_PLAIN_BYTES = bytes([*b"\t\n\r", *range(0x20, 0x7F)])

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


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its tree where it has one, and its text for showing."""

    file: str
    tree: Tree | None
    text: str = ""


def parse(raw: bytes, found: Findings) -> Source:
    """The tree of a YAML file (UTF-8); what is wrong with it goes to `found`, and the tree may then be None."""
    text = _decode(raw, found)
    if text is None:
        return Source(found.file, None, raw[:MOST_SHOWN].decode("utf-8-sig", "replace"))
    if odd := _odd(raw, text):
        letter = f"U+{ord(odd.group()):04X}"
        found.add(Code.UNREADABLE, _mark_at(text, odd.start()), f"an invisible control character ({letter})")
        return Source(found.file, None, text)
    return Source(found.file, _tree(text, found), text)


def lines_of(text: str) -> list[str]:
    """The lines of a text as YAML and editors count them."""
    return _LINE_END.split(text)


def _odd(raw: bytes, text: str) -> re.Match[str] | None:
    """The first character that may not stand in a file; most files are cleared by a look at their bytes."""
    return None if raw.isascii() and not raw.translate(None, _PLAIN_BYTES) else _FORBIDDEN.search(text)


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
    builder = Builder(found)
    try:
        for event in _events(text):
            builder.take(event)
            if len(found.problems) >= MOST_PROBLEMS:
                del found.problems[MOST_PROBLEMS:]
                return None
    except Stop:
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
    where, end = Mark(mark.line + 1, mark.column + 1) if mark else _mark_at(text, None), _mark_at(text, None)
    where = end if where.line > end.line else where
    hint = f"the quote that opens on line {quote[0]} closes only here" if quote[1] == where.line else ""
    found.add(Code.SYNTAX, where, f"not YAML: {plain}", hint=hint)
