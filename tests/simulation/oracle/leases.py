"""S10 and L4: no agent's leg waits at the carrier for long, and soon after its end their line is free for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.switchboard.rows import Agent, Offer
from tests.simulation.oracle.truth import FROM_API, Leg

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

QUEUED = 30.0
RELEASED = 120.0


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
                if not leg.rang and leg.direction == FROM_API:
                    self._queued(leg, now)

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

    def _of(self, leg: Leg) -> tuple[Offer, ...]:
        """The offers for which this may be the leg: the one that knows it, or those of the agent that know none."""
        agents = self._oracle.rows(Agent, address=leg.number)
        offers: list[Offer] = [one for agent in agents for one in self._oracle.rows(Offer, agent_id=agent.id)]
        known = tuple(one for one in offers if one.sid == leg.sid)
        asked = (one for one in offers if one.sid is None and one.intended_at.timestamp() <= leg.created)
        return known or tuple(asked)
