"""Remarks and blank lines: found in the text, and given to the entry above, beside or below which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ivr.authoring.fmt.pieces import Entry, Piece, Whole

Line = tuple[int, str]
"""A remark with its column; a blank line is (0, "")."""


@dataclass(slots=True)
class Remarks:
    """`head`: the lines above everything, which stay there."""

    head: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    """Every remark, to be sure that none is lost."""


def give_remarks(whole: Whole, lines: Sequence[str]) -> Remarks:
    """Every remark of the text goes to an entry, to the foot of a piece, or to the head of the document."""
    remarks, waiting = Remarks(), list[Line]()
    starts = dict[int, list[Entry]]()
    for entry in whole.entries:
        starts.setdefault(entry.line, []).append(entry)
    last: Entry | None = None
    for number, line in enumerate(lines):
        column = _remark(line, whole.taken.get(number, ()))
        words = line[column:].rstrip() if column is not None else ""
        own = column is not None and not line[:column].strip()
        remarks.all += [words] if words else []
        if own and column is not None:
            waiting.append((column, words))
        elif not line.strip() and number not in whole.taken:
            waiting.append((0, ""))
        else:
            last = _content(starts.get(number, []), last, waiting, remarks)
            waiting = []
            if column is not None:
                _beside(last, column, words, remarks)
    _below(whole, last, waiting)
    return remarks


def _remark(line: str, taken: Sequence[tuple[int, int]]) -> int | None:
    """The column at which a remark begins: a # that is in no scalar, and has a space before it."""
    at = line.find("#")
    while at >= 0:
        inside = any(start <= at < end for start, end in taken)
        if not inside and (at == 0 or line[at - 1] in " \t"):
            return at
        at = line.find("#", at + 1)
    return None


def _content(starting: list[Entry], last: Entry | None, waiting: list[Line], remarks: Remarks) -> Entry | None:
    """A line on which something stands: what was waiting goes to the first entry that begins there."""
    if not starting:
        words = [words for _, words in waiting if words]
        if last is None:
            remarks.head += [words for _, words in waiting]
        else:
            last.before += words
        return last
    first = starting[0]
    if last is None:
        remarks.head += [words for _, words in waiting]
    else:
        first.before += _after_feet(waiting, first, last)
    return starting[-1]


def _after_feet(waiting: list[Line], following: Entry, last: Entry) -> list[str]:
    """Remarks that are further in than what follows, and where something has ended, belong to its foot; the others to
    what follows."""
    ended, feet = _ended(last, following), 0
    for place, (column, words) in enumerate(waiting):
        if words and (column <= following.column or not any(_home(last, column) is piece for piece in ended)):
            break
        feet = place + 1 if words else feet
    _to_feet(waiting[:feet], last)
    return [words for _, words in waiting[feet:]]


def _ended(last: Entry, following: Entry) -> list[Piece]:
    """The pieces that end where this entry begins."""
    ended, entry = list[Piece](), last
    while entry.home is not following.home:
        ended.append(entry.home)
        if entry.above is None:
            return []
        entry = entry.above
    return ended


def _to_feet(lines: Sequence[Line], last: Entry) -> None:
    """Each remark to the piece whose column it has, a blank line to that of the next remark."""
    blank = list[str]()
    for column, words in lines:
        if words:
            _home(last, column).foot.extend([*blank, words])
        blank = [] if words else [""]


def _home(last: Entry, column: int) -> Piece:
    """The innermost piece that stands no further in than this."""
    entry = last
    while entry.column > column and entry.above is not None:
        entry = entry.above
    return entry.home


def _beside(last: Entry | None, column: int, words: str, remarks: Remarks) -> None:
    if last is None:
        remarks.head.append(words)
    elif last.beside:
        last.before.append(words)
    else:
        last.beside, last.beside_at = words, column


def _below(whole: Whole, last: Entry | None, waiting: list[Line]) -> None:
    """What stands below the last line."""
    if last is None:
        whole.root.foot += [words for _, words in waiting]
    else:
        _to_feet(waiting, last)
