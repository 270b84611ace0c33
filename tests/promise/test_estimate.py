"""An honest figure, or none."""

from hypothesis import given
from hypothesis import strategies as st

from ivr.promise.estimate import SAMPLES, STEP, minutes

waits = st.lists(st.floats(0, 7200), min_size=SAMPLES, max_size=20)


def test_a_guess_is_not_spoken():
    assert minutes([60.0] * (SAMPLES - 1), 1) is None


def test_four_of_five_waited_no_longer_than_what_is_said():
    assert minutes([60.0] * 8 + [3000.0] * 2, 1) == 5
    assert minutes([60.0] * 7 + [540.0] * 3, 1) == 10


def test_who_stands_second_is_told_twice_as_much():
    assert minutes([240.0] * 10, 1) == 5
    assert minutes([240.0] * 10, 2) == 10


@given(waits, st.integers(1, 9))
def test_it_is_in_steps_and_never_better_than_what_was(samples, position):
    said = minutes(samples, position)
    assert said is not None and said % STEP == 0 and said >= STEP
    assert sum(wait * position <= said * 60 for wait in samples) >= 0.8 * len(samples)
