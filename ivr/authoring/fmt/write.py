"""Writes a document again: two spaces for each step inwards, brackets only where all of it fits on a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import dropwhile

from ivr.authoring.fmt import scalars
from ivr.authoring.fmt.pieces import MAPPING, Entry, Piece
from ivr.authoring.fmt.remarks import Remarks
from ivr.authoring.fmt.scalars import WIDTH

STEP = 2


def written(root: Piece, remarks: Remarks) -> str:
    """The whole text, with one end of line at its end."""
    head = _tidy(remarks.head)
    body = list(_block(root, 0)) if not root.scalar else [scalars.value(root, False)]
    lines = [*head, *body] if head else body
    return "\n".join([*_tidy(lines, ends=True), ""])


def _block(piece: Piece, indent: int) -> Iterator[str]:
    """A mapping or list, an entry below the other."""
    if piece.inline:
        yield " " * indent + _in_brackets(piece)
        yield from _remarks(piece.foot, indent)
        return
    for place, entry in enumerate(piece.entries):
        before = entry.before if place or not indent else _without_first_blanks(entry.before)
        yield from _remarks(before, indent)
        yield from _entry(entry, indent)
    yield from _remarks(piece.foot, indent)


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    if entry.key is not None:
        yield from _with_value(f"{' ' * indent}{scalars.key(entry.key, False)}:", entry, indent)
    elif entry.value.kind == MAPPING and not _on_one_line(entry.value, f"{' ' * indent}-"):
        yield from _first_beside_dash(entry, indent)
    else:
        yield from _with_value(f"{' ' * indent}-", entry, indent)


def _with_value(head: str, entry: Entry, indent: int) -> Iterator[str]:
    value = entry.value
    if value.scalar:
        line = f"{head} {scalars.value(value, False)}".rstrip()
        long = value.style in ("|", ">") or len(line) > WIDTH
        if long and (found := scalars.block(value, WIDTH - indent - STEP)):
            yield _beside(f"{head} {found[0]}", entry)
            yield from (f"{' ' * (indent + STEP)}{one}" if one else "" for one in found[1])
        else:
            yield _beside(line, entry)
    elif _on_one_line(value, head):
        yield _beside(f"{head} {_in_brackets(value)}", entry)
        yield from _remarks(value.foot, indent + STEP)
    else:
        yield _beside(head, entry)
        yield from _block(_opened(value), indent + STEP)


def _first_beside_dash(entry: Entry, indent: int) -> Iterator[str]:
    """A mapping in a list: its first entry stands beside the dash."""
    value = _opened(entry.value)
    first = value.entries[0]
    above = [*([entry.beside] if entry.beside else []), *first.before]
    yield from _remarks([one for one in above if one], indent)
    lines = iter(_entry(first, indent + STEP))
    yield f"{' ' * indent}- {next(lines).lstrip()}"
    yield from lines
    for other in value.entries[1:]:
        yield from _remarks(other.before, indent + STEP)
        yield from _entry(other, indent + STEP)
    yield from _remarks(value.foot, indent + STEP)


def _on_one_line(piece: Piece, head: str) -> bool:
    if piece.scalar or not piece.inline:
        return False
    return not piece.entries or len(head) + 1 + len(_in_brackets(piece)) <= WIDTH


def _opened(piece: Piece) -> Piece:
    """No longer in brackets; what is in it may still be."""
    return replace(piece, inline=False)


def _in_brackets(piece: Piece) -> str:
    if piece.scalar:
        return scalars.value(piece, True)
    parts = (f"{scalars.key(one.key, True)}: " if one.key else "" for one in piece.entries)
    inside = ", ".join(part + _in_brackets(one.value) for part, one in zip(parts, piece.entries, strict=True))
    return f"{{{inside}}}" if piece.kind == MAPPING else f"[{inside}]"


def _beside(line: str, entry: Entry) -> str:
    """The remark stays in its column where there is room, so that remarks below each other stay so."""
    if not entry.beside:
        return line
    return f"{line}{' ' * max(2, entry.beside_at - len(line))}{entry.beside}"


def _remarks(lines: Iterable[str], indent: int) -> Iterator[str]:
    return (" " * indent + line if line else "" for line in _tidy(lines))


def _tidy(lines: Iterable[str], ends: bool = False) -> list[str]:
    """No two blank lines one after the other; with `ends` none at either end."""
    found = list[str]()
    for line in lines:
        if line or (found and found[-1]) or (not found and not ends):
            found.append(line)
    while ends and found and not found[-1]:
        found.pop()
    return found


def _without_first_blanks(lines: list[str]) -> list[str]:
    return list(dropwhile(lambda line: not line, lines))
