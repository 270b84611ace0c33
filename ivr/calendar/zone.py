"""Local time in a zone, and back: what a clock on the wall shows, and at which instant it first shows it.

A time that summer time skips means the first instant after the gap; one that comes twice means the first time.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)
_DAYS_TO_FIND_A_TIME = 3  # today, tomorrow, and one more for zones that once skipped a whole day


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA time zone, such as Asia/Dhaka, of this machine's zone tables."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; a path or odd characters; a folder such as "Asia"
        return False
    return True


def to_local(at: datetime, zone: str) -> datetime:
    """The aware local time that a wall clock in `zone` shows at the instant `at`."""
    return at.astimezone(ZoneInfo(zone))


@lru_cache(maxsize=4096)  # the same mornings and evenings are asked for all day long
def to_utc(wall: datetime, zone: str) -> datetime:
    """The first instant at which a wall clock in `zone` shows `wall` (naive), or has just jumped over it."""
    there = ZoneInfo(zone)
    first = wall.replace(tzinfo=there, fold=0)
    late, early = first.astimezone(UTC), first.replace(fold=1).astimezone(UTC)
    # In a gap fold=0 counts with the offset of before and so names the later instant (PEP 495); nowhere else.
    return _transition(early, late, there) if early < late else late


def next_time(at: datetime, clock: time, zone: str) -> datetime:
    """The next instant after `at` at which a wall clock in `zone` shows `clock` (or has just jumped over it)."""
    today = to_local(at, zone).date()
    candidates = (to_utc(datetime.combine(day, clock), zone) for day in days_from(today, _DAYS_TO_FIND_A_TIME))
    return next(moment for moment in candidates if moment > at)


def days_from(first: date, count: int) -> Iterator[date]:
    """`count` dates in a row, from `first` on; one by one, for whoever seeks an opening mostly needs the first only."""
    return (first + timedelta(days=ahead) for ahead in range(count))


def _transition(early: datetime, late: datetime, there: ZoneInfo) -> datetime:
    """The first whole second after `early`, and at most `late`, at which the zone's offset is that of `late`."""
    after = late.astimezone(there).utcoffset()
    low, high = 0, int((late - early) / _SECOND)
    while low < high:
        middle = (low + high) // 2
        reached = (early + middle * _SECOND).astimezone(there).utcoffset() == after
        low, high = (low, middle) if reached else (middle + 1, high)
    return early + low * _SECOND
