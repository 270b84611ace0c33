"""What programs outside ask for beside calls and callbacks: agents, notes, endpoints and what they were told."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ivr.promise import callback
from ivr.reports.caller import seeking
from ivr.reports.pages import Page, Which, cut, restricted
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import (
    Agent,
    AgentState,
    Callback,
    Caller,
    Delivery,
    DeliveryState,
    Endpoint,
    Membership,
    Note,
    Offer,
)

_deliveries, _endpoints = TABLES[Delivery].c, TABLES[Endpoint].c
_notes, _callers, _callbacks = TABLES[Note].c, TABLES[Caller].c, TABLES[Callback].c


@dataclass(frozen=True, slots=True)
class AgentShown:
    """Somebody who takes callers."""

    name: str
    address: str
    state: AgentState
    teams: tuple[str, ...]
    language: str
    present: bool
    """Whether they could be asked: a page must be open, a telephone always is."""
    busy: bool
    """Whether they are being asked, or talk, at this moment."""
    wrap_up_until: datetime | None


@dataclass(frozen=True, slots=True)
class FoundCallerShown:
    """A person who was looked for; what hangs on them is read by a number of theirs."""

    numbers: tuple[str, ...]
    name: str
    language: str | None
    zone: str | None
    vip: bool
    do_not_call: bool
    tags: tuple[str, ...]
    last_at: datetime | None
    """When they last rang us."""
    state: callback.State | None
    """Of what we owe them."""
    promised_by: datetime | None
    note: str
    """The part of a note in which it was found."""


@dataclass(frozen=True, slots=True)
class NoteShown:
    """What somebody wrote about a caller; of one that was withdrawn the text is gone."""

    id: str
    text: str
    author: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallerNoteShown:
    """The same with whom and what it is about."""

    id: str
    caller: str | None
    """The number; null where it was withheld."""
    callback: str | None
    """The callback that it was written of."""
    text: str
    author: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class EndpointShown:
    """A program that hears what happens. Its secret is shown once, when it is made."""

    id: str
    url: str
    events: tuple[str, ...]
    live: bool
    why_off: str
    made_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """An event that one endpoint was told, or is to be."""

    id: str
    """The webhook-id: the same however often it is sent."""
    endpoint: str
    event: str
    subject: str
    state: DeliveryState
    made_at: datetime
    tries: int
    next_at: datetime | None
    status: int | None
    fault: str
    ended_at: datetime | None


def agents(unit: SqlUnit) -> tuple[AgentShown, ...]:
    """All of them, by name."""
    teams: dict[int, tuple[str, ...]] = {}
    for one in unit.many(Membership):
        teams[one.agent_id] = (*teams.get(one.agent_id, ()), one.team)
    busy = {one.agent_id for one in unit.many(Offer, in_flight=True)}
    return tuple(
        AgentShown(
            row.name,
            row.address,
            row.state,
            teams.get(row.id, ()),
            row.language,
            row.present(unit.now),
            row.id in busy,
            row.wrap_up_until,
        )
        for row in sorted(unit.many(Agent), key=lambda row: row.name)
    )


def callers(unit: SqlUnit, text: str, country: str, dialect: str) -> tuple[FoundCallerShown, ...]:
    """Whom this text may mean; an empty one: who rang last."""
    names = [field.name for field in fields(FoundCallerShown)]
    found = seeking.seek(unit, text, country, dialect).rows
    return tuple(FoundCallerShown(*(getattr(row, name) for name in names)) for row in found)


def note_shown(row: Note) -> NoteShown:
    """As others see it."""
    return NoteShown(row.public_id, "" if row.withdrawn_at else row.text, row.author, row.at, row.withdrawn_at)


def notes_of(unit: SqlUnit, caller_id: int) -> tuple[NoteShown, ...]:
    """What was written of this person, the newest first."""
    rows = unit.many(Note, caller_id=unit.person(caller_id))
    return tuple(note_shown(row) for row in reversed(rows))


def notes_about(unit: SqlUnit, row: Callback) -> tuple[NoteShown, ...]:
    """What was written of this callback, the newest first."""
    found = unit.many(Note, caller_id=unit.person(row.caller_id))
    return tuple(note_shown(one) for one in reversed(found) if one.callback_id == row.id)


NOTES = (
    select(
        _notes.id, _notes.public_id, _callers.number, _callbacks.public_id.label("callback"), _notes.text,
        _notes.author, _notes.at, _notes.withdrawn_at,
    )
    .join(TABLES[Caller], _callers.id == _notes.caller_id)
    .outerjoin(TABLES[Callback], _callbacks.id == _notes.callback_id)
)  # fmt: skip


def notes(unit: SqlUnit, which: Which) -> Page[CallerNoteShown]:
    """What was noted, of whomever; the newest first."""
    found = unit.run(restricted(NOTES, Note, which)).all()
    return cut(found, which.limit, lambda rows: tuple(_note(row) for row in rows))


def _note(row: Any) -> CallerNoteShown:
    _id, id, caller, callback_id, text, author, at, withdrawn_at = row
    return CallerNoteShown(id, caller, callback_id, "" if withdrawn_at else text, author, at, withdrawn_at)


def endpoint_shown(row: Endpoint) -> EndpointShown:
    """As others see it."""
    events = tuple(row.events.split())
    return EndpointShown(row.public_id, row.url, events, row.live, row.why_off, row.made_at, row.fence)


def endpoints(unit: SqlUnit) -> tuple[EndpointShown, ...]:
    """All of them, the newest first."""
    return tuple(endpoint_shown(row) for row in reversed(unit.many(Endpoint)))


DELIVERIES = select(
    _deliveries.id,
    _deliveries.public_id,
    _endpoints.public_id.label("endpoint"),
    _deliveries.event,
    _deliveries.subject,
    _deliveries.state,
    _deliveries.made_at,
    _deliveries.tries,
    _deliveries.next_at,
    _deliveries.status,
    _deliveries.fault,
    _deliveries.ended_at,
).join(TABLES[Endpoint], _endpoints.id == _deliveries.endpoint_id)


def deliveries(unit: SqlUnit, which: Which) -> Page[DeliveryShown]:
    """The log of deliveries, the newest first."""
    found = unit.run(restricted(DELIVERIES, Delivery, which)).all()
    return cut(found, which.limit, lambda rows: tuple(_delivery(row) for row in rows))


def delivery(unit: SqlUnit, public_id: str) -> DeliveryShown | None:
    """The delivery with this id."""
    row = unit.run(DELIVERIES.where(_deliveries.public_id == public_id)).one_or_none()
    return _delivery(row) if row else None


def _delivery(row: Any) -> DeliveryShown:
    return DeliveryShown(*row[1:])
