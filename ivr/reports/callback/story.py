"""What has become of one callback so far: who did what to it and when, and what people wrote about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ivr.store.rules.kinds import LIVES
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Account, Agent, Callback, Entry, Note

_ledger, _notes, _accounts, _agents = (TABLES[kind].c for kind in (Entry, Note, Account, Agent))

MOST = 60
"""Lines of the story, and notes."""
UNTOLD = ("fall_due", "offer", "round_over")
"""What the clock does by itself, over and over: there are as many such lines as agents were asked."""
CLAIM = "claim: agent "


@dataclass(frozen=True, slots=True)
class Event:
    """One line: `cause` is the ledger's word, `detail` what stands behind its colon, `by` a person's name or a kind of
    actor (`caller`, `carrier`, `drive`, `operator` …), `named` whether it is a name."""

    at: datetime
    cause: str
    detail: str
    by: str
    named: bool


@dataclass(frozen=True, slots=True)
class NoteShown:
    """What somebody wrote. `here`: about this very callback, else about the caller."""

    public_id: str
    text: str
    author: str
    at: datetime
    here: bool
    withdrawn: bool


def history(unit: SqlUnit, id: int) -> tuple[Event, ...]:
    """The callback's life by its internal id, the newest first: three statements."""
    word, _ = LIVES[Callback]
    lines = (
        select(_ledger.at, _ledger.cause, _ledger.actor)
        .where(_ledger.entity == word, _ledger.entity_id == id, _ledger.cause.not_in(("", *UNTOLD)))
        .order_by(_ledger.id.desc())
        .limit(MOST)
    )
    found = [row for row in unit.run(lines) if not _told_already(row)]
    people = {f"account:{id}": name for id, name in unit.run(select(_accounts.id, _accounts.name))}
    agents = {str(id): name for id, name in unit.run(select(_agents.id, _agents.name))}
    return tuple(_event(row, people, agents) for row in found)


def _told_already(row: Any) -> bool:
    """What somebody does by hand is told by its own line; that it was put off by that, need not be."""
    return row.cause in ("put_off", "resume") and row.actor.startswith("account:")


def _event(row: Any, people: dict[str, str], agents: dict[str, str]) -> Event:
    at, cause, actor = row
    if cause.startswith(CLAIM):
        agent = cause.removeprefix(CLAIM)
        cause = f"claim: {agents.get(agent, agent)}"
    what, _, detail = cause.partition(": ")
    return Event(at, what, detail, people.get(actor, actor), actor in people)


def notes(unit: SqlUnit, caller_id: int, callback_id: int) -> tuple[NoteShown, ...]:
    """What was written about this caller, the newest first: one statement."""
    found: Sequence[Any] = unit.run(
        select(_notes.public_id, _notes.text, _notes.author, _notes.at, _notes.callback_id, _notes.withdrawn_at)
        .where(_notes.caller_id == caller_id)
        .order_by(_notes.id.desc())
        .limit(MOST)
    ).all()
    return tuple(
        NoteShown(id, text, who, at, about == callback_id, gone is not None) for id, text, who, at, about, gone in found
    )
