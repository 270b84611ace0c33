"""S2, S3, S13 and S15 over our own rows: every step is one of the tables', nobody is owed by two open callbacks, agents
are asked for those who wait and for nobody else, and at the end every row says what the ledger says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ivr.promise import callback, offer, transfer
from ivr.store.rules.kinds import LIVES
from ivr.switchboard.rows import Callback, Entry, Offer, Transfer

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

TABLES: dict[str, Any] = {
    "transfer": transfer.TRANSITIONS,
    "callback": callback.TRANSITIONS,
    "offer": offer.TRANSITIONS,
}
ASKED: dict[str, tuple[type, str, str]] = {
    "transfer": (Transfer, "transfer_id", transfer.State.OFFERED),
    "callback": (Callback, "callback_id", callback.State.OFFERED),
}


class Legal:
    """What is held against the tables of the promise, not against the carrier's tape."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle

    def line(self, entry: Entry) -> None:
        """A row has changed its state."""
        if entry.entity in TABLES and entry.from_state:
            event = entry.cause.partition(":")[0]
            after = TABLES[entry.entity][entry.from_state].get(event)
            self._oracle.hold("S3 every step is in the tables", after == entry.to_state, entry)
        if entry.entity in ASKED:
            self._asked_for(entry)
        if entry.entity == "callback":
            row = self._oracle.row(Callback, entry.entity_id)
            theirs = self._oracle.rows(Callback, caller_id=row.caller_id)
            opened = [one.id for one in theirs if one.state not in callback.FINAL]
            self._oracle.hold("S2 one open callback", len(opened) <= 1, f"{opened} of caller {row.caller_id}")

    def _asked_for(self, entry: Entry) -> None:
        kind, key, offered = ASKED[entry.entity]
        row = self._oracle.row(kind, entry.entity_id)
        if row.state == offered:
            return
        live = [one.id for one in self._oracle.rows(Offer, **{key: row.id}) if one.state not in offer.FINAL]
        self._oracle.hold("S15 asked for those who wait", not live, f"offers {live} for {entry.entity} {row.id}")

    def end(self) -> None:
        """Everything has come to an end."""
        for kind, (name, field) in LIVES.items():
            for row in self._oracle.every(kind).values():
                told = self._oracle.fold.get((name, row.id), "")
                same = told == getattr(row, field)
                self._oracle.hold("S13 state is the fold of the ledger", same, (row, "the ledger says", told))
