"""S15: a pass of the sweep ends every leg of which it knows that nobody wants it, whatever the doorbell did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.promise import offer
from ivr.switchboard.rows import Offer
from ivr.switchboard.sweep import Swept
from tests.simulation.world.chance import PEOPLE, Fault

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

HARMLESS = frozenset(
    {
        *PEOPLE,
        *(Fault.LOST, Fault.DOUBLED, Fault.LATE, Fault.REORDERED, Fault.NEVER_TOLD, Fault.SEQUENCE, Fault.NEW_WORD),
        *(Fault.NO_DOORBELL, Fault.FLUSHED, Fault.JOB_LOST, Fault.JOB_AGAIN, Fault.EARLY, Fault.ATTACK),
    }
)
"""What does not keep a pass from ending a leg."""
LONG = 0.5
"""Seconds that a pass may take to be judged: in a longer one others come between."""


class Unwanted:
    """The legs that rang for nobody when the pass began."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._began = 0.0
        self._legs: dict[str, int] = {}

    def begins(self) -> None:
        """What is withdrawn, due now, and rings."""
        now = self._oracle.centre.now()
        self._began = self._oracle.now
        self._legs = {}
        for agent in self._oracle.centre.people.agents:
            for leg in self._oracle.centre.truth.live.get(agent.number, {}).values():
                for row in self._oracle.rows(Offer, sid=leg.sid):
                    due = row.deadline is not None and row.deadline <= now
                    if row.state is offer.State.WITHDRAWN and row.in_flight and due and leg.rang and not leg.answered:
                        self._legs[leg.sid] = row.id

    def ends(self, swept: Swept) -> None:
        """They ring no more, unless the carrier was not to be had."""
        if swept.failed or self._troubled() or self._oracle.now - self._began > LONG:
            return
        for sid, id in self._legs.items():
            rings = self._oracle.centre.exchange.leg(sid).status == "ringing"
            over = not rings or self._oracle.centre.carrier.ending[sid]
            self._oracle.hold("S15 no phone rings for nobody", over, f"{sid} of the withdrawn offer {id} rings on")

    def _troubled(self) -> bool:
        """Whether anything went wrong meanwhile that keeps a leg from being ended."""
        chance = self._oracle.centre.chance
        struck = any(at >= self._began for fault, at in chance.last.items() if fault not in HARMLESS)
        return struck or any(one.until >= self._began for one in chance.spells if one.fault not in HARMLESS)
