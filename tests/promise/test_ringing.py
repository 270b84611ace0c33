"""Who goes first, and who is asked next."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ivr.promise.policy import Strategy
from ivr.promise.ringing import Free, Waiting, choose, in_order

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


def minutes(count):
    return NOW + timedelta(minutes=count)


def waiting(id, asked, vip=False, escalate=None):
    return Waiting(("transfer", id), minutes(asked), vip, None if escalate is None else minutes(escalate))


def test_a_promise_about_to_break_goes_before_a_vip_and_a_vip_before_who_asked_first():
    first, vip, pressing = waiting(1, -30), waiting(2, -1, vip=True), waiting(3, -5, escalate=0)
    assert in_order([first, vip, pressing], NOW) == [pressing, vip, first]


def test_callers_and_callbacks_stand_in_one_order_by_when_they_first_asked():
    kept = Waiting(("callback", 9), minutes(-20), False, minutes(5))
    assert in_order([waiting(1, -10), kept, waiting(2, -30)], NOW) == [waiting(2, -30), kept, waiting(1, -10)]


FREE = [Free(1, minutes(-1), 1), Free(2, minutes(-9), 2), Free(3, minutes(-5), 3)]


def test_the_longest_idle_is_asked_and_one_at_a_time():
    assert choose(Strategy.LONGEST_IDLE, FREE, {}, 0, 0, 0) == (2,)
    assert choose(Strategy.LONGEST_IDLE, FREE, {}, 0, 0, 1) == ()


def test_in_order_asks_by_when_they_were_added():
    assert choose(Strategy.IN_ORDER, FREE, {1: 1}, 0, 0, 0) == (2,)


def test_all_asks_everybody_who_is_left_over_by_those_who_go_first():
    assert choose(Strategy.ALL, FREE, {}, 0, 1, 0) == (2, 3)
    assert choose(Strategy.ALL, FREE, {2: 1}, 0, 0, 2) == (3, 1)


def test_who_was_asked_in_this_round_waits_for_the_next():
    assert choose(Strategy.LONGEST_IDLE, FREE, {2: 1, 3: 1, 1: 1}, 0, 0, 0) == ()
    assert choose(Strategy.LONGEST_IDLE, FREE, {2: 1, 3: 1, 1: 1}, 1, 0, 0) == (2,)


@given(st.sampled_from(Strategy), st.integers(0, 5), st.integers(0, 3), st.integers(0, 2))
def test_nobody_is_taken_from_those_who_go_first(strategy, ahead, rounds, live):
    chosen = choose(strategy, FREE, {}, rounds, ahead, live)
    assert len(chosen) <= max(0, len(FREE) - ahead)
    assert len(set(chosen)) == len(chosen)
