"""S9: as many attempts as the team promises and no more, each of them a ring, and a pause between two."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ivr.promise import callback
from ivr.promise.callback import Event
from ivr.switchboard.rows import Callback, CustomerLeg, Entry, Offer
from tests.simulation.oracle.truth import FROM_DIAL

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

DAY = timedelta(days=1)
COUNTED = (Event.MISS, Event.AGAIN, Event.EXHAUST, Event.CONNECT, Event.CLOSE)


class Tried:
    """Every attempt of every callback."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle

    def line(self, entry: Entry) -> None:
        """A callback has changed its state."""
        if entry.cause not in COUNTED:
            return
        row: Callback = self._oracle.row(Callback, entry.entity_id)
        # The team may be another by now, with fewer attempts than were made already.
        teams = self._oracle.centre.board.library.business().teams.values()
        most = max(team.policy.attempts for team in teams)
        self._oracle.hold("S9 no more attempts than promised", row.attempts <= most, (entry, row.attempts))
        rung = self._rung(row)
        self._oracle.hold("S9 an attempt is a ring", row.attempts <= rung, (entry, row.attempts, rung, "rung"))
        if entry.to_state == callback.State.SCHEDULED and entry.cause in (Event.MISS, Event.AGAIN):
            self._pause(entry, row)

    def _rung(self, row: Callback) -> int:
        """How often the tape knows of a leg of this callback's to a customer."""
        rang = (self._oracle.row(Offer, leg.offer_id).sid for leg in self._oracle.rows(CustomerLeg, callback_id=row.id))
        parents = frozenset(rang)
        legs = self._oracle.centre.truth.legs.values()
        return sum(leg.direction == FROM_DIAL and leg.parent in parents for leg in legs)

    def _pause(self, entry: Entry, row: Callback) -> None:
        if row.fence != entry.fence or row.chosen:
            return  # something else was decided in the same breath, perhaps by the caller
        delays = self._oracle.centre.policy(row.team).attempt_delays
        least = delays[max(0, row.attempts - 1)] if row.attempts <= len(delays) else DAY
        long = row.due_at - entry.at >= least
        self._oracle.hold("S9 a pause between two attempts", long, (entry, "phoned again at", row.due_at))
