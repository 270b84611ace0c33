"""L5: nobody who has waited long for an agent is passed over for somebody who comes later in the order of service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ivr.promise import callback, offer
from ivr.switchboard.rows import Call, Callback, CallState, Entry, Offer, Transfer

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

LONG = timedelta(minutes=30)


class Fair:
    """Every asking of an agent, against the callbacks that have been due for long."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle

    def line(self, entry: Entry) -> None:
        """An agent is asked for somebody: nobody may have been due for half an hour who goes first."""
        if entry.to_state != offer.State.INTENDED:
            return
        chosen = self._target(self._oracle.row(Offer, entry.entity_id))
        for row in self._oracle.rows(Callback, team=chosen.team, state=callback.State.DUE):
            if row is not chosen:
                late = entry.at - self._waits_since(row) > LONG and not self._on_the_line(row)
                passed = late and _place(row, entry.at) < _place(chosen, entry.at)
                self._oracle.hold("L5 nobody is passed over", not passed, f"{chosen} is asked for before {row}")

    def _target(self, asked: Offer) -> Transfer | Callback:
        kind, id = (Transfer, asked.transfer_id) if asked.transfer_id else (Callback, asked.callback_id)
        found: Transfer | Callback = self._oracle.row(kind, id or 0)
        return found

    def _waits_since(self, row: Callback) -> datetime:
        """Since it fell due, or since somebody was last asked for it."""
        asked: Iterator[datetime] = (one.intended_at for one in self._oracle.rows(Offer, callback_id=row.id))
        return max((row.due_at, *asked))

    def _on_the_line(self, row: Callback) -> bool:
        """Whoever talks to us by themselves meanwhile is not phoned; how that ends decides."""
        return bool(self._oracle.rows(Call, caller_id=row.caller_id, state=CallState.LIVE))


def _place(row: Transfer | Callback, now: datetime) -> tuple[bool, bool, datetime]:
    """Promises about to break first, then VIPs, then by when each first asked."""
    pressing = isinstance(row, Callback) and row.escalate_at <= now
    return not pressing, not row.vip, row.asked_at
