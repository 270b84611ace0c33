"""All that we keep of one caller, as plain values: what they may ask for. Only how rows are locked is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from ivr.store.rules.kinds import NAMES, TOLD
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import (
    Call,
    Callback,
    Caller,
    Consent,
    CustomerLeg,
    Entry,
    Message,
    Note,
    Obligation,
    Offer,
    Recording,
    Tag,
    Transfer,
    Turn,
)

OF_CALLER: tuple[type, ...] = (
    Call,
    Obligation,
    Transfer,
    Callback,
    Offer,
    CustomerLeg,
    Message,
    Note,
    Tag,
    Consent,
)
"""The kinds that point at a caller."""


def everything(unit: Unit, number: str) -> dict[str, Any] | None:
    """By the names of the tables, of every number that is this person's; None: we have never heard from this one."""
    known = unit.one(Caller, number=number)
    return None if known is None else of(unit, known.id)


def of(unit: Unit, caller_id: int) -> dict[str, Any] | None:
    """The same of the person behind this row; None: there is no such row."""
    if unit.get(Caller, caller_id) is None:
        return None
    ids = unit.person(caller_id)
    found: dict[type, tuple[Any, ...]] = {Caller: unit.many(Caller, id=ids)}
    found |= {kind: unit.many(kind, caller_id=ids) for kind in OF_CALLER}
    calls = tuple(call.id for call in found[Call])
    legs = tuple(row.public_id for row in (*found[Call], *found[Transfer], *found[Offer]))
    found[Recording] = unit.many(Recording, call_id=calls) if calls else ()
    found[Turn] = unit.many(Turn, leg=legs) if legs else ()
    told = {NAMES[kind]: [_plain(row) for row in rows] for kind, rows in found.items()}
    return told | {"ledger": [_plain(line) for line in _ledger(unit, found)]}


def _ledger(unit: Unit, found: dict[type, tuple[Any, ...]]) -> Iterable[Entry]:
    lines: list[Entry] = []
    for kind, rows in found.items():
        if kind in TOLD and rows:
            lines += unit.many(Entry, entity=TOLD[kind], entity_id=tuple(row.id for row in rows))
    return sorted(lines, key=lambda line: line.id)


def _plain(row: Any) -> dict[str, Any]:
    return {field.name: _value(getattr(row, field.name)) for field in fields(row) if field.name != "fence"}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float) else str(value)
