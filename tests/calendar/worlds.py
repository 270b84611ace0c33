"""Zones, moments and hours for the properties: mostly days on which some clock jumps."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from ivr.calendar import Hours, Part

ZONES = (
    *("Asia/Dhaka", "Asia/Kolkata", "Pacific/Chatham", "UTC"),
    *("America/New_York", "Europe/London", "Australia/Lord_Howe", "Antarctica/Troll"),
    *("America/Havana", "America/Santiago", "Asia/Beirut", "Africa/Cairo"),  # clocks that jump at midnight
    *("Africa/Casablanca", "America/Asuncion", "Pacific/Apia"),  # Apia had no 30 December 2011
)
START = datetime(2009, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@cache
def jumps(zone: str) -> tuple[datetime, ...]:
    """Midnights UTC before a change of offset, over some twenty years."""
    there = ZoneInfo(zone)
    days = [START + number * DAY for number in range(20 * 365)]
    offsets = [day.astimezone(there).utcoffset() for day in days]
    return tuple(day for day, now, then in zip(days, offsets, offsets[1:], strict=False) if now != then)


@st.composite
def moments(draw: st.DrawFn, zone: str) -> datetime:
    """A whole minute in UTC, within two days of a jump where the zone has any."""
    base = draw(st.sampled_from(jumps(zone) or (START,)))
    return base + timedelta(minutes=draw(st.integers(-1440, 2 * 1440)))


QUARTERS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, 15 * (quarter % 4)))
PARTS: st.SearchStrategy[Part] = st.tuples(QUARTERS, QUARTERS)
WEEKS = st.dictionaries(st.integers(0, 6), st.lists(PARTS, max_size=3).map(tuple), max_size=7)


@st.composite
def hours_at(draw: st.DrawFn) -> tuple[Hours, datetime]:
    """Random hours in a random zone, and a moment near one of its jumps."""
    zone = draw(st.sampled_from(ZONES))
    return Hours(zone, draw(WEEKS)), draw(moments(zone))
