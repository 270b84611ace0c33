"""How lists are asked for, and cut into pages: by the rows' ids, the newest first, so that nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ScalarSelect, Select, Table, func, select

from ivr.store.rules.kinds import CHRONICLES
from ivr.store.sql.tables import TABLES
from ivr.switchboard.rows import Caller

T = TypeVar("T")

LONGEST = 100
"""So many rows on one page at most."""


@dataclass(frozen=True, slots=True)
class Which:
    """Of which rows a list speaks; None: of any."""

    state: str | None = None
    caller: str | None = None
    """A number in E.164."""
    since: datetime | None = None
    """Not older than this, by the moment at which a row of this kind begins."""
    before: int | None = None
    """Only rows after this one in the list: with a smaller id."""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list, and the id after which it goes on; None: that was all."""

    rows: tuple[T, ...]
    next: int | None


def restricted(statement: Select[Any], kind: type, which: Which) -> Select[Any]:
    """A statement on rows of this kind that finds one page, and one row more to see whether it goes on."""
    table: Table = TABLES[kind]
    if which.state is not None:
        statement = statement.where(table.c.state == which.state)
    if which.caller is not None:
        callers = TABLES[Caller].c
        statement = statement.where(
            table.c.caller_id == select(callers.id).where(callers.number == which.caller).scalar_subquery()
        )
    if which.since is not None:
        late = table.c[CHRONICLES[kind]] >= which.since
        statement = statement.where(late, table.c.id >= _first(kind, which.since))
    if which.before is not None:
        statement = statement.where(table.c.id < which.before)
    return statement.order_by(table.c.id.desc()).limit(which.limit + 1)


def _first(kind: type, since: datetime) -> ScalarSelect[int]:
    """The smallest id of the rows that are late enough: else what is older is read to its end for the last page.

    The sum keeps planners from walking all ids for the smallest.
    """
    table = TABLES[kind].alias()
    return select(func.min(table.c.id + 0)).where(table.c[CHRONICLES[kind]] >= since).scalar_subquery()


def cut(found: Sequence[Any], limit: int, shown: Callable[[Sequence[Any]], tuple[T, ...]]) -> Page[T]:
    """The page of rows that `restricted` found; the first column of each is its id."""
    rows = found[:limit]
    return Page(shown(rows), rows[-1][0] if len(found) > limit else None)
