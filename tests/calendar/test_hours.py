"""A shop's door: when it is open, when it opens next, and what holidays and closures do to it."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings

from ivr.calendar import Closure, Holidays, Hours, Part, is_open, next_closing, next_opening, to_utc
from tests.calendar.worlds import hours_at

NINE_TO_FIVE: tuple[Part, ...] = ((time(9), time(17)),)
ALL_DAY: tuple[Part, ...] = ((time(0), time(0)),)
EVERY_DAY = range(7)
# Dhaka rests on Friday and Saturday: the weekend is what the hours leave out.
SHOP = Hours("Asia/Dhaka", {day: ((time(10), time(13)), (time(14), time(18))) for day in (6, 0, 1, 2, 3)})
SECOND = timedelta(seconds=1)


def dhaka(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=6)


def test_the_door_opens_and_closes_on_the_minute() -> None:
    assert not is_open(SHOP, dhaka(23, 10) - SECOND)
    assert is_open(SHOP, dhaka(23, 10))
    assert is_open(SHOP, dhaka(23, 13) - SECOND)
    assert not is_open(SHOP, dhaka(23, 13))


def test_lunch_is_a_break() -> None:
    assert next_closing(SHOP, dhaka(23, 11)) == dhaka(23, 13)
    assert next_opening(SHOP, dhaka(23, 13, 30)) == dhaka(23, 14)


def test_the_weekend_is_what_the_hours_leave_out() -> None:
    thursday_evening, friday_noon = dhaka(26, 18), dhaka(27, 12)
    assert next_opening(SHOP, thursday_evening) == next_opening(SHOP, friday_noon) == dhaka(29, 10)


def test_while_it_is_open_the_next_opening_is_the_one_after() -> None:
    assert next_opening(SHOP, dhaka(23, 10)) == dhaka(23, 14)
    assert next_opening(SHOP, dhaka(23, 15)) == dhaka(24, 10)


def test_a_closed_door_closes_next_at_the_end_of_the_next_opening() -> None:
    assert next_closing(SHOP, dhaka(23, 20)) == dhaka(24, 13)


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    bar = Hours("Asia/Dhaka", {3: ((time(20), time(2)),)}, closures=(Closure(date(2026, 11, 27), date(2026, 11, 27)),))
    assert is_open(bar, dhaka(27, 1, 59))  # Thursday's night runs on into the closed Friday
    assert not is_open(bar, dhaka(27, 2))
    assert next_closing(bar, dhaka(26, 23)) == dhaka(27, 2)


def test_a_place_that_never_closes_has_no_next_opening_and_no_closing() -> None:
    always = Hours("America/New_York", dict.fromkeys(EVERY_DAY, ALL_DAY))
    spring = datetime(2026, 3, 8, 6, 59, tzinfo=UTC)
    assert is_open(always, spring)
    assert next_opening(always, spring) is None
    assert next_closing(always, spring) is None


def test_a_place_that_is_never_open_says_so() -> None:
    ruin = Hours("Asia/Dhaka", {})
    assert not is_open(ruin, dhaka(23, 12))
    assert next_opening(ruin, dhaka(23, 12)) is None
    assert next_closing(ruin, dhaka(23, 12)) is None


def test_a_long_closure_is_waited_out() -> None:
    rebuilt = Closure(date(2026, 11, 20), date(2027, 2, 28), "We are moving house.")
    closed = Hours("Asia/Dhaka", dict.fromkeys(EVERY_DAY, NINE_TO_FIVE), closures=(rebuilt,))
    assert next_opening(closed, dhaka(23, 12)) == datetime(2027, 3, 1, 3, tzinfo=UTC)


def test_a_public_holiday_closes_the_door_and_the_business_may_know_better() -> None:
    weekly = dict.fromkeys(EVERY_DAY, NINE_TO_FIVE)
    victory_day = datetime(2026, 12, 16, 6, tzinfo=UTC)
    assert not is_open(Hours("Asia/Dhaka", weekly, Holidays("BD")), victory_day)
    assert is_open(Hours("Asia/Dhaka", weekly, Holidays("BD", never=frozenset({date(2026, 12, 16)}))), victory_day)
    assert not is_open(Hours("Asia/Dhaka", weekly, Holidays(also={date(2026, 12, 16): "Our jubilee"})), victory_day)


def test_a_day_with_hours_of_its_own_wins_over_holiday_and_closure() -> None:
    day = date(2026, 12, 16)
    morning = Hours(
        *("Asia/Dhaka", dict.fromkeys(EVERY_DAY, NINE_TO_FIVE), Holidays("BD"), (Closure(day, day),)),
        exceptions={day: ((time(9), time(12)),)},
    )
    assert is_open(morning, datetime(2026, 12, 16, 5, 59, tzinfo=UTC))
    assert not is_open(morning, datetime(2026, 12, 16, 6, tzinfo=UTC))


def test_an_opening_that_summer_time_skips_is_left_out_or_begins_after_the_gap() -> None:
    night_shift = dict.fromkeys(EVERY_DAY, ((time(2, 15), time(2, 45)),))
    before = datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert next_opening(Hours("America/New_York", night_shift), before) == datetime(2026, 3, 9, 6, 15, tzinfo=UTC)
    early_shift = dict.fromkeys(EVERY_DAY, ((time(2, 15), time(5)),))
    assert next_opening(Hours("America/New_York", early_shift), before) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def plainly_open(hours: Hours, at: datetime) -> bool:
    """The definition, over more days than can matter: from the first instant of a start to the first of its end."""
    for ahead in range(-4, 4):
        day = at.date() + timedelta(days=ahead)
        for opens, closes in hours.weekly.get(day.weekday(), ()):
            until = day + timedelta(days=closes <= opens)
            start, end = (to_utc(datetime.combine(*edge), hours.zone) for edge in ((day, opens), (until, closes)))
            if start <= at < end:
                return True
    return False


@settings(max_examples=200, deadline=None)
@given(hours_at())
def test_open_means_between_the_first_instants_of_a_parts_two_ends(world: tuple[Hours, datetime]) -> None:
    hours, at = world
    assert is_open(hours, at) == plainly_open(hours, at)


@settings(max_examples=30, deadline=None)
@given(hours_at())
def test_the_next_opening_and_closing_are_the_next_changes_of_the_door(world: tuple[Hours, datetime]) -> None:
    hours, at = world
    opening, closing = next_opening(hours, at), next_closing(hours, at)
    watched = [at + timedelta(minutes=minute) for minute in range(1, 3 * 1440)]
    states = [is_open(hours, moment) for moment in (at, *watched)]
    changes = list(zip(watched, states, states[1:], strict=False))
    opened = next((moment for moment, was, now in changes if now and not was), None)
    closed = next((moment for moment, was, now in changes if was and not now), None)
    assert opening == opened or (opened is None and (opening is None or opening > watched[-1]))
    assert closing == closed or (closed is None and (closing is None or closing > watched[-1]))
