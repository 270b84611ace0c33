"""Callers as a table: a CSV file is read line by line, each fault with its row and column; and one is written.

It asks no store: what a file says is either all right, or told to be wrong.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from ivr import phone
from ivr.console.frame import _
from ivr.console.shown import language_name, latin, typed
from ivr.console.trail import DANGEROUS, cell
from ivr.console.words import N_
from ivr.language import sought
from ivr.reports.caller.seeking import Found
from ivr.switchboard.outside.intake import MOST, Entry

COLUMNS = ("number", "name", "language", "zone", "vip", "do_not_call", "tags")
"""As they are written; all but the first may be missing."""
ALSO = {
    "phone": "number", "telephone": "number", "mobile": "number", "নম্বর": "number", "ফোন": "number", "মোবাইল": "number",
    "নাম": "name", "ভাষা": "language", "সময় অঞ্চল": "zone", "time zone": "zone", "ভিআইপি": "vip",
    "do not call": "do_not_call", "ফোন নয়": "do_not_call", "tag": "tags", "ট্যাগ": "tags",
}  # fmt: skip
"""Other names of columns that people give them."""
LAST_CALL = "last_call"
"""A column that is written, and passed over when it is read."""
YES = frozenset(map(sought.key, ("yes", "y", "true", "1", "x", "হ্যাঁ", "জি")))
NO = frozenset(map(sought.key, ("no", "n", "false", "0", "না", "")))
MOST_FAULTS = 50
"""Told of one file; whoever has mended these sends it again."""
BETWEEN_TAGS = ";"
LONGEST_NAME, LONGEST_TAG = 100, 40
"""Letters."""

NOT_TEXT = N_("This file is no text in UTF-8. Save it as “CSV UTF-8”.")
EMPTY = N_("There is nothing in this file.")
NO_NUMBERS = N_("The first row names the columns; one of them must be “number”.")
UNKNOWN = N_("There is no such column. Known are: %(names)s.")
TWICE = N_("This column stands there twice.")
TOO_LONG = N_("These are more than %(most)s callers. Send them in several files.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in the reader's words. `row` counts as a spreadsheet does, from 1; 0: the whole file."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Business:
    """What a file is read by."""

    country: str
    languages: Sequence[str]


class _Wrong(Exception):
    """A cell that cannot be read; the text says why."""


def read(content: bytes, business: Business) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """The callers of the file; where there are faults, none of them is to be taken in."""
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        return (), (Fault(0, "", _(NOT_TEXT)),)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        rows = list(enumerate(lines, 1))
    except csv.Error:
        return (), (Fault(lines.line_num, "", _("This row cannot be read.")),)
    if not any(any(map(str.strip, row)) for _line, row in rows):
        return (), (Fault(0, "", _(EMPTY)),)
    (first, head), *body = rows
    names, faults = _heads(first, head)
    return ((), faults) if faults else _body(names, body, business)


def _delimiter(text: str) -> str:
    """What stands most often in the first row: a comma, a semicolon or a tabulator."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _heads(line: int, head: Sequence[str]) -> tuple[list[str], tuple[Fault, ...]]:
    """Which column is which; an empty one is nothing."""
    names, faults = [], []
    for title in head:
        key = sought.key(title).replace("_", " ")
        name = ALSO.get(key) or (key.replace(" ", "_") if key else "")
        if name in names and name:
            faults.append(Fault(line, title, _(TWICE)))
        elif name and name not in (*COLUMNS, LAST_CALL):
            faults.append(Fault(line, title, _(UNKNOWN, names=", ".join(COLUMNS))))
        names.append(name)
    if "number" not in names and not faults:
        faults.append(Fault(line, "number", _(NO_NUMBERS)))
    return names, tuple(faults)


def _body(
    names: Sequence[str], body: Iterable[tuple[int, Sequence[str]]], business: Business
) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    entries: dict[str, tuple[int, Entry]] = {}
    faults: list[Fault] = []
    for line, row in body:
        if not any(map(str.strip, row)):
            continue
        entry, wrong = _entry(line, names, row, business)
        faults += wrong
        if entry is None:
            continue
        if entry.number in entries:
            faults.append(Fault(line, "number", _("The same number stands in row %(n)s.", n=entries[entry.number][0])))
        entries.setdefault(entry.number, (line, entry))
    if len(entries) > MOST:
        faults = [Fault(0, "", _(TOO_LONG, most=MOST))]
    if not entries and not faults:
        faults = [Fault(0, "", _(EMPTY))]
    return tuple(entry for _line, entry in entries.values()), tuple(faults[:MOST_FAULTS])


