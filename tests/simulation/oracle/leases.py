"""S10, S4, L4 and S6: no agent's leg waits at the carrier for long, its line is theirs as long as it lives and free for
others soon after, and what we note as its end was its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.promise import offer
from ivr.switchboard.rows import Agent, Offer
from tests.simulation.oracle.truth import FROM_API, Leg
from tests.simulation.world.chance import Fault

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

QUEUED = 30.0
RELEASED = 120.0
ROUNDING = 2.0
"""Seconds: the carrier tells whole ones."""


class Leases:
    """Agents' legs that ended, until it is seen that the lease did, too."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._ended: list[tuple[float, Leg]] = []
        """Since when each should count as free, the earliest first."""

    def ends(self, leg: Leg) -> None:
        """A leg has ended."""
        if leg.direction == FROM_API:
            self._ended.append((self._oracle.now, leg))

    def around(self) -> None:
        """Looks at those that should be free by now, and at those that should be ringing by now."""
        now = self._oracle.now
        while self._ended and self._ended[0][0] + RELEASED < now:
            self._released(*self._ended.pop(0))
        for agent in self._oracle.centre.people.agents:
            for leg in self._oracle.centre.truth.live.get(agent.number, {}).values():
                if leg.direction == FROM_API:
                    self._leased(leg)
                    if not leg.rang:
                        self._queued(leg, now)

    def _leased(self, leg: Leg) -> None:
        """As long as a leg lives that an offer knows, its agent is nobody else's; unless its end was told
        falsely, or it began after the quiet time."""
        centre = self._oracle.centre
        lied = centre.chance.last.get(Fault.CONTRADICTION, 0.0) >= leg.created or leg.sid in centre.carrier.too_late
        freed = [row.id for row in self._oracle.rows(Offer, sid=leg.sid) if not row.in_flight]
        self._oracle.hold("S4 a lease lasts as long as its leg", lied or not freed, f"{leg.sid}, offers {freed}")

    def _queued(self, leg: Leg, now: float) -> None:
        status = self._oracle.centre.exchange.leg(leg.sid).status
        stuck = leg.sid in self._oracle.centre.carrier.stuck  # by a fault: it is looked for as one that rings too long
        late = status == "queued" and now - leg.created > QUEUED and not stuck
        self._oracle.hold("S10 none waits at the carrier", not late, (leg.sid, "is queued since", leg.created))

    def _released(self, since: float, leg: Leg) -> None:
        """Where something went wrong meanwhile, the two minutes begin anew."""
        held = [row for row in self._of(leg) if row.in_flight]
        if held and self._oracle.centre.chance.troubled(since):
            self._ended.append((self._oracle.now, leg))
        else:
            self._oracle.hold("L4 a line is free soon", not held, f"{leg.sid} ended at {leg.ended}: {held}")
            self._noted(leg)

    def _noted(self, leg: Leg) -> None:
        """Of a leg that was joined to somebody: how long they may have talked depends on it."""
        for row in self._oracle.rows(Offer, sid=leg.sid):
            if row.state is offer.State.ACCEPTED and row.ended_at is not None and leg.ended is not None:
                apart = abs(row.ended_at.timestamp() - leg.ended)
                self._oracle.hold("S6 an end is when it was", apart <= ROUNDING, f"{leg.sid} {leg.ended}: {row}")

    def _of(self, leg: Leg) -> tuple[Offer, ...]:
        """The offers for which this may be the leg: the one that knows it, or those of the agent that know none."""
        agents = self._oracle.rows(Agent, address=leg.number)
        offers: list[Offer] = [one for agent in agents for one in self._oracle.rows(Offer, agent_id=agent.id)]
        known = tuple(one for one in offers if one.sid == leg.sid)
        asked = (one for one in offers if one.sid is None and one.intended_at.timestamp() <= leg.created)
        return known or tuple(asked)
