"""That something was done is written down now and then, by whoever does it; and what was amiss, at once."""

from __future__ import annotations

from datetime import timedelta

from ivr.store.memory.store import MemoryStore
from ivr.switchboard import pulses
from ivr.switchboard.ports import Conflict
from tests.store.samples import NOON


class Clock:
    def __init__(self) -> None:
        self.now, self.store = NOON, MemoryStore(lambda: self.now)
        self.written = 0
        self.store.before_commit = self._count

    def _count(self) -> None:
        self.written += 1

    def beats(self, after: float, amiss: int = 0) -> None:
        self.now += timedelta(seconds=after)
        pulses.beat(self.store, pulses.SWEEP, amiss)

    def age(self) -> tuple[float, int]:
        with self.store.reading() as unit:
            since, amiss = pulses.ages(unit)[pulses.SWEEP]
        return since.total_seconds(), amiss


def test_a_pulse_is_written_every_ten_seconds_and_read_by_its_age() -> None:
    clock = Clock()
    for after in (0, 2, 2, 2, 2):
        clock.beats(after)
    assert (clock.written, clock.age()) == (1, (8, 0))
    clock.beats(2)
    assert (clock.written, clock.age()) == (2, (0, 0))


def test_what_is_amiss_is_told_at_once_and_that_it_is_mended_too() -> None:
    clock = Clock()
    for amiss in (0, 3, 3, 0):
        clock.beats(1, amiss)
    assert (clock.written, clock.age()) == (3, (0, 0))


def test_two_programs_beat_one_pulse() -> None:
    clock = Clock()

    def another_was_quicker() -> None:
        clock.store.before_commit = clock._count
        raise Conflict

    clock.store.before_commit = another_was_quicker
    clock.beats(0)
    assert (clock.written, clock.age()) == (1, (0, 0))


def test_what_was_never_done_has_no_age() -> None:
    with MemoryStore(lambda: NOON).reading() as unit:
        assert pulses.ages(unit) == {}
