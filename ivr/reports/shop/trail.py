"""The trail as people look at it: the newest first, by person, by what it is about, by day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from ivr.reports.pages import Page, cut
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Account, Deed

_deeds, _accounts = TABLES[Deed].c, TABLES[Account].c

DEEDS = select(
    _deeds.id, _deeds.at, _deeds.account_id, _deeds.name, _deeds.action, _deeds.subject, _deeds.address,
    _deeds.before, _deeds.after,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeedShown:
    """One line. `fields` has, by name, what was there before and what came after; None: nothing."""

    id: int
    at: datetime
    account_id: int | None
    name: str
    action: str
    subject: str
    address: str
    fields: tuple[tuple[str, object, object], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines; None or empty: all. `since` and `until` are moments, the second excluded."""

    account_id: int | None = None
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    """Only lines with a smaller id."""
    limit: int = 50


def page(unit: SqlUnit, sought: Sought) -> Page[DeedShown]:
    """One statement."""
    found = unit.run(_statement(sought).limit(sought.limit + 1)).all()
    return cut(found, sought.limit, lambda rows: tuple(map(_shown, rows)))


def everything(unit: SqlUnit, sought: Sought) -> Iterator[DeedShown]:
    """All of them, some hundred at a time."""
    while True:
        found = page(unit, sought)
        yield from found.rows
        if found.next is None:
            return
        sought = Sought(sought.account_id, sought.subject, sought.since, sought.until, found.next, sought.limit)


def people(unit: SqlUnit) -> tuple[tuple[int, str], ...]:
    """Every account that there ever was, by name."""
    return tuple((id, name) for id, name in unit.run(select(_accounts.id, _accounts.name).order_by(_accounts.name)))


def _statement(sought: Sought) -> Select[Any]:
    statement = DEEDS.order_by(_deeds.id.desc())
    if sought.account_id is not None:
        statement = statement.where(_deeds.account_id == sought.account_id)
    if sought.subject:
        statement = statement.where(_deeds.subject == sought.subject)
    if sought.since is not None:
        statement = statement.where(_deeds.at >= sought.since)
    if sought.until is not None:
        statement = statement.where(_deeds.at < sought.until)
    if sought.before is not None:
        statement = statement.where(_deeds.id < sought.before)
    return statement


def _shown(row: Any) -> DeedShown:
    before, after = (json.loads(text) if text else {} for text in (row.before, row.after))
    names = sorted(before.keys() | after.keys())
    fields = tuple((name, before.get(name), after.get(name)) for name in names)
    return DeedShown(row.id, row.at, row.account_id, row.name, row.action, row.subject, row.address, fields)
