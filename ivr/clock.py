"""What it means to know the time: the Clock port, and a clock for tests that only moves when told to.

Every moment in the program is an aware UTC datetime. This file never asks the machine what time it is.
"""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Whoever knows the time. In production that is the database; time never goes back."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ...


def as_utc(moment: datetime) -> datetime:
    """The same moment in UTC. A naive datetime is a bug, so it raises ValueError instead of being guessed at."""
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


class FixedClock:
    """A clock that stands still until it is moved forward: tests and call scripts own the time."""

    def __init__(self, start: datetime) -> None:
        self._now = as_utc(start)

    def now(self) -> datetime:
        """The moment at which the clock was last set, in UTC."""
        return self._now

    def forward(self, by: timedelta) -> datetime:
        """Let `by` pass and return the new moment. Raises ValueError for a step back."""
        return self.forward_to(self._now + by)

    def forward_to(self, moment: datetime) -> datetime:
        """Jump to `moment` and return it. Raises ValueError for a moment that has already passed."""
        target = as_utc(moment)
        if target < self._now:
            raise ValueError("time does not go back")
        self._now = target
        return target
