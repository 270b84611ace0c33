"""The doorbell of one world: it loses, doubles, delays and forgets; nothing may depend on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from tests.simulation.world.chance import Fault

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

STUCK = 900.0
"""Seconds for which a job may lie where no worker sees it."""


class Doorbell:
    """Fills `ports.Doorbell`."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("doorbell")
        self._waiting: dict[int, None] = {}
        """Jobs that no worker has taken yet; all are gone at once by a FLUSHALL, or a failover that lost them."""
        self._count = 0

    def ring(self, due: Iterable[tuple[str, int]]) -> None:
        """Some worker will drive these, presumably."""
        chance = self._centre.chance
        for kind, id in dict.fromkeys(due):
            if chance.meets(Fault.NO_DOORBELL) or chance.strikes(Fault.JOB_LOST):
                continue
            again = chance.strikes(Fault.JOB_AGAIN)
            self._lay(kind, id, self._soon())
            if again:
                self._lay(kind, id, STUCK ** chance.of(Fault.JOB_AGAIN).random())
        if self._waiting and chance.strikes(Fault.FLUSHED):
            self._waiting.clear()

    def _soon(self) -> float:
        return self._dice.uniform(0.01, 0.2) if self._dice.random() < 0.95 else self._dice.uniform(1, 30)

    def _lay(self, kind: str, id: int, delay: float) -> None:
        self._count += 1
        self._waiting[self._count] = None
        job = partial(self._taken, self._count, kind, id)
        self._centre.at(self._centre.exchange.now + delay, job, f"{kind} {id}")

    def _taken(self, number: int, kind: str, id: int) -> None:
        if number in self._waiting:
            del self._waiting[number]
            self._centre.job(kind, id)
