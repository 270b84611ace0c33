"""L8: who was cut off by us in the middle of a call is owed one, as soon as we say why that call ended.

That they were, the tape tells: they heard an apology instead of us, be it the carrier's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivr.simulator.exchange import Fact
from ivr.switchboard.rows import Call, Obligation, Row
from tests.simulation.oracle.truth import Leg
from tests.simulation.world.post import APOLOGY

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

CUT_OFF, LEFT = "cut_off", "left"
"""How a call ended, as it is said afterwards of one whose end nobody had told."""
WORDS = APOLOGY[0].text


class CutOff:
    """Whoever heard that we do not answer."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._heard: set[str] = set()

    def fact(self, fact: Fact, leg: Leg) -> None:
        """Somebody hears something."""
        if fact.what == "hears" and leg.direction == "inbound" and (fact.other == "error" or fact.text == WORDS):
            self._heard.add(leg.sid)

    def committed(self, rows: Iterable[Row]) -> None:
        """A unit that wrote these has been committed."""
        for row in rows:
            if isinstance(row, Call) and row.outcome in (CUT_OFF, LEFT):
                debts = self._oracle.rows(Obligation, call_id=row.id) or self._oracle.rows(
                    Obligation, source_key=row.sid
                )
                cut_off = row.outcome == CUT_OFF or row.sid in self._heard
                self._oracle.hold("L8 who is cut off by us is owed", debts or not cut_off, row)
