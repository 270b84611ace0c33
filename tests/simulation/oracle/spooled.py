"""L3: a call that met our outage is owed within a minute of recovery: what was spooled while the store was away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.switchboard.rows import Obligation

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

RECOVERY = 60.0


class Spooled:
    """Every call that was ever noted in the spool, until it is owed."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._since: dict[str, float] = {}

    def around(self) -> None:
        """Notes what is new in the spool; what is old must be owed, unless something went wrong a moment ago."""
        now = self._oracle.now
        for ring in self._oracle.centre.web.spool:
            self._since.setdefault(ring.sid, now)
        if not self._since or self._oracle.centre.chance.troubled(now - RECOVERY):
            return
        for sid in [sid for sid, since in self._since.items() if now - since > RECOVERY]:
            owed = self._oracle.rows(Obligation, source_key=sid)
            self._oracle.hold("L3 owed soon after an outage", owed, f"the call {sid} was spooled, and is not owed")
            del self._since[sid]
