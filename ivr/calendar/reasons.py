"""Why it is open or closed at a moment: which of the rules decides a day, in the order in which they win."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ivr.calendar.holidays import holiday_on
from ivr.calendar.hours import Hours, Part, is_open, next_closing, next_opening
from ivr.calendar.zone import to_local, to_utc


class Rule(StrEnum):
    """What decides a day."""

    EXCEPTION = "exception"
    """The day has hours of its own."""
    CLOSURE = "closure"
    HOLIDAY = "holiday"
    WEEKLY = "weekly"
    FREE = "free"
    """No week has hours on this weekday."""


@dataclass(frozen=True)
class Day:
    """A local day: its hours, none where it is closed, and by which rule. `name`: of the holiday, or why it is shut."""

    day: date
    rule: Rule
    parts: tuple[Part, ...] = ()
    name: str = ""
    estimated: bool = False
    """The moon has not been seen yet: it may be another day."""


@dataclass(frozen=True)
class Why:
    """`day` decides the moment; in the small hours it may be the day before. `until`: when that changes; None: not for
    a long time."""

    open: bool
    day: Day
    until: datetime | None


def day_of(hours: Hours, day: date) -> Day:
    """What is the matter with this day."""
    if day in hours.exceptions:
        return Day(day, Rule.EXCEPTION, tuple(sorted(hours.exceptions[day])))
    weekly = tuple(sorted(hours.weekly.get(day.weekday(), ())))
    if not weekly:
        return Day(day, Rule.FREE)
    for closure in hours.closures:
        if closure.first <= day <= closure.last:
            return Day(day, Rule.CLOSURE, name=closure.reason)
    if holiday := holiday_on(day, hours.holidays):
        return Day(day, Rule.HOLIDAY, name=holiday.name, estimated=holiday.estimated)
    return Day(day, Rule.WEEKLY, weekly)


def why(hours: Hours, at: datetime) -> Why:
    """Whether it is open at this moment, and which day says so."""
    today = to_local(at, hours.zone).date()
    if not is_open(hours, at):
        return Why(False, day_of(hours, today), next_opening(hours, at))
    before = day_of(hours, today - timedelta(days=1))
    reaches = any(start <= at < end for start, end in _instants(hours, before))
    return Why(True, before if reaches else day_of(hours, today), next_closing(hours, at))


def _instants(hours: Hours, of: Day) -> Iterator[tuple[datetime, datetime]]:
    for opens, closes in of.parts:
        until = of.day if closes > opens else of.day + timedelta(days=1)
        start = to_utc(datetime.combine(of.day, opens), hours.zone)
        yield start, to_utc(datetime.combine(until, closes), hours.zone)
