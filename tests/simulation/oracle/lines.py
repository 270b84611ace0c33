"""Every new line of the ledger: is its claim true, and when is its row looked at again?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from ivr.promise import callback, offer, transfer
from ivr.switchboard.rows import Callback, Entry, Offer, Transfer
from tests.simulation.oracle import ended, talked

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

SECONDS = timedelta(seconds=1)
DAYS = timedelta(days=1)
LONGEST: dict[tuple[str, str], timedelta] = {
    ("transfer", transfer.State.WAITING): 30 * SECONDS,
    ("transfer", transfer.State.OFFERED): 60 * SECONDS,
    ("transfer", transfer.State.ACCEPTED): 20 * SECONDS,
    ("transfer", transfer.State.JOINING): 20 * SECONDS,
    ("transfer", transfer.State.TALKING): 65 * SECONDS,
    ("transfer", transfer.State.TALKED): 1205 * SECONDS,
    ("callback", callback.State.SCHEDULED): 15 * DAYS,
    ("callback", callback.State.DUE): 15 * DAYS,
    ("callback", callback.State.OFFERED): 60 * SECONDS,
    ("callback", callback.State.DIALLING): 90 * SECONDS,
    ("callback", callback.State.SUSPENDED): 15 * 60 * SECONDS,
    ("callback", callback.State.REVIEW): 31 * 60 * SECONDS,
    ("offer", offer.State.INTENDED): 60 * SECONDS,
    ("offer", offer.State.PLACING): 35 * SECONDS,
    ("offer", offer.State.UNKNOWN): 125 * SECONDS,
    ("offer", offer.State.RINGING): 125 * SECONDS,
    ("offer", offer.State.SCREENING): 60 * SECONDS,
}
"""Until when a row in such a state is looked at again, at the latest."""
POSTS_APART = 0.999


def check(oracle: Oracle, entry: Entry) -> None:
    """One line: its claim, and the next look at its row."""
    if entry.entity in _ROWS:
        _deadline(oracle, entry)
    claim = _CLAIMS.get((entry.entity, entry.to_state))
    if claim is not None:
        claim(oracle, entry)


_ROWS = {"transfer": Transfer, "callback": Callback, "offer": Offer}


def _deadline(oracle: Oracle, entry: Entry) -> None:
    row = oracle.row(_ROWS[entry.entity], entry.entity_id)
    longest = LONGEST.get((entry.entity, entry.to_state))
    if row.state != entry.to_state or longest is None:
        return
    late = row.deadline is None or row.deadline > oracle.centre.now() + longest
    oracle.hold("S18 every row has a next look", not late, (entry, row.deadline))


def _posted(oracle: Oracle, entry: Entry) -> None:
    """One call a second is placed, never more."""
    at = entry.at.timestamp()
    last, oracle.placed_at = oracle.placed_at, at
    oracle.hold("S10 calls per second", at - last >= POSTS_APART, (entry, at - last))


_CLAIMS: dict[tuple[str, str], Callable[[Oracle, Entry], None]] = {
    ("offer", offer.State.PLACING): _posted,
    ("transfer", transfer.State.SERVED): talked.served,
    ("transfer", transfer.State.WAIVED): ended.waived,
    ("callback", callback.State.CONNECTED): talked.connected,
    ("callback", callback.State.CAME_IN): talked.came_in,
    ("callback", callback.State.CANCELLED): ended.cancelled,
    ("callback", callback.State.EXHAUSTED): ended.exhausted,
    ("callback", callback.State.BARRED): ended.barred,
    ("callback", callback.State.UNREACHABLE): ended.unreachable,
    ("callback", callback.State.CLOSED_BY_AGENT): ended.closed,
}
