"""L1 and L8: whoever has hung up waits no more, in our rows either; and their call is soon over there, though nobody
may have told us of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.promise import transfer
from ivr.simulator.exchange import Fact
from ivr.switchboard.rows import Call, CallState, Entry, Transfer
from tests.simulation.oracle.truth import Leg
from tests.simulation.world import post
from tests.simulation.world.faults import PEOPLE, Fault

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

QUEUED = (transfer.State.WAITING, transfer.State.OFFERED)
LATEST = 300.0 + 45.0
"""Seconds after which a call that ended unheard is over in our rows: asked after five minutes from its last turn
(product: POLL_CALL), by a sweep that may be slow."""
UNHEARD = frozenset(
    {
        *PEOPLE,
        *(Fault.LOST, Fault.NEVER_TOLD, Fault.CONTRADICTION, Fault.SEQUENCE, Fault.NEW_WORD, Fault.REPUBLISHED),
        *(Fault.NO_DOORBELL, Fault.FLUSHED, Fault.JOB_LOST, Fault.JOB_AGAIN, Fault.NO_FALLBACK),
    }
)
"""What may go wrong although we can ask the carrier, and nobody speaks of the past."""


class Gone:
    """Every caller's leg that has ended, until our row says so."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._ended: list[Leg] = []

    def fact(self, fact: Fact, leg: Leg) -> None:
        """A leg has ended."""
        if fact.what == "ends" and leg.direction == "inbound":
            self._ended.append(leg)

    def line(self, entry: Entry) -> None:
        """A call has ended in our rows: by then nobody is looked for any more, for anybody who waited in it."""
        if entry.entity == "call" and entry.to_state == CallState.ENDED:
            rows: tuple[Transfer, ...] = self._oracle.rows(Transfer, call_id=entry.entity_id)
            waiting = [row.id for row in rows if row.state in QUEUED]
            self._oracle.hold("L8 who has left does not wait", not waiting, f"{entry}: transfers {waiting}")

    def around(self) -> None:
        """Those that should be over by now."""
        while self._ended and (self._ended[0].ended or 0.0) + LATEST < self._oracle.now:
            leg = self._ended.pop(0)
            calls: tuple[Call, ...] = self._oracle.rows(Call, sid=leg.sid)
            over = all(one.state is CallState.ENDED for one in calls)
            over = over or self._troubled((leg.ended or 0.0) - post.LATEST)
            self._oracle.hold("L1 a call is over soon", over, f"{leg.sid} ended at {leg.ended}: {calls}")

    def _troubled(self, since: float) -> bool:
        chance = self._oracle.centre.chance
        struck = any(at >= since for fault, at in chance.last.items() if fault not in UNHEARD)
        return struck or any(one.until >= since for one in chance.spells if one.fault not in UNHEARD)
