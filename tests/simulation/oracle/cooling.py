"""S4: an agent who let several offers in a row pass is left alone for a while, however many wait."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ivr.promise import offer
from ivr.simulator.exchange import Fact, WebRequest
from ivr.switchboard.rows import Agent, Callback, Entry, Offer, Transfer
from tests.simulation.oracle.truth import FROM_API, Leg
from tests.simulation.world.faults import Fault

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

UNKNOWN = (Fault.DEATH, Fault.DEATH_ANSWERING, Fault.COMMIT)
"""Where a key may have been heard although nobody answered it."""


class Cooling:
    """How many offers each agent let pass in a row, as far as that is certain."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._passed: Counter[int] = Counter()
        self._pressed: dict[int, set[str]] = defaultdict(set)
        """Each one's legs on which a key was asked for and pressed, of which we do not know that it was heard."""
        self._heard: set[str] = set()
        """Legs of which we know that a key was heard."""
        self._unsure: set[int] = set()
        """Who pressed a key of which it is not known whether it was heard."""
        self._until: dict[int, float] = {}
        self._awaited: dict[int, int] = {}
        """The offer at whose click each agent's own leg is waited for."""

    def says(self, name: str) -> None:
        """An agent comes or goes: what was, does not count any more."""
        for agent in self._oracle.rows(Agent, name=name):
            self._never_came(agent.id)
            del self._passed[agent.id]
            self._until.pop(agent.id, None)

    def fact(self, fact: Fact, leg: Leg) -> None:
        """An agent presses a key."""
        if fact.what == "presses" and leg.direction == FROM_API:
            for agent in self._oracle.rows(Agent, address=leg.number):
                self._pressed[agent.id] |= {leg.sid} - self._heard

    def answered(self, request: WebRequest) -> None:
        """A key is heard, be it late: of its own call it tells that somebody is there, of those since then nothing."""
        if not request.url.startswith("door:reply") or not dict(request.params).get("Digits"):
            return
        for row in self._oracle.rows(Offer, sid=request.leg) if request.leg not in self._heard else ():
            self._heard.add(request.leg)
            self._pressed[row.agent_id].discard(request.leg)
            if row.in_flight:
                del self._passed[row.agent_id]
            elif self._may_be_unknown():
                self._unsure.add(row.agent_id)  # the same key may have been heard before, in time

    def clicked(self, agent_id: int) -> None:
        """A click at a page is heard at once, however late it is: somebody sits there."""
        del self._passed[agent_id]

    def line(self, entry: Entry) -> None:
        """An offer has changed its state."""
        if entry.entity != "offer":
            return
        row: Offer = self._oracle.row(Offer, entry.entity_id)
        self._never_came(row.agent_id)
        if not entry.from_state:
            until = self._until.get(row.agent_id, 0.0)
            cool = entry.at.timestamp() >= until
            self._oracle.hold("S4 who does not answer is left alone", cool, (entry, row.agent_id, "until", until))
        elif entry.to_state == offer.State.MISSED:
            self._passes(row, entry.at.timestamp())
        elif entry.to_state in (offer.State.ACCEPTED, offer.State.DECLINED):
            del self._passed[row.agent_id]
            self._unsure.discard(row.agent_id)
            if row.shown and entry.to_state == offer.State.ACCEPTED:
                self._awaited[row.agent_id] = row.id

    def _never_came(self, agent_id: int) -> None:
        """Who clicked, and whose leg never came, has let it pass."""
        row = self._oracle.row(Offer, self._awaited[agent_id]) if agent_id in self._awaited else None
        if row is None or row.in_flight or row.ended_at is None:
            return
        del self._awaited[agent_id]
        if row.sid is None:
            self._passes(row, row.ended_at.timestamp())

    def _may_be_unknown(self) -> bool:
        return any(one in self._oracle.centre.chance.rates for one in UNKNOWN)

    def _passes(self, row: Offer, at: float) -> None:
        if self._pressed.pop(row.agent_id, None) and self._may_be_unknown():
            self._unsure.add(row.agent_id)
        if row.agent_id in self._unsure:
            del self._passed[row.agent_id]
            return
        kind, id = (Transfer, row.transfer_id) if row.transfer_id else (Callback, row.callback_id)
        policy = self._oracle.centre.policy(self._oracle.row(kind, id or 0).team)
        self._passed[row.agent_id] += 1
        if self._passed[row.agent_id] >= policy.misses:
            del self._passed[row.agent_id]
            self._until[row.agent_id] = at + policy.cool_off.total_seconds()
