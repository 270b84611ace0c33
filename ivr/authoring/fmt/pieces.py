"""A file as it is to be written again: what stands in it, and with each piece the remarks and blank lines around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml


@dataclass(slots=True)
class Piece:
    """A scalar, or a mapping or list with its entries. `lines`: those of a folded text, as its author broke it.
    `inline`: it stands in brackets on one line. `foot`: remarks below its last entry."""

    kind: str
    text: str = ""
    style: str = ""
    lines: tuple[str, ...] = ()
    inline: bool = False
    entries: list[Entry] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)

    @property
    def scalar(self) -> bool:
        return self.kind == SCALAR


@dataclass(slots=True)
class Entry:
    """`before`: lines above it, blank ones as empty texts. `beside`: the remark at the end of its line."""

    key: Piece | None
    value: Piece
    line: int
    column: int
    home: Piece
    above: Entry | None = None
    before: list[str] = field(default_factory=list)
    beside: str = ""
    beside_at: int = 0


SCALAR, MAPPING, LIST = "scalar", "mapping", "list"

Span = tuple[int, int, int]
"""Line, and the columns from and until."""


@dataclass(slots=True)
class Whole:
    """A document: its root, the entries in the order in which they stand, and where its scalars are."""

    root: Piece
    entries: list[Entry] = field(default_factory=list)
    taken: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Line → columns in which a scalar stands; a # there is no remark."""


ALL = 1 << 30


def read_pieces(text: str, lines: list[str]) -> Whole | None:
    """The document of a text that parses without a problem; None where nothing stands in it."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if node is None:
        return None
    whole = Whole(Piece(SCALAR))
    whole.root = _piece(node, whole, None, lines)
    return whole


def _piece(node: Any, whole: Whole, above: Entry | None, lines: list[str]) -> Piece:
    if isinstance(node, yaml.ScalarNode):
        spans = list(_spans(node, lines))
        for line, start, end in spans:
            whole.taken.setdefault(line, []).append((start, end))
        folded = tuple(lines[line].strip() for line, _, _ in spans[1:]) if node.style == ">" else ()
        return Piece(SCALAR, node.value, node.style or "", folded)
    mapping = isinstance(node, yaml.MappingNode)
    inline = bool(node.flow_style) and node.start_mark.line == node.end_mark.line
    piece = Piece(MAPPING if mapping else LIST, inline=inline or not node.value)
    for one in node.value:
        key, value = one if mapping else (None, one)
        first = key or value
        column = first.start_mark.column if mapping or node.flow_style else node.start_mark.column
        entry = Entry(None, Piece(SCALAR), first.start_mark.line, column, piece, above)
        piece.entries.append(entry)
        if not piece.inline:
            whole.entries.append(entry)
        entry.key = _piece(key, whole, entry, lines) if key is not None else None
        entry.value = _piece(value, whole, above if piece.inline else entry, lines)
        _is_inline(entry.value, piece)
    return piece


def _is_inline(value: Piece, home: Piece) -> None:
    """What stands within brackets on one line is on one line too."""
    if home.inline:
        value.inline = True


def _spans(node: Any, lines: list[str]) -> Iterator[Span]:
    """Where a scalar stands, line by line. Of a block, the line of its indicator may still have a remark; blank lines
    at its end are not its own."""
    start, end = node.start_mark, node.end_mark
    if node.style in ("|", ">"):
        last = min(end.line, len(lines) - 1)
        while last > start.line and not lines[last][: end.column if last == end.line else None].strip():
            last -= 1
        yield start.line, start.column, start.column + 1
        yield from ((line, 0, ALL) for line in range(start.line + 1, last + 1))
        return
    for line in range(start.line, end.line + 1):
        yield line, start.column if line == start.line else 0, end.column if line == end.line else ALL
