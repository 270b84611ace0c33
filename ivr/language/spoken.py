"""Values as a voice says them in a language: digits singly, numbers in groups, times and spans in round figures.

A kind of value is a class with one method; more of them stand in `figures`. Nothing here knows a language.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from ivr import phone
from ivr.language.forms import Form, Words, items, named, numerals
from ivr.language.template import fill

HALF_A_YEAR = 183
"""Days: of a day that is nearer, everybody knows the year."""


class Spoken(Protocol):
    """A value that can be said."""

    def spoken(self, words: Words) -> str:
        """The words for it in the language of `words`."""
        ...


def spoken(value: Spoken, words: Words) -> str:
    """What a voice says for this value, in the language of `words`; it fits into a sentence's place as it is."""
    return value.spoken(words)


@dataclass(frozen=True)
class Digits:
    """Digits that mean nothing together, such as an order number; digits of any script, all else is left out."""

    text: str

    def spoken(self, words: Words) -> str:
        """One by one: `1 2 3`."""
        said = items(words, Form.DIGITS)
        return " ".join(said[int(sign)] for sign in self.text if sign.isdecimal())


@dataclass(frozen=True)
class Phone:
    """A number in E.164, for ears in `country` (ISO code): from abroad it begins with the country code."""

    number: str
    country: str

    def spoken(self, words: Words) -> str:
        """Digit by digit, with a pause between the groups in which people say it."""
        groups = phone.groups(self.number, self.country)
        said = ", ".join(Digits(half).spoken(words) for group in groups for half in _halves(group.lstrip("+")))
        return f"{words[Form.PLUS]} {said}" if groups and groups[0].startswith("+") else said


@dataclass(frozen=True)
class Often:
    """The how-manieth call of this caller in the last seven days this is; a first one is not worth a word."""

    calls: int

    def spoken(self, words: Words) -> str:
        """`third call this week`; empty for a first."""
        nth = dict(enumerate(items(words, Form.ORDINALS), 1))
        if self.calls in nth:
            return fill(words[Form.OFTEN], {"nth": nth[self.calls]}) if self.calls > 1 else ""
        return fill(words[Form.OFTEN_MANY], {"count": numerals(str(self.calls), words)}) if self.calls > 1 else ""


@dataclass(frozen=True)
class TimeOfDay:
    """The time of day of an aware local datetime; seconds are not spoken."""

    at: datetime

    def spoken(self, words: Words) -> str:
        """`at 10 a.m.`, `at 2:05 p.m.`, `at noon`."""
        own = dict(named(words, Form.CLOCK_NAMED)).get(f"{self.at:%H:%M}")
        form = {0: Form.CLOCK_HOUR, 30: Form.CLOCK_HALF}.get(self.at.minute, Form.CLOCK)
        return own or fill(words[form], {name: numerals(part, words) for name, part in self._parts(words).items()})

    def _parts(self, words: Words) -> dict[str, str]:
        hour, minute = self.at.hour, self.at.minute
        part = [name for start, name in named(words, Form.DAY_PARTS) if int(start) <= hour]
        return {
            **{"hour": str((hour - 1) % 12 + 1), "hour_of_day": str(hour), "part": part[-1] if part else ""},
            **{"minute": str(minute), "minute_padded": f"{minute:02}"},
        }


@dataclass(frozen=True)
class Day:
    """A local day, as seen from the local day `today`."""

    day: date
    today: date

    def spoken(self, words: Words) -> str:
        """`tomorrow`, `on Monday`, `on Monday, December 7`; with the year where it is far from this one's."""
        ahead = (self.day - self.today).days
        near = {-1: Form.YESTERDAY, 0: Form.TODAY, 1: Form.TOMORROW}.get(ahead)
        if near:
            return words[near]
        parts = {
            "weekday": items(words, Form.WEEKDAYS)[self.day.weekday()],
            "month": items(words, Form.MONTHS)[self.day.month - 1],
            "day": numerals(str(self.day.day), words),
            "year": numerals(str(self.day.year), words),
        }
        if abs(ahead) > HALF_A_YEAR and self.day.year != self.today.year:
            return fill(words[Form.DAY_YEAR], parts)
        return fill(words[Form.DAY_SOON if 1 < ahead < 7 else Form.DAY_FAR], parts)


@dataclass(frozen=True)
class Moment:
    """A moment as seen from `now`, both as aware datetimes of the listener's zone."""

    at: datetime
    now: datetime

    def spoken(self, words: Words) -> str:
        """`tomorrow at 10 a.m.`"""
        day = Day(self.at.date(), self.now.date()).spoken(words)
        return fill(words[Form.MOMENT], {"date": day, "clock": TimeOfDay(self.at).spoken(words)})


@dataclass(frozen=True)
class Length:
    """A span of time, in round figures and rounded up: what is said is never better than what is."""

    span: timedelta

    def spoken(self, words: Words) -> str:
        """`10 minutes`, `1 hour`, `3 days`."""
        return _counted(self.span, words, _LENGTHS)


@dataclass(frozen=True)
class Within:
    """A span of time by the end of which something happens."""

    span: timedelta

    def spoken(self, words: Words) -> str:
        """`within 10 minutes`."""
        return _counted(self.span, words, _WITHINS)


_Forms = tuple[tuple[Form, Form], tuple[Form, Form], tuple[Form, Form]]
_LENGTHS: _Forms = ((Form.MINUTE, Form.MINUTES), (Form.HOUR, Form.HOURS), (Form.DAY, Form.DAYS))
_WITHINS: _Forms = (
    (Form.WITHIN_MINUTE, Form.WITHIN_MINUTES),
    (Form.WITHIN_HOUR, Form.WITHIN_HOURS),
    (Form.WITHIN_DAY, Form.WITHIN_DAYS),
)


def _counted(span: timedelta, words: Words, forms: _Forms) -> str:
    unit, count = _round(span)
    one, many = forms[unit]
    return words[one] if count == 1 else fill(words[many], {"count": numerals(str(count), words)})


def _round(span: timedelta) -> tuple[int, int]:
    """Unit (0 minutes, 1 hours, 2 days) and count: single minutes up to ten, fives below two hours, then hours."""
    minutes = max(1, -(-span // timedelta(minutes=1)))
    if minutes > 10:
        minutes = -(-minutes // 5) * 5
    if minutes != 60 and minutes < 120:
        return 0, minutes
    hours = -(-minutes // 60)
    return (1, hours) if hours < 48 else (2, -(-hours // 24))


def _halves(group: str) -> tuple[str, ...]:
    """A group of six digits and more is two: nobody keeps that many in mind."""
    middle = len(group) // 2
    return (group[:middle], group[middle:]) if len(group) > 5 else (group,)
