"""Local time and back, on the days on which clocks jump."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.calendar import is_zone, next_time, to_local, to_utc
from tests.calendar.worlds import ZONES, moments

MINUTE = timedelta(minutes=1)


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def wall(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return utc(year, month, day, hour, minute).replace(tzinfo=None)


def test_an_ordinary_time_is_itself() -> None:
    assert to_utc(wall(2026, 11, 23, 10, 0), "Asia/Dhaka") == utc(2026, 11, 23, 4)
    assert to_local(utc(2026, 11, 23, 4), "Asia/Dhaka").time() == time(10)


def test_a_skipped_time_is_the_first_instant_after_the_gap() -> None:
    after = utc(2026, 3, 8, 7)  # New York jumps from 02:00 to 03:00
    for minute in (0, 1, 30, 59):
        assert to_utc(wall(2026, 3, 8, 2, minute), "America/New_York") == after
    assert to_utc(wall(2026, 3, 8, 3, 0), "America/New_York") == after


def test_a_time_that_comes_twice_means_the_first() -> None:
    assert to_utc(wall(2026, 11, 1, 1, 30), "America/New_York") == utc(2026, 11, 1, 5, 30)


def test_a_day_that_never_was_is_the_instant_after_it() -> None:
    assert to_utc(wall(2011, 12, 30, 12, 0), "Pacific/Apia") == utc(2011, 12, 30, 10)
    assert to_local(utc(2011, 12, 30, 10), "Pacific/Apia").day == 31


def first_shown(shown: datetime, zone: str) -> datetime:
    """Watch the clock on the wall, minute by minute, until it shows this time or has jumped over it."""
    there = ZoneInfo(zone)
    at = shown.replace(tzinfo=UTC) - timedelta(hours=16)
    while at.astimezone(there).replace(tzinfo=None) < shown:
        at += MINUTE
    return at


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_it_is_what_a_watcher_of_the_wall_sees(data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(ZONES))
    shown = data.draw(moments(zone)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    skipped = shown + data.draw(st.sampled_from((0, 30, 60, 120))) * MINUTE
    assert to_utc(skipped, zone) == first_shown(skipped, zone)


@settings(deadline=None)
@given(st.data())
def test_the_next_time_is_after_now_and_within_a_day_of_jumping_clocks(data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(ZONES))
    at = data.draw(moments(zone))
    clock = data.draw(st.times()).replace(microsecond=0)
    moment = next_time(at, clock, zone)
    assert at < moment <= at + timedelta(hours=51)
    shown = moment.astimezone(ZoneInfo(zone))
    before = (moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert shown.time() == clock or shown.utcoffset() != before.utcoffset()


@pytest.mark.parametrize("name", ["Asia/Dhaka", "UTC", "America/Argentina/Buenos_Aires", "Asia/Calcutta"])
def test_a_zone_is_known_by_its_name(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize("name", ["", "Dhaka", "Asia", "../etc/passwd", "/etc/passwd", "Asia/Dhaka\0", "+06:00"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    assert not is_zone(name)
