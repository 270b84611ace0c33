"""A draft as YAML that reads like hand-written; and where in it each target stands. It decides nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ivr.authoring.studio.draft import Node, To

_WORD = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*|[1-9][0-9]{0,4}[smhd]")
_MEANT = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
"""Words that other readers of YAML take for something else."""
_WIDEST = 118


@dataclass(slots=True)
class Page:
    """A file in the making."""

    lines: list[str] = field(default_factory=list)
    marks: dict[tuple[int, int], To] = field(default_factory=dict)
    """Line and column of each target, counted from 1."""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Node → its first and last line."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def node_at(self, line: int) -> str:
        """The node that stands on a line; empty outside of all."""
        return next((name for name, (first, last) in self.spans.items() if first <= line <= last), "")

    def comment(self, text: str, indent: int = 0) -> None:
        line = "# " + "".join(it if unicodedata.category(it)[0] != "C" else " " for it in text)
        start = " " * indent
        self.lines += [start + part for part in wrapped(line, _WIDEST - indent, "# ")]

    def put(self, key: str, value: Any, indent: int) -> None:
        """A key with its value, on one line where that is a single one."""
        start = f"{' ' * indent}{key}:"
        if isinstance(value, dict) and value and not _inline(value):
            self.lines.append(start)
            for name, item in value.items():
                self.put(_key(name), item, indent + 2)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            self.lines.append(start)
            for item in value:
                self._line(f"{' ' * (indent + 2)}- ", item)
        elif value is None:
            self.lines.append(start)
        else:
            self._line(f"{start} ", value)

    def _line(self, before: str, value: Any) -> None:
        parts, targets = list[str](), list[tuple[int, To]]()
        length = len(before)
        for bit in _bits(value):
            if isinstance(bit, To):
                targets.append((length + 1, bit))
                bit = bit.node
            parts.append(bit)
            length += len(bit)
        self.lines.append(before + "".join(parts))
        self.marks.update({(len(self.lines), column): to for column, to in targets})


def node(page: Page, it: Node) -> None:
    """One node, with the remarks that belong to it."""
    page.lines.append("")
    for note in it.notes:
        page.comment(note, 2)
    first = len(page.lines) + 1
    page.lines.append(f"  {it.name}:")
    page.put(it.kind, it.fields, 4)
    for key, value in it.beside.items():
        page.put(key, value, 4)
    page.spans[it.name] = (first, len(page.lines))


def scalar(value: str | int | float | bool) -> str:
    """One value; whatever is no plain word stands in quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if _WORD.fullmatch(value) and value not in _MEANT:
        return value
    if '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    return "".join(_safe(letter) for letter in json.dumps(value, ensure_ascii=False))


def wrapped(text: str, width: int, indent: str) -> Iterable[str]:
    """Lines of words, no wider than that where words allow it."""
    line = ""
    for word in text.split(" "):
        if line.strip("# ") and len(line) + 1 + len(word) > width:
            yield line.rstrip()
            line = indent + word
        else:
            line = f"{line} {word}" if line else word or " "
    yield line.rstrip()


def _inline(value: dict[str, Any]) -> bool:
    """Whether a mapping is short enough to stand on one line."""
    plain = all(isinstance(item, str | int | float | bool) for item in value.values())
    return plain and sum(len(str(key)) + len(str(item)) + 4 for key, item in value.items()) < 60 and len(value) <= 3


def _bits(value: Any) -> Iterable[str | To]:
    if isinstance(value, To):
        yield value
    elif isinstance(value, dict):
        yield "{"
        for at, (key, item) in enumerate(value.items()):
            yield f"{', ' if at else ''}{_key(key)}: "
            yield from _bits(item)
        yield "}"
    elif isinstance(value, list):
        yield "["
        for at, item in enumerate(value):
            yield ", " if at else ""
            yield from _bits(item)
        yield "]"
    else:
        yield scalar(value)


def _key(key: str) -> str:
    return key if re.fullmatch("[a-z][a-z0-9_]*", key) and key not in _MEANT else scalar(f"{key}")


def _safe(letter: str) -> str:
    """A letter that may stand in a file; the parser takes no control characters, and no mark of byte order."""
    number = ord(letter)
    if letter != "\ufeff" and (letter.isprintable() or letter in "\u200c\u200d"):
        return letter
    return f"\\U{number:08X}" if number > 0xFFFF else f"\\u{number:04X}"
