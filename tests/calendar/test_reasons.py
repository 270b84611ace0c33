"""Why it is open or closed: the rule that decides the day is named, also in the small hours."""

from datetime import UTC, date, datetime, time

import pytest

from ivr.calendar import Closure, Holidays, Hours, Rule, day_of, why

NINE_TO_SIX, NIGHT = ((time(9), time(18)),), ((time(20), time(4)),)
MONDAY = date(2026, 11, 23)
HOURS = Hours(
    "Asia/Dhaka",
    {0: NINE_TO_SIX, 1: NINE_TO_SIX, 2: NINE_TO_SIX, 3: NIGHT, 5: NINE_TO_SIX},
    Holidays("BD"),
    (Closure(date(2026, 11, 30), date(2026, 12, 2), "stock-taking"),),
    {date(2026, 12, 16): ((time(10), time(12)),), date(2026, 11, 28): ()},
)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """In Dhaka, six hours ahead of UTC."""
    return datetime.fromtimestamp(datetime(2026, month, day, hour, minute, tzinfo=UTC).timestamp() - 6 * 3600, UTC)


def test_a_day_like_every_week() -> None:
    open, closed = why(HOURS, at(23, 10)), why(HOURS, at(23, 8))
    assert (open.open, open.day.rule, open.day.day, open.until) == (True, Rule.WEEKLY, MONDAY, at(23, 18))
    assert (closed.open, closed.day.parts, closed.until) == (False, NINE_TO_SIX, at(23, 9))


@pytest.mark.parametrize(
    ("day", "rule", "name"),
    [
        (date(2026, 11, 30), Rule.CLOSURE, "stock-taking"),
        (date(2026, 12, 16), Rule.EXCEPTION, ""),
        (date(2026, 11, 28), Rule.EXCEPTION, ""),
        (date(2026, 11, 27), Rule.FREE, ""),
        (date(2026, 11, 24), Rule.WEEKLY, ""),
    ],
)
def test_which_rule_wins(day: date, rule: Rule, name: str) -> None:
    assert (day_of(HOURS, day).rule, day_of(HOURS, day).name) == (rule, name)


def test_a_holiday_has_its_name() -> None:
    found = day_of(Hours("Asia/Dhaka", {2: NINE_TO_SIX}, Holidays("BD")), date(2026, 12, 16))
    assert (found.rule, found.parts) == (Rule.HOLIDAY, ()) and "বিজয়" in found.name


def test_the_small_hours_belong_to_the_day_before() -> None:
    found = why(HOURS, at(27, 3))
    assert found.open and found.day.day == date(2026, 11, 26) and found.until == at(27, 4)
    assert why(HOURS, at(27, 5)).day.day == date(2026, 11, 27)


def test_a_day_of_its_own_without_hours_is_closed() -> None:
    found = why(HOURS, at(28, 10))
    assert not found.open and found.day.rule is Rule.EXCEPTION and found.until == at(3, 20, month=12)
