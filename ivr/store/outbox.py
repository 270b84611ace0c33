"""The ledger as it is told to endpoints, line by line, and which deliveries are to be sent: SQL for the pass that does
it, which runs on databases alone."""

from __future__ import annotations

from sqlalchemy import func, select

from ivr.store.rules.fields import COLUMNS
from ivr.store.rules.key import Key
from ivr.store.rules.keys import KEYS
from ivr.store.sql.tables import TABLES, condition
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Delivery, Endpoint, Entry

_lines, _deliveries, _endpoints = TABLES[Entry].c, TABLES[Delivery].c, TABLES[Endpoint].c
LAST = select(func.max(_lines.id))
LINES = select(_lines.id, *(_lines[name] for name in COLUMNS[Entry])).order_by(_lines.id)
_WAITING: Key = next(key for key in KEYS[Delivery] if key.fields == ("next_at",))


def last_line(unit: SqlUnit) -> int:
    """Where the ledger ends."""
    return unit.run(LAST).scalar() or 0


def lines(unit: SqlUnit, after: int, most: int) -> tuple[Entry, ...]:
    """The next lines after this one, in their order."""
    return tuple(Entry(*row) for row in unit.run(LINES.where(_lines.id > after).limit(most)))


def due(unit: SqlUnit, most: int, each: int) -> tuple[tuple[int, int], ...]:
    """The deliveries to be sent now with their endpoints, by ids; so many for each endpoint at most: one that is slow
    keeps no other waiting."""
    row = func.row_number().over(partition_by=_deliveries.endpoint_id, order_by=(_deliveries.next_at, _deliveries.id))
    ready = (
        select(_deliveries.id, _deliveries.endpoint_id, _deliveries.next_at, row.label("place"))
        .join(TABLES[Endpoint], _endpoints.id == _deliveries.endpoint_id)
        .where(condition(Delivery, _WAITING), _deliveries.next_at <= unit.now, _endpoints.live)
        .subquery()
    )
    columns = (ready.c.id, ready.c.endpoint_id)
    first = select(*columns).where(ready.c.place <= each).order_by(ready.c.next_at, ready.c.id).limit(most)
    return tuple((id, endpoint) for id, endpoint in unit.run(first))
