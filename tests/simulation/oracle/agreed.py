"""S9, L5, L6, S6: what was agreed on is kept: the time, the place in the order of service, a promise that can be kept,
and a key for what it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivr.promise import callback, offer, transfer
from ivr.promise.callback import Event
from ivr.switchboard.rows import Call, Callback, Entry, Fate, Obligation, Offer, Row, Transfer, Turn
from tests.simulation.oracle import ended

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

AGREED = ('"CallbackAsked"', '"OpenCallbackChanged"')
"""What a turn tells by which a time may have been agreed on."""


class Agreed:
    """Every line of the ledger by which something is agreed on, or acted upon."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._for: dict[int, int] = {}
        """For which transfer each agent was asked who was asked for one."""
        self._chosen: set[int] = set()
        """Callbacks whose time the caller chose."""

    def line(self, entry: Entry) -> None:
        """A row has begun, or changed its state."""
        match entry.entity:
            case "callback":
                self._callback(entry)
            case "transfer" if not entry.from_state:
                self._place(self._oracle.row(Transfer, entry.entity_id))
            case "obligation" if entry.to_state == Fate.WAIVED:
                self._waived(self._oracle.row(Obligation, entry.entity_id))
            case "offer" if not entry.from_state:
                asked: Offer = self._oracle.row(Offer, entry.entity_id)
                self._for[asked.id] = asked.transfer_id or 0
            case "offer" if entry.to_state == offer.State.MISSED and entry.actor == "agent":
                self._missed(self._oracle.row(Offer, entry.entity_id))

    def _callback(self, entry: Entry) -> None:
        row: Callback = self._oracle.row(Callback, entry.entity_id)
        if not entry.from_state:
            can = row.promised_by >= row.due_at
            self._oracle.hold("L6 a promise can be kept", can, (entry, "due", row.due_at, "by", row.promised_by))
        if entry.to_state == callback.State.DIALLING:
            self._came_too_late(row)
        if row.fence != entry.fence:
            return  # something else was decided in the same breath
        if row.state is callback.State.DUE and entry.cause in (Event.FALL_DUE, Event.RESUME):
            self._oracle.hold("S9 not before its time", row.due_at <= entry.at, (entry, "not before", row.due_at))
        if entry.cause in (Event.MISS, Event.AGAIN):
            self._oracle.hold("S9 a chosen time is for one attempt", not row.chosen, entry)
        alarmed = row.escalated and row.escalate_at > entry.at
        self._oracle.hold("L6 told before a promise breaks", not alarmed, (entry, "not told again"))

    def committed(self, rows: Iterable[Row]) -> None:
        """Only a caller chooses an hour outside the window, on the line or by hanging up: an agent's yes is for one
        ring of the phone."""
        rows = list(rows)
        agreed = any(isinstance(row, Call) or (isinstance(row, Turn) and _agrees(row)) for row in rows)
        for row in rows:
            if isinstance(row, Callback):
                true = not row.chosen or row.id in self._chosen or agreed
                self._oracle.hold("S9 only the caller chooses an hour", true, row)
                (self._chosen.add if row.chosen else self._chosen.discard)(row.id)

    def for_the_line(self, offer_id: int) -> bool:
        """Whether this agent was asked for a caller on the line, and came too late."""
        return self._for.get(offer_id, 0) != 0

    def _came_too_late(self, row: Callback) -> None:
        """An agent who came for a caller on the line phones them only where it is known that they have not talked."""
        transfers = self._oracle.every(Transfer)
        late: Transfer | None = transfers.get(self._for.get(row.offer_id or 0, 0))
        known = late is None or late.state in transfer.FINAL
        self._oracle.hold("S5 who may have talked is not phoned by that agent", known, f"callback {row.id}: {late}")

    def _place(self, row: Transfer) -> None:
        """Whoever was owed, and rings in, stands where they stood."""
        for owed in self._oracle.rows(Callback, caller_id=row.caller_id):
            if owed.state not in callback.FINAL and owed.created_at < row.waiting_since:
                kept = row.asked_at <= owed.asked_at
                self._oracle.hold("L5 a place is kept", kept, f"transfer {row.id}: {row.asked_at}, {owed.asked_at}")

    def _waived(self, row: Obligation) -> None:
        """A no is to what was asked for in the same call."""
        call: Call | None = self._oracle.row(Call, row.call_id) if row.call_id else None
        leg = self._oracle.centre.truth.legs[call.sid] if call else None
        pressed = leg is not None and ended.said_no(leg, self._oracle.now)
        self._oracle.hold("S6 waived by a key", pressed, f"obligation {row.id} of call {row.call_id}")

    def _missed(self, row: Offer) -> None:
        leg = self._oracle.centre.truth.legs.get(row.sid or "")
        declined = leg is not None and leg.pressed("2", leg.created)
        self._oracle.hold("S6 a no is not silence", not declined, f"offer {row.id}: the agent pressed 2")


def _agrees(row: Turn) -> bool:
    return any(event in row.events for event in AGREED)
