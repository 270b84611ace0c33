"""The doorbell of one world: it loses, doubles and delays; nothing may depend on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from tests.simulation.world.chance import Fault

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre


class Doorbell:
    """Fills `ports.Doorbell`: loses, doubles and delays."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("doorbell")

    def ring(self, due: Iterable[tuple[str, int]]) -> None:
        """Some worker will drive these, presumably."""
        for kind, id in dict.fromkeys(due):
            if self._centre.chance.strikes(Fault.DOORBELL):
                continue
            for _ in range(2 if self._dice.random() < 0.02 else 1):
                delay = self._dice.uniform(0.01, 0.2) if self._dice.random() < 0.95 else self._dice.uniform(1, 30)
                job = partial(self._centre.job, kind, id)
                self._centre.at(self._centre.exchange.now + delay, job, f"{kind} {id}")
