"""All that ever was between a person and us, the newest first, a page at a time: calls, callbacks, messages, notes and
changes. As many statements for five hundred calls as for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all

from ivr.reports.callback import callbacks
from ivr.reports.callback.callbacks import CallbackShown
from ivr.reports.caller import stories
from ivr.reports.caller.stories import Story
from ivr.store.rules.kinds import TOLD
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Account, Call, Callback, Caller, Entry, Message, MessageState, Note

_ledger, _notes, _messages, _accounts = (TABLES[kind].c for kind in (Entry, Note, Message, Account))


class Kind(StrEnum):
    """What an entry is."""

    CALL = "call"
    CALLBACK = "callback"
    MESSAGE = "message"
    NOTE = "note"
    CHANGE = "change"


RANK = {kind: rank for rank, kind in enumerate(Kind)}
"""Which stands first of those that happened at one moment."""


@dataclass(frozen=True, slots=True)
class MessageTold:
    """A text message to them; its words are gone once they are erased."""

    text: str
    state: MessageState


@dataclass(frozen=True, slots=True)
class NoteTold:
    """What somebody wrote; of one that was withdrawn only by whom."""

    id: str
    text: str
    author: str
    withdrawn_at: datetime | None
    withdrawn_by: str


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """Something was changed. `cause` is the ledger's word for it; `by` the name of the account, else the actor."""

    cause: str
    by: str


What = Story | CallbackShown | MessageTold | NoteTold | ChangeTold


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in the whole: of two, the one that comes first is the newer."""

    at: datetime
    rank: int
    id: int

    def write(self) -> str:
        """As an address carries it."""
        return f"{self.at.isoformat()}~{self.rank}~{self.id}"


def read(text: str) -> Place | None:
    """The place that was written; None: it is none."""
    try:
        at, rank, id = text.split("~")
        place = Place(datetime.fromisoformat(at), int(rank), int(id))
    except ValueError:
        return None
    return place if place.at.tzinfo is not None and 0 < place.id < 2**62 else None


@dataclass(frozen=True, slots=True)
class Told:
    """One entry."""

    kind: Kind
    at: datetime
    caller_id: int
    """Of which of their rows: which number it was."""
    what: What


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the timeline, and where it goes on; None: that was all."""

    entries: tuple[Told, ...]
    next: Place | None


_MOMENTS: dict[Kind, tuple[type, str, str]] = {
    Kind.CALL: (Call, "caller_id", "started_at"),
    Kind.CALLBACK: (Callback, "caller_id", "created_at"),
    Kind.MESSAGE: (Message, "caller_id", "at"),
    Kind.NOTE: (Note, "caller_id", "at"),
    Kind.CHANGE: (Entry, "entity_id", "at"),
}


def page(
    unit: SqlUnit, ids: Sequence[int], kinds: Collection[Kind] = frozenset(Kind), after: Place | None = None,
    limit: int = 30,
) -> Stretch:  # fmt: skip
    """What follows `after` of these kinds, of a person with rows of these ids."""
    places = union_all(*(_places(kind, ids, after) for kind in Kind if kind in kinds)).subquery()
    order = (places.c.at.desc(), places.c.rank, places.c.id.desc())
    found = unit.run(select(places).order_by(*order).limit(limit + 1)).all()
    shown = found[:limit]
    told = {kind: _TELL[kind](unit, [row.id for row in shown if row.rank == RANK[kind]]) for kind in Kind}
    each = [(row, list(Kind)[row.rank]) for row in shown]
    entries = (Told(kind, row.at, row.whose, told[kind][row.id]) for row, kind in each if row.id in told[kind])
    last = shown[-1] if len(found) > limit else None
    return Stretch(tuple(entries), Place(last.at, last.rank, last.id) if last else None)


def _places(kind: Kind, ids: Sequence[int], after: Place | None) -> Select[Any]:
    """No order and no limit here: else a planner might walk all calls by their time for one caller's."""
    row, whose, at = _MOMENTS[kind]
    table = TABLES[row].c
    rank: Any = literal(RANK[kind]).label("rank")
    statement = select(rank, table.id.label("id"), table[at].label("at"), table[whose].label("whose"))
    statement = statement.where(table[whose].in_(ids))
    if kind is Kind.CHANGE:  # notes stand there by themselves
        statement = statement.where(table.entity == TOLD[Caller], ~table.cause.startswith("note "))
    return statement if after is None else statement.where(_follows(kind, table.id, table[at], after))


def _follows(kind: Kind, id: Any, at: Any, after: Place) -> ColumnElement[bool]:
    if RANK[kind] > after.rank:
        return and_(at <= after.at)
    if RANK[kind] < after.rank:
        return and_(at < after.at)
    return or_(at < after.at, and_(at == after.at, id < after.id))


def _messages_told(unit: SqlUnit, ids: Sequence[int]) -> dict[int, What]:
    asked = select(_messages.id, _messages.text, _messages.state).where(_messages.id.in_(ids))
    return {id: MessageTold(text, state) for id, text, state in unit.run(asked)} if ids else {}


def _notes_told(unit: SqlUnit, ids: Sequence[int]) -> dict[int, What]:
    columns = (_notes.id, _notes.public_id, _notes.text, _notes.author, _notes.withdrawn_at, _notes.withdrawn_by)
    found = unit.run(select(*columns).where(_notes.id.in_(ids))) if ids else ()
    return {row.id: NoteTold(row.public_id, "" if row.withdrawn_at else row.text, *row[3:]) for row in found}


def _changes_told(unit: SqlUnit, ids: Sequence[int]) -> dict[int, What]:
    if not ids:
        return {}
    found = unit.run(select(_ledger.id, _ledger.cause, _ledger.actor).where(_ledger.id.in_(ids))).all()
    names = names_of(unit, [row.actor for row in found])
    return {row.id: ChangeTold(row.cause, names.get(row.actor, row.actor)) for row in found}


def names_of(unit: SqlUnit, actors: Collection[str]) -> dict[str, str]:
    """What the accounts are called that are actors of the ledger."""
    ids = {int(id) for kind, _, id in (actor.partition(":") for actor in actors) if kind == "account" and id.isdigit()}
    found = unit.run(select(_accounts.id, _accounts.name).where(_accounts.id.in_(ids))) if ids else ()
    return {f"account:{id}": name for id, name in found}


_TELL: dict[Kind, Any] = {
    Kind.CALL: stories.of_calls,
    Kind.CALLBACK: callbacks.by_id,
    Kind.MESSAGE: _messages_told,
    Kind.NOTE: _notes_told,
    Kind.CHANGE: _changes_told,
}
