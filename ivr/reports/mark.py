"""The mark: a short text that is another one as soon as anything has changed, so that one knows whether to look."""

from __future__ import annotations

from sqlalchemy import func, select

from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Entry

_ledger = TABLES[Entry].c
LATELY = 500
"""Lines. Of two units that write at once the one with the smaller numbers may be the later to commit: the highest one
alone would not tell of it. Which are the last does: one line more among them, and the first of them is another."""

_last = select(_ledger.id).order_by(_ledger.id.desc()).limit(LATELY).subquery()
MARK = select(func.max(_last.c.id), func.min(_last.c.id), func.count(_last.c.id))
"""Looked for several times a second: a planner knows beforehand how few lines it reads."""


def mark(unit: SqlUnit) -> str:
    """Every change of state is a line of the ledger, so the mark is where the ledger ends."""
    highest, lowest, lines = unit.run(MARK).one()
    return f"{highest or 0}.{lowest or 0}.{lines}"
