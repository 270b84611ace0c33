"""How single values are read: text, names, counts, durations, numbers, days and hours, each with what it expects.

A scalar is only what its field asks for, so `no` is a text where a text is wanted and never a switch.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Generic, TypeVar

from ivr.authoring.codes import Code
from ivr.authoring.problem import Findings
from ivr.authoring.tree import Mapping, Mark, Scalar, Tree
from ivr.calendar import Part
from ivr.phone import caller_number

T = TypeVar("T")

_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_DURATION = re.compile(r"(?:[0-9]{1,5}[smhd])+", re.ASCII)
_PIECE = re.compile(r"([0-9]+)([smhd])")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_CLOCK = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])", re.ASCII)
_PART = re.compile(r"\s*([0-9:]+)\s*[-–]\s*([0-9:]+)\s*")
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """A value, and where it was written."""

    value: T
    mark: Mark


@dataclass(frozen=True, slots=True)
class One(Generic[T]):
    """Reads one scalar by `convert` (None: not such a value)."""

    wants: str
    code: Code
    convert: Callable[[str], T | None]
    quoted: bool = False
    """Whether it must stand in quotes, as what begins with + or 0 is a number to other readers of YAML."""
    pattern: str = ""
    """What every such text looks like (ECMA 262), for editors; what it says is not all that `convert` asks."""
    among: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None

    def read(self, tree: Tree, found: Findings) -> Said[T] | None:
        if not isinstance(tree, Scalar):
            shape = "a mapping" if isinstance(tree, Mapping) else "a list"
            found.add(Code.WRONG_SHAPE, tree.mark, f"{shape} stands where one value belongs", self.wants)
            return None
        if tree.empty:
            found.add(Code.WRONG_SHAPE, tree.mark, "the value is missing", self.wants)
            return None
        value = self.convert(tree.text)
        if value is None:
            found.add(self.code, tree.mark, f"{_shown(tree.text)} cannot be read here", self.wants)
            return None
        if self.quoted and not tree.quoted:
            message = "a telephone number without quotes is a sum to a computer"
            found.add(Code.UNQUOTED_NUMBER, tree.mark, message, f'"{tree.text[:20]}", in quotes')
        return Said(value, tree.mark)


def within(mark: Mark, text: str, offset: int, piece: str) -> Mark:
    """Where a piece of a text stands, as far as that can be told: exact on one line without escapes."""
    extra = mark.length - len(text)
    if extra not in (0, 2):
        return mark
    return Mark(mark.line, mark.column + offset + extra // 2, max(1, len(piece)))


def one_of(*words: str) -> One[str]:
    """One of a closed list of words."""
    return One(" or ".join(words), Code.NOT_IN_LIST, lambda text: text if text in words else None, among=words)


def count(least: int, most: int) -> One[int]:
    """A whole number within bounds, both included."""

    def convert(text: str) -> int | None:
        if not re.fullmatch("[0-9]{1,6}", text, re.ASCII):
            return None
        return int(text) if least <= int(text) <= most else None

    return One(f"a whole number from {least} to {most}", Code.BAD_COUNT, convert, bounds=(least, most))


def duration(least: str, most: str) -> One[timedelta]:
    """A length of time such as 90s, 30m, 1h30m or 2d, within bounds that are written in the same way."""
    low, high = parse_duration(least), parse_duration(most)
    assert low is not None and high is not None

    def convert(text: str) -> timedelta | None:
        value = parse_duration(text)
        return value if value is not None and low <= value <= high else None

    wants = f"a length of time from {least} to {most}, such as 30s, 5m or 1h30m"
    return One(wants, Code.BAD_DURATION, convert, pattern="^([0-9]{1,5}[smhd])+$")


def parse_duration(text: str) -> timedelta | None:
    """A length of time, or None; a bare number is refused, for nobody knows whether it counts seconds or minutes."""
    if not _DURATION.fullmatch(text):
        return None
    total = timedelta()
    for amount, unit in _PIECE.findall(text):
        total += int(amount) * _UNITS[unit]
    return total


def parse_clock(text: str) -> time | None:
    """A time of day on the 24-hour clock, such as 09:30; 24:00 is the end of the day, and so 00:00 of the next."""
    if not (match := _CLOCK.fullmatch(text)):
        return None
    hour, minute = int(match[1]), int(match[2])
    if hour == 24:
        return time(0) if minute == 0 else None
    return time(hour, minute)


def parse_parts(text: str) -> tuple[Part, ...] | None:
    """The parts of a day, such as 10:00-13:00, 14:00-18:00; `closed` is none, `all day` is all of it."""
    if text in ("closed", "all day"):
        return () if text == "closed" else ((time(0), time(0)),)
    parts = tuple(_parse_part(piece) for piece in text.split(","))
    return tuple(part for part in parts if part) if all(parts) else None


def parse_day(text: str) -> date | None:
    """A day as 2026-12-31."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _parse_part(text: str) -> Part | None:
    if not (match := _PART.fullmatch(text)):
        return None
    start, end = parse_clock(match[1]), parse_clock(match[2])
    if start is None or end is None or (start == end and match[2] != "24:00"):
        return None
    return start, end


def _number(text: str) -> str | None:
    number = caller_number(text)
    return number if number == text else None


def _shown(text: str) -> str:
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


TEXT = One("a text", Code.WRONG_SHAPE, lambda text: text)
NAME = One(
    "a name of small letters a-z, digits and _, such as open_now",
    Code.BAD_NAME,
    lambda t: t if _NAME.fullmatch(t) else None,
    pattern=f"^{_NAME.pattern}$",
)
LANGUAGE = One(
    "a language code such as en or bn",
    Code.BAD_NAME,
    lambda t: t if _LANGUAGE.fullmatch(t) else None,
    pattern=f"^{_LANGUAGE.pattern}$",
)
FLAG = One(
    "true or false",
    Code.NOT_IN_LIST,
    lambda text: {"true": True, "false": False}.get(text),
    among=("true", "false"),
)
NUMBER = One(
    'a telephone number that exists, with country code: "+12025550100"',
    Code.BAD_NUMBER,
    _number,
    quoted=True,
    pattern=r"^\+[1-9][0-9]{5,14}$",
)
PARTS = One("hours such as 10:00-13:00, 14:00-18:00, or closed, or all day", Code.BAD_HOURS, parse_parts)
DAY = One("a day such as 2026-12-31", Code.BAD_DAY, parse_day)
VERSION = One("1, the version of this language", Code.BAD_VERSION, lambda t: 1 if t == "1" else None, bounds=(1, 1))
KEY = One(
    "one key, 0 to 9 (the star repeats a prompt everywhere, the hash key ends an entry)",
    Code.BAD_KEY,
    lambda t: t if re.fullmatch("[0-9]", t, re.ASCII) else None,
    pattern="^[0-9]$",
)
RULE = One(
    "the code of a warning, such as F701",
    Code.BAD_ALLOW,
    lambda text: text if text in {*Code} and text > "F7" else None,
    pattern="^F[78][0-9]{2}$",
)
