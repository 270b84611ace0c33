"""S14, the half that is heard: nobody listens to a dead line. By the tape, a person hears something, or talks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.simulator.exchange import Fact
from tests.simulation.oracle.truth import Leg

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

DEAD = 10.0
TRAVEL = 6.0
"""Seconds: an answer may take five to travel (world/web.py), and a request most of one; no product can mend that."""

SPEAKS = 30.0
"""Seconds for which somebody has the word after a tone (shop.py: the longest message), unless the recording ends."""


class Silence:
    """Until when each person on a line hears something, or had the word."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._until: dict[str, float] = {}

    def fact(self, fact: Fact, leg: Leg) -> None:
        """Sounds begin and end, talks begin and end, keys are pressed."""
        match fact.what:
            case "answers":
                self._until[leg.sid] = fact.at
            case "ends":
                self._heard(leg, fact.at, 0.0)
                self._until.pop(leg.sid, None)
            case "hears" if fact.other == "beep":
                self._heard(leg, fact.at, fact.until + SPEAKS)
            case "hears":
                self._heard(leg, fact.at, float("inf") if _talks(leg) else fact.until)
            case "bridged":
                self._heard(leg, fact.at, float("inf"))
            case "cut" | "unbridged" | "recorded" if leg.sid in self._until:
                self._until[leg.sid] = fact.at
            case "presses" | "enqueued" | "dequeued" if leg.sid in self._until:
                self._until[leg.sid] = max(self._until[leg.sid], fact.at)

    def around(self) -> None:
        """Those who hear nothing now."""
        for sid in list(self._until):
            self._heard(self._oracle.centre.truth.legs[sid], self._oracle.now, self._until[sid])

    def _heard(self, leg: Leg, at: float, until: float) -> None:
        since = self._until.get(leg.sid)
        if since is None:
            return
        dead = at - since > DEAD + TRAVEL and not self._oracle.centre.chance.troubled(since - TRAVEL)
        self._oracle.hold("S14 no line is dead", not dead, (leg.sid, "heard nothing from", since, "to", at))
        self._until[leg.sid] = until


def _talks(leg: Leg) -> bool:
    """Whoever is joined to somebody has the word after them, be it to a mailbox."""
    return bool(leg.bridges) and leg.bridges[-1].end is None
