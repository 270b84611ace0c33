"""A clock for tests stands still, moves forward only, and speaks UTC."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ivr.clock import Clock, FixedClock, as_utc

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_it_stands_still_until_it_is_moved() -> None:
    clock: Clock = FixedClock(NOON)
    assert clock.now() == clock.now() == NOON


def test_it_moves_by_a_span_or_to_a_moment() -> None:
    clock = FixedClock(NOON)
    assert clock.forward(timedelta(minutes=5)) == NOON + timedelta(minutes=5)
    assert clock.forward_to(NOON + timedelta(hours=1)) == clock.now() == NOON + timedelta(hours=1)


def test_it_never_goes_back() -> None:
    clock = FixedClock(NOON)
    with pytest.raises(ValueError):
        clock.forward(timedelta(seconds=-1))
    assert clock.now() == NOON


def test_local_times_become_utc_and_naive_ones_are_refused() -> None:
    dhaka = datetime(2026, 11, 22, 18, 0, tzinfo=ZoneInfo("Asia/Dhaka"))
    assert FixedClock(dhaka).now() == NOON
    assert FixedClock(dhaka).now().tzinfo is UTC
    with pytest.raises(ValueError):
        as_utc(NOON.replace(tzinfo=None))
