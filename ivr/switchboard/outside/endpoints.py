"""Endpoints: programs of the business's that hear what happens. Who they are, what they want to hear, on and off."""

from __future__ import annotations

from collections.abc import Callable

from ivr.access import Action
from ivr.frozen import replace
from ivr.switchboard import trail
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Endpoint
from ivr.switchboard.trail import By

EVENTS = (
    "call.started",
    "call.ended",
    "transfer.created",
    "transfer.changed",
    "transfer.settled",
    "callback.created",
    "callback.changed",
    "callback.settled",
)
"""All that can be heard."""
MOST = 20
"""Endpoints that are on."""
OWNER, GONE = "owner", "gone"


def add(store: Store, by: By, url: str, secret: str, events: tuple[str, ...], line: int) -> Endpoint | None:
    """A new one, which hears what comes after this line of the ledger; no events: all of them. None: there are too many
    already."""
    return work(store, lambda unit: _add(unit, by, url, secret, events, line), by.actor)


def _add(unit: Unit, by: By, url: str, secret: str, events: tuple[str, ...], line: int) -> Endpoint | None:
    if sum(one.live for one in unit.many(Endpoint)) >= MOST:
        return None
    wanted = " ".join(one for one in EVENTS if one in events or not events)
    row = unit.insert(Endpoint(0, unit.token(), url, secret, wanted, line, unit.now))
    trail.note(unit, by, Action.EDIT_WEBHOOKS, f"endpoint {row.public_id}", after={"url": url, "events": wanted})
    return row


def seal(store: Store, close: Callable[[str], str]) -> None:
    """What is kept of every secret is what this makes of it; one that it leaves as it is, is not touched."""
    work(store, lambda unit: _seal(unit, close))


def _seal(unit: Unit, close: Callable[[str], str]) -> None:
    for row in unit.many(Endpoint):
        if (kept := close(row.secret)) != row.secret:
            unit.save(replace(row, secret=kept))


def change(
    store: Store, by: By, public_id: str, line: int, live: bool | None = None, events: tuple[str, ...] | None = None
) -> Endpoint | None:
    """On or off, and what it hears; None: as it is. One that is on again hears what comes after this line. None: there
    is no such endpoint."""
    return work(store, lambda unit: _change(unit, by, public_id, line, live, events), by.actor)


def _change(
    unit: Unit, by: By, public_id: str, line: int, live: bool | None, events: tuple[str, ...] | None
) -> Endpoint | None:
    row = unit.one(Endpoint, public_id=public_id)
    if row is None:
        return None
    wanted = replace(row, events=row.events if events is None else " ".join(one for one in EVENTS if one in events))
    if live is not None and live is not row.live:
        wanted = replace(wanted, live=live, why_off="" if live else OWNER, line=line if live else row.line)
    if wanted == row:
        return row
    told = trail.changes(row, wanted, "live", "events")
    trail.note(unit, by, Action.EDIT_WEBHOOKS, f"endpoint {public_id}", *told)
    return unit.save(wanted)
