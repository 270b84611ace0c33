"""A town for level H: in it no timing of the machine's decides anything. What happens in it is the town's affair."""

from __future__ import annotations

from sqlalchemy import text

from ivr.store import statements
from tests.live.town import Town

TICK = 0.002
"""Seconds that our clock is ahead: the database counts whole milliseconds, and what is due must be seen as due."""


class Still(Town):
    """A town where time stands still while anybody works: what the work took is taken back before the next thing, and
    the sweep's next pass is made when it is told to. So no machine is too slow for a story to go as it goes where work
    takes no time at all. On SQLite only.
    """

    def _start(self) -> None:
        with self.parts.store.engine.begin() as connection:
            connection.execute(text("DROP TRIGGER clock_offset_forward"))
        self.tells_the_sweep(True)
        super()._start()

    def _due(self) -> bool:
        """By our own clock, which is ahead by what was worked since the last jump."""
        due = self._deadline()
        return due is not None and due <= self.now().timestamp()

    def _our_time(self) -> float:
        return self.exchange.now

    def _set_clock(self, to: float) -> None:
        with self.parts.store.engine.begin() as connection:
            now = connection.execute(statements.NOW).scalar_one().timestamp()
            connection.execute(statements.CLOCK_MOVED, {"by": to + TICK - now})

    def settle(self) -> None:
        """What is due by what has just happened is driven at this very moment, pass after pass."""
        super().settle()
        while self._told and self._due():
            self._told.once()
            super().settle()

    def _sweep(self) -> None:
        self.settle()
