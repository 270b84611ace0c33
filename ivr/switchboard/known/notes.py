"""What people write about a caller, a call or a callback: kept as it was written, never edited, withdrawn at most."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from ivr.access import Action
from ivr.language import sought
from ivr.switchboard import trail
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Note
from ivr.switchboard.trail import By

MOST_LETTERS = 4000
"""A longer one is cut: it is a remark, not a document."""


def add(
    store: Store, by: By, caller_id: int, text: str, call_id: int | None = None, callback_id: int | None = None
) -> Note | None:
    """A note about this caller, and about a call or a callback of theirs; None where nothing was written in it."""
    return work(store, lambda unit: write(unit, by, caller_id, text, call_id, callback_id), by.actor)


def write(
    unit: Unit, by: By, caller_id: int, text: str, call_id: int | None = None, callback_id: int | None = None
) -> Note | None:
    """The same within a unit of work."""
    told = clean(text)
    if not told:
        return None
    caller = unit.lock(caller_id)
    key = sought.key(told)
    row = unit.insert(
        Note(0, unit.token(), caller.id, told, by.account_id, by.name, unit.now, key, call_id, callback_id)
    )
    unit.tell(caller, f"note {row.public_id}")
    trail.note(unit, by, Action.NOTE_CALLBACK if callback_id else Action.EDIT_CALLER, f"note {row.public_id}")
    return row


def clean(text: str) -> str:
    """NFC, its lines kept, without what cannot be shown, and no longer than a note may be."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    kept = ["".join(letter for letter in line if _is_shown(letter)).rstrip() for line in lines]
    return "\n".join(kept).strip()[:MOST_LETTERS].strip()


def _is_shown(letter: str) -> bool:
    return letter in "\u200c\u200d" or unicodedata.category(letter)[0] != "C"


def withdraw(store: Store, by: By, public_id: str) -> Note | None:
    """The note counts no more; pages may still show that there was one. None: there is no such note."""
    return work(store, lambda unit: _withdraw(unit, by, public_id), by.actor)


def _withdraw(unit: Unit, by: By, public_id: str) -> Note | None:
    row = unit.one(Note, public_id=public_id)
    if row is None or row.withdrawn_at is not None:
        return row
    caller = unit.lock(row.caller_id)
    row = unit.save(replace(row, withdrawn_at=unit.now, withdrawn_by=by.name))
    unit.tell(caller, f"note withdrawn {public_id}")
    trail.note(unit, by, Action.EDIT_CALLER, f"note {public_id}", after={"withdrawn": True})
    return row


def bring_back(store: Store, by: By, public_id: str) -> Note | None:
    """The note counts again, as it was written. None: there is no such note."""
    return work(store, lambda unit: _bring_back(unit, by, public_id), by.actor)


def _bring_back(unit: Unit, by: By, public_id: str) -> Note | None:
    row = unit.one(Note, public_id=public_id)
    if row is None or row.withdrawn_at is None:
        return row
    caller = unit.lock(row.caller_id)
    row = unit.save(replace(row, withdrawn_at=None, withdrawn_by=""))
    unit.tell(caller, f"note brought back {public_id}")
    trail.note(unit, by, Action.EDIT_CALLER, f"note {public_id}", after={"withdrawn": False})
    return row
