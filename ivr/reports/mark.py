"""The mark: a short text that is another one as soon as anything has changed, so that one knows whether to look."""

from __future__ import annotations

from sqlalchemy import func, select

from ivr.store.tables import TABLES
from ivr.store.unit import SqlUnit
from ivr.switchboard.rows import Entry

_ledger = TABLES[Entry]
LATELY = 500
"""Lines. Of two units that write at once the one with the smaller numbers may be the later to commit: the highest one
alone would not tell of it, how many of the last there are does."""

_highest = select(func.max(_ledger.c.id)).scalar_subquery()
MARK = select(_highest, select(func.count()).where(_ledger.c.id > _highest - LATELY).scalar_subquery())


def mark(unit: SqlUnit) -> str:
    """Every change of state is a line of the ledger, so the mark is where the ledger ends."""
    highest, lately = unit.run(MARK).one()
    return f"{highest or 0}.{lately}"