def _entry(line: int, names: Sequence[str], row: Sequence[str], business: Business) -> tuple[Entry | None, list[Fault]]:
    told: dict[str, Any] = {}
    faults = []
    if any(map(str.strip, row[len(names) :])):
        faults.append(Fault(line, "", _("There are more cells than columns.")))
    for name, text in zip(names, row, strict=False):
        if name in _READ:
            try:
                told[name] = _READ[name](_bare(text), business)
            except _Wrong as wrong:
                faults.append(Fault(line, name, str(wrong)))
    if "number" not in told and not faults:
        faults.append(Fault(line, "number", _("There is no number.")))
    return (Entry(**told) if not faults else None), faults


def _bare(text: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    told = typed(text)
    return told[1:] if told.startswith("'") and told[1:].startswith(DANGEROUS) else told


def _number(text: str, business: Business) -> str:
    found = phone.parse_number(latin(text), business.country)
    if isinstance(found, phone.Refusal):
        raise _Wrong(_(NUMBERS[found]))
    return found


NUMBERS: Mapping[phone.Refusal, str] = {
    phone.Refusal.EMPTY: N_("There is no number."),
    phone.Refusal.NOT_A_NUMBER: N_("This is no telephone number."),
    phone.Refusal.UNKNOWN_COUNTRY: N_("There is no such country code."),
    phone.Refusal.TOO_SHORT: N_("This number is too short."),
    phone.Refusal.TOO_LONG: N_("This number is too long."),
    phone.Refusal.NOT_IN_USE: N_("There is no such number."),
}
"""Why a text is no number, in words."""


def _name(text: str, business: Business) -> str:
    if len(text) > LONGEST_NAME:
        raise _Wrong(_("This is longer than %(n)s letters.", n=LONGEST_NAME))
    return text


def _language(text: str, business: Business) -> str | None:
    for code in business.languages:
        called = (code, *(language_name(code, shown_in) for shown_in in ("en", "bn", code)))
        if sought.key(text) in map(sought.key, called):
            return code
    if not text:
        return None
    raise _Wrong(_("We do not speak this language. Known are: %(names)s.", names=", ".join(business.languages)))


@cache
def zones() -> frozenset[str]:
    """Every IANA zone that there is; looked up once, for that takes a while."""
    return frozenset(available_timezones())


def _zone(text: str, business: Business) -> str | None:
    if text and text not in zones():
        raise _Wrong(_("There is no such time zone. Write it such as Asia/Dhaka."))
    return text or None


def _yes(text: str, business: Business) -> bool:
    if sought.key(text) not in YES | NO:
        raise _Wrong(_("Write yes or no."))
    return sought.key(text) in YES


def _vip(text: str, business: Business) -> bool | None:
    return _yes(text, business) if text else None


def _tags(text: str, business: Business) -> tuple[str, ...]:
    words = tuple(filter(None, map(str.strip, text.replace(",", BETWEEN_TAGS).split(BETWEEN_TAGS))))
    if any(len(word) > LONGEST_TAG for word in words):
        raise _Wrong(_("This is longer than %(n)s letters.", n=LONGEST_TAG))
    return words


_READ: Mapping[str, Callable[[str, Business], Any]] = {
    "number": _number, "name": _name, "language": _language, "zone": _zone, "vip": _vip, "do_not_call": _yes,
    "tags": _tags,
}  # fmt: skip


def write(found: Iterable[Found]) -> Iterator[str]:
    """The table, line by line, each number a line; Latin digits and ISO moments, and no cell that is a formula."""
    yield _line((*COLUMNS, LAST_CALL))
    for one in found:
        marks = ("yes" if mark else "no" for mark in (one.vip, one.do_not_call))
        last = one.last_at.isoformat(timespec="seconds") if one.last_at else ""
        told = (one.name, one.language or "", one.zone or "", *marks, BETWEEN_TAGS.join(one.tags), last)
        yield from (_line((number, *told)) for number in one.numbers)


def _line(cells: Sequence[str]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow([cell(one) for one in cells])
    return file.getvalue()
