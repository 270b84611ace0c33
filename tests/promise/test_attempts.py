"""When we phone again, and when the owner hears of it first."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ivr.promise.attempts import DAY, escalate_at, next_attempt
from ivr.promise.policy import Policy

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
POLICY = Policy()


def test_five_minutes_two_hours_and_then_on_later_days():
    waits = [next_attempt(POLICY, made, made, NOW) for made in (1, 2)]
    assert waits == [NOW + timedelta(minutes=5), NOW + timedelta(hours=2)]
    assert next_attempt(POLICY, 3, 3, NOW) == NOW + DAY
    assert next_attempt(POLICY, 4, 1, NOW) == NOW + DAY


def test_after_five_it_is_enough():
    assert next_attempt(POLICY, 5, 0, NOW) is None


def test_three_times_a_day_and_no_more():
    assert next_attempt(POLICY, 1, 3, NOW) == NOW + DAY


def test_the_owner_hears_a_fifth_of_the_window_before_but_five_minutes_at_least():
    assert escalate_at(NOW, NOW + timedelta(hours=5)) == NOW + timedelta(hours=4)
    assert escalate_at(NOW, NOW + timedelta(minutes=20)) == NOW + timedelta(minutes=15)
    assert escalate_at(NOW, NOW + timedelta(minutes=3)) == NOW


@given(st.timedeltas(timedelta(0), timedelta(days=30)))
def test_never_before_the_promise_was_made_and_never_after_it_breaks(window):
    assert NOW <= escalate_at(NOW, NOW + window) <= NOW + window


@given(st.integers(1, 20), st.integers(0, 9))
def test_every_attempt_lies_ahead(made, last_day):
    again = next_attempt(POLICY, made, last_day, NOW)
    assert (again is None) == (made >= POLICY.attempts)
    assert again is None or again > NOW
