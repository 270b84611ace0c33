"""The part of the day in which a caller may be rung, by the caller's own clock, and where it meets opening hours.

It does not know whom a window binds: a time that the caller asked for is nobody's business here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from ivr.calendar.hours import HORIZON_DAYS, Hours, Stretch, is_open, stretches

SHARE_DAYS = 7
"""Where window and opening hours share no minute in so many days, the owner must be told."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Window:
    """From, inclusive, until, exclusive, on every day; an end that is not after the start is on the next day.

    By default an hour inside what 47 CFR 64.1200(c) allows, at either end: a courtesy, not a legal opinion.
    """

    start: time = time(9)
    end: time = time(20)


def inside(window: Window, zone: str, at: datetime) -> bool:
    """Whether the clock of a caller in `zone` stands inside the window at the instant `at`."""
    return is_open(_every_day(window, zone), at)


def next_inside(window: Window, zone: str, at: datetime) -> datetime:
    """`at` itself if it is inside the window, else the first instant after it that is."""
    return max(at, next(start for start, _ in stretches(_every_day(window, zone), at)))


def next_allowed(at: datetime, hours: Hours, window: Window, zone: str) -> datetime | None:
    """The first instant from `at` on at which the business is open and the caller's clock inside the window.

    None where that does not come within the horizon.
    """
    return next((max(at, start) for start, end in shared_stretches(at, hours, window, zone, HORIZON_DAYS)), None)


def share_minute(at: datetime, hours: Hours, window: Window, zone: str) -> bool:
    """Whether opening hours and window share at least one whole minute in the seven days from `at` on."""
    last = at + timedelta(days=SHARE_DAYS)
    shared = shared_stretches(at, hours, window, zone, SHARE_DAYS)
    return any(min(end, last) - max(start, at) >= _MINUTE for start, end in shared)


def shared_stretches(
    at: datetime, hours: Hours, window: Window, zone: str, days: int = HORIZON_DAYS
) -> Iterator[Stretch]:
    """The stretches that end after `at` and lie both in the opening hours and in the window, over so many days."""
    ours = stretches(hours, at, days)
    theirs = stretches(_every_day(window, zone), at, days)
    ours_now, theirs_now = next(ours, None), next(theirs, None)
    while ours_now and theirs_now:
        start, end = max(ours_now[0], theirs_now[0]), min(ours_now[1], theirs_now[1])
        if start < end:
            yield start, end
        if ours_now[1] <= theirs_now[1]:
            ours_now = next(ours, None)
        else:
            theirs_now = next(theirs, None)


def _every_day(window: Window, zone: str) -> Hours:
    return Hours(zone, dict.fromkeys(range(7), ((window.start, window.end),)))
