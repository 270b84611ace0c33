"""Bugs in showing callers on agents' pages: the click, the leg that follows it, and whose it is."""

from __future__ import annotations

from tests.simulation.bugs.asked import ANY_STEP, GONE, NOTHING_FINAL
from tests.simulation.bugs.plant import Bug, Edit, bug

_NOT_OPEN = "if row.state is not State.SCREENING:"

BUGS: tuple[Bug, ...] = (
    bug(
        "a click is a yes, whoever was quicker",
        "shown:_accept",
        _NOT_OPEN,
        "if row.state is State.ACCEPTED:",
        Edit("offers:_take_transfer", GONE, "gone = False"),
        Edit("asking:has_agent", "return any(", "return False and any("),
        Edit("store.rules.keys:KEYS", '_unique("transfer_id", where=_JOINED)', '_found("transfer_id", where=_JOINED)'),
        ANY_STEP,
        NOTHING_FINAL,
    ),
    bug("a leg from a page is waited for", "shown:look", "if unit.now < until:", "if row.accepted_at:"),
    bug("whoever calls with an offer is its agent", "shown:arrive", "agent.address == address", "True"),
)
