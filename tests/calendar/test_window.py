"""A civil hour on the caller's own clock, and where it meets the hours of the business."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.calendar import Hours, Window, inside, is_open, next_allowed, next_inside, share_minute, shared_stretches
from tests.calendar.worlds import PARTS, WEEKS, ZONES, moments

CIVIL = Window()
QUARTER = timedelta(minutes=15)
OFFICE = Hours("Asia/Dhaka", {day: ((time(9), time(17)),) for day in (6, 0, 1, 2, 3)})


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_nobody_is_rung_before_nine_or_from_eight_in_the_evening_on() -> None:
    assert not inside(CIVIL, "Asia/Dhaka", utc(23, 2, 59))
    assert inside(CIVIL, "Asia/Dhaka", utc(23, 3))
    assert inside(CIVIL, "Asia/Dhaka", utc(23, 13, 59))
    assert not inside(CIVIL, "Asia/Dhaka", utc(23, 14))


def test_the_next_civil_moment_is_now_or_the_next_morning() -> None:
    assert next_inside(CIVIL, "Asia/Dhaka", utc(23, 5)) == utc(23, 5)
    assert next_inside(CIVIL, "Asia/Dhaka", utc(23, 20)) == utc(24, 3)


def test_a_caller_in_new_york_and_an_office_in_dhaka_share_two_hours() -> None:
    # 09:00 in New York (winter) is 20:00 in Dhaka; the office opens at 22:00 New York time: they never meet.
    assert not share_minute(utc(23, 0), OFFICE, CIVIL, "America/New_York")
    assert next_allowed(utc(23, 0), OFFICE, CIVIL, "America/New_York") is None
    # London in winter is at 09:00-11:00 while Dhaka still works until 17:00.
    assert share_minute(utc(23, 0), OFFICE, CIVIL, "Europe/London")
    assert next_allowed(utc(23, 0), OFFICE, CIVIL, "Europe/London") == utc(23, 9)
    assert next_allowed(utc(26, 11), OFFICE, CIVIL, "Europe/London") == utc(29, 9)


def test_the_stretches_that_office_and_caller_share_come_in_order() -> None:
    days = list(shared_stretches(utc(23, 10), OFFICE, CIVIL, "Europe/London", days=3))
    assert days == [(utc(day, 9), utc(day, 11)) for day in (23, 24, 25, 26)]


def test_what_is_allowed_now_is_allowed_now() -> None:
    assert next_allowed(utc(23, 10), OFFICE, CIVIL, "Europe/London") == utc(23, 10)
    assert next_allowed(utc(23, 10, 59), OFFICE, CIVIL, "Europe/London") == utc(23, 10, 59)
    assert next_allowed(utc(23, 11), OFFICE, CIVIL, "Europe/London") == utc(24, 9)


def test_what_is_left_of_an_hour_counts_only_from_now_on() -> None:
    one_day = Hours("UTC", {}, exceptions={utc(23, 0).date(): ((time(10), time(11)),)})
    assert share_minute(utc(23, 10, 59), one_day, CIVIL, "UTC")
    assert not share_minute(utc(23, 10, 59) + timedelta(seconds=1), one_day, CIVIL, "UTC")


def test_less_than_a_whole_minute_is_not_shared() -> None:
    half = Hours("UTC", dict.fromkeys(range(7), ((time(19, 59, 30), time(22)),)))
    assert not share_minute(utc(23, 0), half, CIVIL, "UTC")
    whole = Hours("UTC", dict.fromkeys(range(7), ((time(19, 59), time(22)),)))
    assert share_minute(utc(23, 0), whole, CIVIL, "UTC")


def test_sharing_looks_seven_days_ahead_and_no_further() -> None:
    sundays = Hours("UTC", {6: ((time(9), time(9, 30)),)})
    assert share_minute(utc(22, 9, 30), sundays, CIVIL, "UTC")  # next Sunday at nine is within seven days
    eighth_day = Hours("UTC", {}, exceptions={utc(30, 0).date(): ((time(10), time(11)),)})
    assert not share_minute(utc(23, 9), eighth_day, CIVIL, "UTC")
    assert share_minute(utc(23, 11), eighth_day, CIVIL, "UTC")


@settings(deadline=None)
@given(st.data())
def test_the_default_window_is_what_the_callers_wall_clock_says(data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(ZONES))
    at = data.draw(moments(zone))
    assert inside(CIVIL, zone, at) == (9 <= at.astimezone(ZoneInfo(zone)).hour < 20)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_next_allowed_moment_is_the_first_that_is_both(data: st.DataObject) -> None:
    ours, theirs = data.draw(st.sampled_from(ZONES)), data.draw(st.sampled_from(ZONES))
    hours, window = Hours(ours, data.draw(WEEKS)), Window(*data.draw(PARTS))
    at = data.draw(moments(theirs)).replace(minute=0)
    grid = [at + step * QUARTER for step in range(7 * 96)]
    both = [moment for moment in grid if is_open(hours, moment) and inside(window, theirs, moment)]
    allowed = next_allowed(at, hours, window, theirs)
    if both:
        assert allowed == both[0]
    else:
        assert allowed is None or allowed > grid[-1]
    assert share_minute(at, hours, window, theirs) == bool(both)


@settings(deadline=None)
@given(st.data())
def test_the_next_inside_is_inside_and_none_is_earlier(data: st.DataObject) -> None:
    zone, window = data.draw(st.sampled_from(ZONES)), Window(*data.draw(PARTS))
    at = data.draw(moments(zone)).replace(minute=0)
    found = next_inside(window, zone, at)
    assert inside(window, zone, found)
    steps = int((found - at) / QUARTER)
    assert not any(inside(window, zone, at + step * QUARTER) for step in range(steps))
