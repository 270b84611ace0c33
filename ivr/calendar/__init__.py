"""When the business is open and when a caller may be rung: hours, holidays, windows, and local time in any zone.

Pure: every answer follows from the values and the moment handed in. All moments are aware UTC.
"""

from ivr.calendar.holidays import Holiday, Holidays, has_holidays, holiday_on, holidays_in
from ivr.calendar.hours import Closure, Hours, Part, Stretch, is_open, next_closing, next_opening, stretches
from ivr.calendar.reasons import Day, Rule, Why, day_of, why
from ivr.calendar.window import Window, inside, next_allowed, next_inside, share_minute, shared_stretches
from ivr.calendar.zone import is_zone, next_time, to_local, to_utc

__all__ = [
    "Closure",
    "Day",
    "Holiday",
    "Holidays",
    "Hours",
    "Part",
    "Rule",
    "Stretch",
    "Why",
    "Window",
    "day_of",
    "has_holidays",
    "holiday_on",
    "holidays_in",
    "inside",
    "is_open",
    "is_zone",
    "next_allowed",
    "next_closing",
    "next_inside",
    "next_opening",
    "next_time",
    "share_minute",
    "shared_stretches",
    "stretches",
    "to_local",
    "to_utc",
    "why",
]
