"""A caller as others see them: who they are, how they want to be spoken to, what we owe them, and what was lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ivr.reports.callback import callbacks
from ivr.reports.callback.callbacks import CallbackShown
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Call, Callback, Caller, CustomerLeg, Tag

_callers, _calls, _callbacks, _legs = (TABLES[kind].c for kind in (Caller, Call, Callback, CustomerLeg))

CONTACTS = 10


@dataclass(frozen=True, slots=True)
class Preferences:
    """How this caller is spoken to; null where we do not know."""

    language: str | None
    zone: str | None
    do_not_call: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """They phoned us (`call`), or their phone was rung by us (`callback`)."""

    at: datetime
    kind: str
    id: str
    """Of the call, or of the callback."""
    outcome: str | None


@dataclass(frozen=True, slots=True)
class CallerShown:
    """A person who phones us, by their number."""

    number: str
    name: str
    vip: bool
    preferences: Preferences
    open_callback: CallbackShown | None
    contacts: tuple[Contact, ...]
    """The last ten, the newest first."""
    tags: tuple[str, ...]
    version: int
    """Goes up when what is known of them changes."""


CALLS = select(_calls.started_at, _calls.public_id, _calls.outcome).order_by(_calls.id.desc()).limit(CONTACTS)
RINGS = (
    select(_legs.placed_at, _callbacks.public_id, _legs.outcome)
    .join(TABLES[Callback], _callbacks.id == _legs.callback_id)
    .order_by(_legs.id.desc())
    .limit(CONTACTS)
)


def one(unit: SqlUnit, number: str) -> CallerShown | None:
    """The caller with this number in E.164."""
    row = unit.one(Caller, number=number)
    if row is None or row.number is None:
        return None
    return CallerShown(
        row.number,
        row.name,
        row.vip,
        Preferences(row.language, row.zone, row.do_not_call),
        callbacks.open_of(unit, row.id),
        _contacts(unit, row.id),
        tuple(sorted({tag.word for tag in unit.many(Tag, caller_id=unit.person(row.id))})),
        row.fence,
    )


def _contacts(unit: SqlUnit, caller_id: int) -> tuple[Contact, ...]:
    found = [_contact("call", row) for row in unit.run(CALLS.where(_calls.caller_id == caller_id))]
    found += [_contact("callback", row) for row in unit.run(RINGS.where(_legs.caller_id == caller_id))]
    return tuple(sorted(found, key=lambda contact: contact.at, reverse=True)[:CONTACTS])


def _contact(kind: str, row: Any) -> Contact:
    at, id, outcome = row
    return Contact(at, kind, id, outcome or None)
