"""Only what can be kept is promised: never in the past, never while the team is away, unasked never at night."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.calendar import Closure, Hours, Window, inside, is_open, to_local, to_utc
from ivr.callflow.events import When
from ivr.callflow.promises import PUNCTUAL, Promise, Terms, at_hour, at_moment, at_once, soonest, terms
from tests.callflow import shop

HALF_HOUR = timedelta(minutes=30)
TERMS = Terms(shop.MONDAY_NOON, shop.OFFICE, Window(), "Asia/Dhaka", HALF_HOUR)


def local(zone: str, year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return to_utc(datetime.combine(date(year, month, day), time(hour, minute)), zone)


def dhaka(*parts: int) -> datetime:
    return local("Asia/Dhaka", *parts)


def by_day_and_night(zone: str, *parts: int) -> Terms:
    """A team that never sleeps, and a caller in this zone whose clock shows this."""
    return Terms(local(zone, *parts), shop.DAY_AND_NIGHT, Window(), zone, HALF_HOUR)


# --- the soonest ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "when", "due"),
    [
        (dhaka(2026, 7, 20, 12), When.WITHIN, dhaka(2026, 7, 20, 12)),
        (dhaka(2026, 7, 20, 19, 30), When.WITHIN, dhaka(2026, 7, 20, 19, 30)),
        (dhaka(2026, 7, 20, 19, 31), When.OPENING, dhaka(2026, 7, 21, 10)),
        (dhaka(2026, 7, 20, 3), When.OPENING, dhaka(2026, 7, 20, 10)),
        (dhaka(2026, 7, 23, 21), When.OPENING, dhaka(2026, 7, 25, 10)),  # Friday is closed
    ],
)
def test_the_soonest_is_now_or_when_there_is_time_enough_again(now: datetime, when: When, due: datetime) -> None:
    assert soonest(replace(TERMS, now=now)) == Promise(when, due, due + HALF_HOUR)


def test_a_stretch_too_short_to_keep_the_promise_in_is_passed_over() -> None:
    hours = Hours("Asia/Dhaka", {0: ((time(10), time(10, 20)), (time(15), time(16)))})
    assert soonest(replace(TERMS, now=dhaka(2026, 7, 20, 9), hours=hours)).due_at == dhaka(2026, 7, 20, 15)


def test_where_every_stretch_is_too_short_the_first_is_taken() -> None:
    given_ = replace(TERMS, within=timedelta(days=1))
    assert soonest(given_) == Promise(When.WITHIN, given_.now, given_.now + timedelta(days=1))
    assert at_once(given_) == Promise(When.NOW, given_.now, given_.now + timedelta(days=1))


def test_after_a_long_closure_the_day_of_the_opening_is_promised() -> None:
    hours = replace(shop.OFFICE, closures=(Closure(date(2026, 7, 20), date(2026, 9, 30)),))
    assert soonest(replace(TERMS, hours=hours)).due_at == dhaka(2026, 10, 1, 10)


def test_a_phone_that_rang_often_enough_today_rests_first() -> None:
    now = dhaka(2026, 7, 20, 12)
    tired = replace(TERMS, now=now, rested_at=dhaka(2026, 7, 21, 11))
    assert soonest(tired) == Promise(When.OPENING, dhaka(2026, 7, 21, 11), dhaka(2026, 7, 21, 11, 30))
    assert soonest(replace(tired, rested_at=dhaka(2026, 7, 21, 19, 45))).due_at == dhaka(2026, 7, 22, 10)
    assert soonest(replace(tired, rested_at=dhaka(2026, 7, 20, 11))).when is When.WITHIN
    assert at_once(tired) == Promise(When.NOW, now, now + HALF_HOUR), "what a caller asks for is theirs to ask"


def test_callers_abroad_are_not_phoned_at_night_though_the_team_is_there() -> None:
    abroad = replace(TERMS, zone="America/New_York", now=dhaka(2026, 7, 20, 12))  # 02:00 in New York
    assert soonest(abroad).due_at == local("America/New_York", 2026, 7, 20, 9)  # 19:00 in Dhaka


def test_but_who_asks_at_night_is_phoned_at_night() -> None:
    asked = at_once(by_day_and_night("America/New_York", 2026, 7, 20, 2))
    assert asked and asked.when is When.NOW


def test_nobody_is_promised_soon_by_a_team_that_is_away_or_about_to_go() -> None:
    assert at_once(replace(TERMS, now=dhaka(2026, 7, 20, 9))) is None
    assert at_once(replace(TERMS, now=dhaka(2026, 7, 20, 19, 45))) is None


@pytest.mark.parametrize(
    "given_",
    [
        replace(TERMS, hours=shop.NEVER),
        replace(TERMS, hours=Hours("Asia/Dhaka", {0: ((time(22), time(23)),)})),  # at hours at which nobody is phoned
    ],
)
def test_what_can_never_be_kept_falls_due_at_once(given_: Terms) -> None:
    assert soonest(given_) == Promise(When.OPENING, given_.now, given_.now + HALF_HOUR)


def test_a_team_that_is_no_more_is_never_there() -> None:
    gone = terms(shop.FLOW, shop.FACTS, "a team of yesterday", HALF_HOUR)
    assert at_once(gone) is None and at_hour(gone, "12") is None
    assert at_hour(terms(shop.FLOW, shop.FACTS, "support", HALF_HOUR), "15")


# --- an hour that the caller keys ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "due"),
    [
        ("13", dhaka(2026, 7, 20, 13)),
        ("12", dhaka(2026, 7, 21, 12)),  # it is twelve now
        ("10", dhaka(2026, 7, 21, 10)),
        ("19", dhaka(2026, 7, 20, 19)),
        ("3", dhaka(2026, 7, 20, 15)),  # one digit: three in the afternoon, not at night
        ("20", None),  # that is when they go home
        ("09", None),
        ("00", None),
        ("24", None),
        ("25", None),
        ("99", None),
        ("100", None),
        ("1*", None),
        ("#", None),
        ("", None),
        ("১০", None),
    ],
)
def test_the_next_time_at_that_hour_at_which_the_team_is_there(keys: str, due: datetime | None) -> None:
    assert at_hour(TERMS, keys) == (due and Promise(When.AT, due, due + HALF_HOUR))


def test_a_day_on_which_the_hour_is_closed_is_passed_over() -> None:
    thursday = replace(TERMS, now=dhaka(2026, 7, 23, 19, 10))
    assert at_hour(thursday, "11") == Promise(When.AT, dhaka(2026, 7, 25, 11), dhaka(2026, 7, 25, 11, 30))


def test_a_chosen_hour_is_kept_on_time_however_long_the_usual_promise() -> None:
    chosen = at_hour(replace(TERMS, within=timedelta(hours=4)), "17")
    assert chosen and chosen.promised_by - chosen.due_at == PUNCTUAL
    chosen = at_hour(replace(TERMS, within=timedelta(minutes=10)), "17")
    assert chosen and chosen.promised_by - chosen.due_at == timedelta(minutes=10)


def test_an_hour_that_passed_before_they_were_heard_is_soon() -> None:
    """They keyed it right before it struck, and what they did then reached us minutes later."""
    struck = TERMS.now - timedelta(minutes=4)
    assert at_moment(TERMS, struck) == Promise(When.NOW, TERMS.now, TERMS.now + HALF_HOUR)
    night = replace(TERMS, now=dhaka(2026, 7, 20, 20, 1))
    assert at_moment(night, dhaka(2026, 7, 20, 20)) == soonest(night)


def test_one_digit_means_a_civil_hour_two_digits_what_they_say() -> None:
    night = by_day_and_night("Asia/Dhaka", 2026, 7, 20, 18)
    assert at_hour(night, "7") == at_hour(night, "19")
    assert at_hour(night, "8") == Promise(When.AT, dhaka(2026, 7, 20, 20), dhaka(2026, 7, 20, 20, 30))  # only at all
    assert at_hour(night, "07") == Promise(When.AT, dhaka(2026, 7, 21, 7), dhaka(2026, 7, 21, 7, 30))


@pytest.mark.parametrize(
    ("zone", "now", "keys", "due"),
    [
        # midnight
        ("Asia/Dhaka", (2026, 7, 20, 23, 59), "00", datetime(2026, 7, 20, 18, tzinfo=UTC)),
        ("Asia/Dhaka", (2026, 7, 21, 0, 0), "24", datetime(2026, 7, 21, 18, tzinfo=UTC)),
        ("Asia/Dhaka", (2026, 12, 31, 23, 30), "01", datetime(2026, 12, 31, 19, tzinfo=UTC)),
        ("Asia/Dhaka", (2028, 2, 28, 23, 30), "23", datetime(2028, 2, 29, 17, tzinfo=UTC)),
        # summer time begins: there is no two o'clock, the first moment after it is meant
        ("America/New_York", (2026, 3, 7, 20), "02", datetime(2026, 3, 8, 7, tzinfo=UTC)),
        ("America/New_York", (2026, 3, 8, 4), "02", datetime(2026, 3, 9, 6, tzinfo=UTC)),
        ("America/New_York", (2026, 3, 7, 20), "10", datetime(2026, 3, 8, 14, tzinfo=UTC)),
        # summer time ends: one o'clock comes twice, the first is meant, and only the first
        ("America/New_York", (2026, 10, 31, 20), "01", datetime(2026, 11, 1, 5, tzinfo=UTC)),
        ("America/New_York", (2026, 11, 1, 1, 30), "01", datetime(2026, 11, 2, 6, tzinfo=UTC)),
        ("America/New_York", (2026, 10, 31, 20), "10", datetime(2026, 11, 1, 15, tzinfo=UTC)),
        # half an hour of summer time, and a zone that is not whole hours ahead
        ("Australia/Lord_Howe", (2026, 10, 3, 20), "02", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", (2026, 7, 20, 20), "11", datetime(2026, 7, 21, 5, 15, tzinfo=UTC)),
    ],
)
def test_hours_on_the_callers_own_clock(zone: str, now: tuple[int, ...], keys: str, due: datetime) -> None:
    promise = at_hour(by_day_and_night(zone, *now), keys)
    assert promise and promise.due_at == due


# --- whatever the hours --------------------------------------------------------------------------------

TIMES = st.times(timezones=st.none()).map(lambda clock: clock.replace(second=0, microsecond=0))
ZONES = st.sampled_from(["Asia/Dhaka", "America/New_York", "Europe/London", "Australia/Lord_Howe", "UTC"])
DAYS = st.dictionaries(st.integers(0, 6), st.lists(st.tuples(TIMES, TIMES), max_size=2).map(tuple), max_size=7)
NEAR_A_CHANGE = st.sampled_from([datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)])
NOWS = st.builds(lambda at, minutes: at + timedelta(minutes=minutes), NEAR_A_CHANGE, st.integers(-3000, 3000))
MINUTES = st.integers(5, 300).map(lambda minutes: timedelta(minutes=minutes))
TEAMS = st.builds(Terms, NOWS, st.builds(Hours, ZONES, DAYS), st.builds(Window, TIMES, TIMES), ZONES, MINUTES)


@given(TEAMS)
def test_whatever_the_hours_what_is_promised_unasked_is_possible_and_civil(team: Terms) -> None:
    promise = soonest(team)
    assert team.now <= promise.due_at < promise.promised_by == promise.due_at + team.within
    assert (promise.when is When.WITHIN) <= (promise.due_at == team.now)
    if (promise.when, promise.due_at) != (When.OPENING, team.now):
        assert is_open(team.hours, promise.due_at)
        assert inside(team.window, team.zone, promise.due_at)


@given(TEAMS)
def test_whatever_the_hours_soon_is_promised_only_while_the_team_is_there(team: Terms) -> None:
    promise = at_once(team)
    assert promise is None or (promise.due_at == team.now and is_open(team.hours, team.now))


@given(TEAMS, st.integers(0, 23))
def test_whatever_the_hours_a_chosen_hour_is_that_hour_and_possible(team: Terms, hour: int) -> None:
    promise = at_hour(team, f"{hour:02}")
    if promise is None:
        return
    clock = to_local(promise.due_at, team.zone)
    skipped = to_local(promise.due_at - timedelta(seconds=1), team.zone).utcoffset() != clock.utcoffset()
    assert clock.hour == hour or skipped
    assert promise.due_at > team.now
    assert is_open(team.hours, promise.due_at)
    assert is_open(team.hours, promise.promised_by - timedelta(seconds=1))
