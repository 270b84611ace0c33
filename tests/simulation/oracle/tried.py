"""S9: as many attempts as the team promises and no more, each of them a ring, and a pause between two.

S8: what is being tried is changed by nobody but by how it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ivr.promise import callback, transfer
from ivr.promise.callback import Event, State
from ivr.switchboard.deeds.interventions import OPERATOR
from ivr.switchboard.rows import Call, Callback, Caller, CustomerLeg, Entry, Offer, Transfer
from tests.simulation.oracle.truth import FROM_DIAL

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

DAY = timedelta(days=1)
ROUNDING = timedelta(seconds=60)
"""Between a yes, from which on we count a ring, and the ringing."""
BY_CHOICE = (Event.PUT_OFF, Event.CANCEL, Event.CLOSE, Event.RESUME)
"""What somebody may decide about a callback, beside what comes of an attempt."""
COUNTED = (Event.MISS, Event.AGAIN, Event.EXHAUST, Event.CONNECT, Event.CLOSE)


class Tried:
    """Every attempt of every callback."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle

    def line(self, entry: Entry) -> None:
        """A callback has changed its state."""
        row: Callback = self._oracle.row(Callback, entry.entity_id)
        decided = entry.cause in (Event.MISS, Event.AGAIN) or entry.actor == OPERATOR
        if entry.to_state == State.SCHEDULED and decided and row.fence == entry.fence:
            self.put_off(row)
        if entry.cause in BY_CHOICE and entry.from_state != State.REVIEW and entry.actor != "agent":
            self._rings_no_more(entry, row)
        if entry.cause in COUNTED:
            self._attempt(entry, row)
        if entry.cause == Event.PICK_UP and row.fence == entry.fence:
            self._picked_up(row)

    def _rings_no_more(self, entry: Entry, row: Callback) -> None:
        """Nobody can say of a phone that rings, or of a talk, that it is to be later, or not at all."""
        yes: Offer | None = self._oracle.every(Offer).get(row.offer_id or 0)
        legs = self._oracle.centre.truth.legs.values()
        rings = [one.sid for one in legs if yes and one.parent and one.parent == yes.sid and one.ended is None]
        self._oracle.hold("S8 nothing is changed while the phone rings", not rings, f"{entry}: {rings}")

    def put_off(self, row: Callback) -> None:
        """A time was set, be it by hand: one at which the phone, as often as it rang, may be rung."""
        if row.chosen:
            return
        number = self._oracle.row(Caller, row.caller_id).number
        since = (row.due_at - DAY + ROUNDING).timestamp()
        rung = [leg for leg in self._oracle.centre.truth.rung.get(number, ()) if leg.rang and leg.created > since]
        most = self._oracle.centre.policy(row.team).attempts_a_day
        self._oracle.hold("S9 so many a day", len(rung) < most, f"{row}: {len(rung)} rung")

    def _attempt(self, entry: Entry, row: Callback) -> None:
        # The team may be another by now, with fewer attempts than were made already.
        teams = self._oracle.centre.board.library.business().teams.values()
        most = max(team.policy.attempts for team in teams)
        self._oracle.hold("S9 no more attempts than promised", row.attempts <= most, (entry, row.attempts))
        rung = self._rung(row)
        self._oracle.hold("S9 an attempt is a ring", row.attempts <= rung, (entry, row.attempts, rung, "rung"))
        if entry.cause == Event.MISS:
            self._oracle.hold("S9 no ring in vain", not self._in_the_queue(entry, row), f"{entry}: they wait for us")
        if entry.to_state == callback.State.SCHEDULED and entry.cause in (Event.MISS, Event.AGAIN):
            self._pause(entry, row)

    def _picked_up(self, row: Callback) -> None:
        """That somebody picked up is said of this attempt, and not of one before it."""
        yes: Offer | None = self._oracle.every(Offer).get(row.offer_id or 0)
        legs = self._oracle.centre.truth.legs.values()
        picked = any(one.answered is not None for one in legs if yes and one.parent and one.parent == yes.sid)
        self._oracle.hold("S6 picked up is true", picked, f"callback {row.id}")

    def _in_the_queue(self, entry: Entry, row: Callback) -> bool:
        """Whether they could not pick up, for they stood in our queue, and still do."""
        waiting: tuple[Transfer, ...] = self._oracle.rows(
            Transfer, caller_id=row.caller_id, state=transfer.State.WAITING
        )
        early = [one for one in waiting if one.waiting_since < entry.at and not self._asked_for(one)]
        sids = [self._oracle.row(Call, one.call_id).sid for one in early]
        return any(self._oracle.centre.truth.legs[sid].waits_since is not None for sid in sids)

    def _asked_for(self, row: Transfer) -> bool:
        return bool(self._oracle.rows(Offer, transfer_id=row.id))

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
