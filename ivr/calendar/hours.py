"""Opening hours: a week of parts of days in one zone, with holidays, closures and days with hours of their own.

A part belongs to the day on which it begins: a holiday does not end the night before it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ivr.calendar.holidays import Holidays, holiday_on
from ivr.calendar.zone import days_from, to_local, to_utc

Part = tuple[time, time]
"""From, inclusive, until, exclusive. An end that is not after the start is on the next day: 00:00-00:00 is all day."""

Stretch = tuple[datetime, datetime]
"""Two instants between which it is open without a break: from, inclusive, until, exclusive."""

HORIZON_DAYS = 400
"""How far ahead an opening is looked for: a place that stays closed for longer than a year has none."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Closure:
    """Days on which the business is closed, both ends included, and why, in the business's own words."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True)
class Hours:
    """When a business is open. `weekly`: Monday is 0; days left out are closed, and so the weekend is what you say.

    `exceptions` give single days their own parts, and win over closures, which win over holidays.
    """

    zone: str
    weekly: Mapping[int, tuple[Part, ...]]
    holidays: Holidays = Holidays()
    closures: tuple[Closure, ...] = ()
    exceptions: Mapping[date, tuple[Part, ...]] = field(default_factory=dict)


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the business is open at the instant `at`."""
    today = to_local(at, hours.zone).date()
    return any(start <= at < end for start, end in _pieces(hours, days_from(today - _DAY, 2)))


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """The first instant after `at` at which a closed door opens; None if it never closes, or stays closed for long."""
    return next((start for start, _ in stretches(hours, at) if start > at), None)


def next_closing(hours: Hours, at: datetime) -> datetime | None:
    """The first instant after `at` at which an open door closes; None if there is none within the horizon."""
    last = at + HORIZON_DAYS * _DAY
    return next((end for _, end in stretches(hours, at) if end < last), None)


def stretches(hours: Hours, at: datetime, days: int = HORIZON_DAYS) -> Iterator[Stretch]:
    """The open stretches that end after `at`, in order, over so many days; parts that touch or overlap are one."""
    today = to_local(at, hours.zone).date()
    held: Stretch | None = None
    for start, end in _pieces(hours, days_from(today - _DAY, days + 2)):
        if held and start <= held[1]:
            held = held[0], max(held[1], end)
            continue
        if held and held[1] > at:
            yield held
        held = start, end
    if held and held[1] > at:
        yield held


def _pieces(hours: Hours, days: Iterable[date]) -> Iterator[Stretch]:
    """The parts of these days as instants. Starts never go down; a part that summer time swallows is left out."""
    for day in days:
        for opens, closes in sorted(_parts_of(hours, day)):
            until = day if closes > opens else day + _DAY
            start = to_utc(datetime.combine(day, opens), hours.zone)
            end = to_utc(datetime.combine(until, closes), hours.zone)
            if start < end:
                yield start, end


def _parts_of(hours: Hours, day: date) -> tuple[Part, ...]:
    if day in hours.exceptions:
        return hours.exceptions[day]
    weekly = hours.weekly.get(day.weekday(), ())
    if not weekly or any(closure.first <= day <= closure.last for closure in hours.closures):
        return ()
    return () if holiday_on(day, hours.holidays) else weekly
