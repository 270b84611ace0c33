"""Deliveries: what the ledger tells, made into events for endpoints, and sent until it was heard or given up.

Nothing of it is on the way of a call: a pass reads the ledger from where it stood. An event names ids and states.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ivr.access import Action
from ivr.frozen import replace
from ivr.switchboard import trail
from ivr.switchboard.outside.endpoints import EVENTS, GONE
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import FINALS, Call, Callback, Delivery, DeliveryState, Endpoint, Entry, Transfer
from ivr.switchboard.trail import By

DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
)
"""After which try the next comes when, each more or less by a tenth (Standard Webhooks' own example)."""
LEASE = timedelta(seconds=60)
"""Whoever sends has so long to tell how it went: then it is sent again, under the same id."""
SETTLED = timedelta(minutes=2)
"""Of units that write at once the one with the smaller numbers may be the later to commit: a gap in the ledger is
waited for, for longer than the database lets a unit hang."""
ACTOR = "webhooks"
_GONE = 410

_KINDS: Mapping[str, tuple[type, str, str]] = {
    "call": (Call, "started", "ended"),
    "transfer": (Transfer, "created", "settled"),
    "callback": (Callback, "created", "settled"),
}
"""The ledger's word → whose life it is, and what its beginning and its end are called."""


def event_of(line: Entry) -> str | None:
    """The event that a line of the ledger is; None: none that anybody is told."""
    if line.entity not in _KINDS:
        return None
    kind, begins, ends = _KINDS[line.entity]
    over = line.from_state != line.to_state and line.to_state in FINALS[kind]
    name = f"{line.entity}.{begins if not line.from_state else ends if over else 'changed'}"
    return name if name in EVENTS else None


def settled(lines: Sequence[Entry], after: int, now: datetime) -> tuple[Entry, ...]:
    """Those of the lines after this one before which nothing can come any more."""
    found: list[Entry] = []
    for line in lines:
        if line.id != after + 1 and now - line.at < SETTLED:
            break
        found.append(line)
        after = line.id
    return tuple(found)


def make(store: Store, endpoint_id: int, after: int, lines: Sequence[Entry]) -> int:
    """The endpoint hears of these lines, which come after that one; how many deliveries were made. None of them where
    another pass was quicker."""
    return work(store, lambda unit: _make(unit, endpoint_id, after, lines), ACTOR)


def _make(unit: Unit, endpoint_id: int, after: int, lines: Sequence[Entry]) -> int:
    endpoint = unit.get(Endpoint, endpoint_id)
    if endpoint is None or not endpoint.live or endpoint.line != after or not lines:
        return 0
    wanted = endpoint.events.split()
    heard = [(line, event) for line in lines if (event := event_of(line)) is not None and event in wanted]
    names = _names(unit, [line for line, _ in heard])
    told = [(line, event, names[key]) for line, event in heard if (key := (line.entity, line.entity_id)) in names]
    for line, event, name in told:
        body = json.dumps(_body(line, event, name), separators=(",", ":"))
        row = Delivery(
            0, unit.token(), endpoint_id, line.id, event, name, body, DeliveryState.WAITING, unit.now, unit.now
        )
        unit.insert(row)
    unit.save(replace(endpoint, line=lines[-1].id))
    return len(told)


def _names(unit: Unit, lines: Sequence[Entry]) -> dict[tuple[str, int], str]:
    """The public ids of the rows of which these lines tell; of one that is kept no longer, none."""
    found: dict[tuple[str, int], str] = {}
    for word, (kind, _, _) in _KINDS.items():
        ids = tuple({line.entity_id for line in lines if line.entity == word})
        rows: Any = unit.many(kind, id=ids) if ids else ()
        found |= {(word, row.id): row.public_id for row in rows}
    return found


def _body(line: Entry, event: str, name: str) -> dict[str, Any]:
    at = line.at.isoformat(timespec="milliseconds")
    return {"type": event, "timestamp": at, "data": {"id": name, "state": line.to_state}}


def claim(store: Store, id: int) -> tuple[Delivery, Endpoint] | None:
    """To be sent now, and by whoever got this; None: not any more."""
    return work(store, lambda unit: _claim(unit, id), ACTOR)


def _claim(unit: Unit, id: int) -> tuple[Delivery, Endpoint] | None:
    row = unit.get(Delivery, id)
    endpoint = unit.get(Endpoint, row.endpoint_id) if row else None
    if row is None or endpoint is None or not endpoint.live or row.next_at is None or row.next_at > unit.now:
        return None
    return unit.save(replace(row, tries=row.tries + 1, next_at=unit.now + LEASE)), endpoint


def report(store: Store, sent: Delivery, status: int | None, fault: str) -> Delivery | None:
    """How the sending of a claimed one went. None: it was claimed again meanwhile, and this is no news."""
    return work(store, lambda unit: _report(unit, sent, status, fault), ACTOR)


def _report(unit: Unit, sent: Delivery, status: int | None, fault: str) -> Delivery | None:
    row = unit.get(Delivery, sent.id)
    heard = status is not None and status // 100 == 2
    if row is None or row.state is not DeliveryState.WAITING or (row.tries != sent.tries and not heard):
        return None
    row = replace(row, status=status, fault=fault)
    if heard:
        return unit.save(replace(row, state=DeliveryState.DELIVERED, next_at=None, ended_at=unit.now))
    endpoint = unit.get(Endpoint, row.endpoint_id)
    if status == _GONE and endpoint is not None and endpoint.live:
        unit.save(replace(endpoint, live=False, why_off=GONE))
    pause = None if status == _GONE else pause_after(row.public_id, row.tries)
    if pause is None:
        return unit.save(replace(row, state=DeliveryState.FAILED, next_at=None, ended_at=unit.now))
    return unit.save(replace(row, next_at=unit.now + pause))


def pause_after(public_id: str, tries: int) -> timedelta | None:
    """How long to wait after so many tries in vain; None: it is given up. The same for the same try of the same one."""
    if tries > len(DELAYS):
        return None
    drawn = int.from_bytes(hashlib.sha256(f"{public_id}:{tries}".encode()).digest()[:4], "big") / 2**32
    return DELAYS[max(1, tries) - 1] * (0.9 + 0.2 * drawn)


def resend(store: Store, by: By, public_id: str) -> Delivery | None:
    """Sent again from the first try on, under the same id, whatever became of it before. None: there is no such."""
    return work(store, lambda unit: _resend(unit, by, public_id), by.actor)


def _resend(unit: Unit, by: By, public_id: str) -> Delivery | None:
    row = unit.one(Delivery, public_id=public_id)
    if row is None:
        return None
    trail.note(unit, by, Action.EDIT_WEBHOOKS, f"delivery {public_id}", after={"state": "sent again"})
    again = replace(row, state=DeliveryState.WAITING, tries=0, next_at=unit.now, ended_at=None)
    return unit.save(again)
