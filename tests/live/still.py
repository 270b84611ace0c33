"""A town for level H: in it no timing of the machine's decides anything. What happens in it is the town's affair."""

from __future__ import annotations

from math import ceil
from typing import Any

from ivr.app.parts import Parts
from ivr.simulator.exchange import Limits
from tests.live import clock
from tests.live.cast import Drawn
from tests.live.nursery import Nursery
from tests.live.reins import Reins
from tests.live.town import Site, Town

GRAIN = 1000
"""In a second: the database counts whole milliseconds, and what is due must be seen as due."""


class Still(Town):
    """A town where time stands still while anybody works, the sweep's next pass is made when it is told to, and what
    the carrier has to say of it is said after it. So what happens at one moment has one time and one order, as where
    work takes no time at all; no machine is too slow for a story to go as it goes there. On SQLite only: what happens
    where all work at once is the kill rig's to find out.
    """

    def __init__(self, site: Site, parts: Parts, nursery: Nursery, drawn: Drawn, limits: Limits) -> None:
        super().__init__(site, parts, nursery, drawn, True, limits)
        site.env[clock.STANDING] = "yes"
        clock.stand(parts.store.engine)

    def _start(self) -> None:
        carrier: Any = self.company.carrier
        carrier.sender = self._reins = Reins(carrier.sender)
        self.tells_the_sweep(True)
        super()._start()

    def _set_clock(self, to: float) -> None:
        clock.move(self.parts.store.engine, ceil(to * GRAIN) / GRAIN)

    def settle(self) -> None:
        """What is due by what has just happened is driven at this very moment, pass after pass."""
        super().settle()
        while self._told and self._due():
            with self._reins.tight():
                self._told.once()
            super().settle()

    def plays(self, until: float, real: float = float("inf")) -> bool:
        came = super().plays(until, real)
        self.settle()
        return came

    def _sweep(self) -> None:
        """Each step begins with it."""
