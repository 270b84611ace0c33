"""The months of the turns on PostgreSQL: each has a part of the table of its own, made before it begins and dropped
whole once all in it is old. A turn of a month that has no part lands in the rest, and is never refused.

Why parts, and why of this table alone: docs/adr/0015.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import MetaData, Table, text
from sqlalchemy.exc import DBAPIError

from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.ports import Broken, Unreachable
from ivr.switchboard.rows import Turn

log = logging.getLogger(__name__)

WHOLE, REST = "turns", "turns_rest"
AHEAD = 1
"""Months that are there before they begin: the purge may be away for weeks. More would cost every turn some time."""
PATIENCE = text("SET LOCAL lock_timeout = '200ms'")
"""Who asks for such a lock has everybody stand behind; whoever is on the line does not wait longer than this."""

_NAME = re.compile(rf"{WHOLE}_(before_)?(\d{{4}})_(\d\d)")
_PARTS = text(
    "SELECT relname FROM pg_catalog.pg_inherits JOIN pg_catalog.pg_class ON pg_class.oid = inhrelid"
    f" WHERE inhparent = to_regclass('{WHOLE}')"
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """Of a year, from 1; in UTC."""

    year: int
    number: int

    def later(self, months: int) -> Month:
        """So many months on."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def part(self) -> str:
        """What its part of the table is called."""
        return f"{WHOLE}_{self.year}_{self.number:02}"


def of(moment: datetime) -> Month:
    """The month in which a moment lies."""
    return Month(moment.astimezone(UTC).year, moment.astimezone(UTC).month)


@dataclass(frozen=True, slots=True)
class Parts:
    """By name, each with the month at whose beginning it ends; None: the rest, which has no end."""

    ends: dict[str, Month | None]

    def missing(self, now: datetime) -> tuple[Month, ...]:
        """The coming months that have no part yet."""
        coming = (of(now).later(months) for months in range(1, AHEAD + 1))
        covered = max((end for end in self.ends.values() if end), default=Month(1, 1))
        return tuple(month for month in coming if self.ends and month >= covered)

    def old(self, before: datetime) -> tuple[str, ...]:
        """The parts in which everything is of before a moment."""
        return tuple(sorted(name for name, end in self.ends.items() if end and end.begins <= before))

    def without_beginning(self) -> tuple[str, ...]:
        """The parts that are emptied row by row: the rest, and what there was before the first month."""
        return tuple(sorted(name for name in self.ends if name == REST or name.startswith(f"{WHOLE}_before_")))


def parts(unit: SqlUnit) -> Parts:
    """Those that there are; none where the table is one, as it is on SQLite."""
    if unit.dialect != "postgresql":
        return Parts({})
    return Parts({name: _end(name) for name in unit.run(_PARTS).scalars()})


def _end(name: str) -> Month | None:
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    before, year, number = found.groups()
    return Month(int(year), int(number)).later(0 if before else 1)


def keep_up(store: SqlStore, before: datetime) -> tuple[str, ...]:
    """Makes the coming months, and drops those that are of before a moment; the names of these. What cannot be had now
    is left for the next time: nothing is lost by it."""
    with store.unit("purge") as unit:
        there, now = parts(unit), unit.now
    for month in there.missing(now):
        _change(store, making(month))
    return tuple(name for name in there.old(before) if _change(store, (f"DROP TABLE {name}",)))


def making(month: Month) -> tuple[str, ...]:
    """The statements that make a month's part: filled by nobody until it is attached, so that none waits for it."""
    name, begins, ends = month.part, month.begins.isoformat(), month.later(1).begins.isoformat()
    return (
        f"CREATE TABLE {name} (LIKE {WHOLE} INCLUDING DEFAULTS, PRIMARY KEY (id))",
        f"CREATE UNIQUE INDEX {name}_leg_n_key ON {name} (leg, n)",
        f"ALTER TABLE {WHOLE} ATTACH PARTITION {name} FOR VALUES FROM ('{begins}') TO ('{ends}')",
    )


def _change(store: SqlStore, statements: Iterable[str]) -> bool:
    """In one unit; whether it came about."""
    try:
        with store.unit("purge") as unit:
            unit.run(PATIENCE)
            for statement in statements:
                unit.run(text(statement))
    except (Unreachable, Broken, DBAPIError) as error:
        # Somebody reads for long, the rest has turns of this month, or we may not change tables here.
        log.warning("a month of the turns was left for later: %s", error)
        return False
    return True


def table(name: str) -> Table:
    """A part, to be asked like the whole."""
    return TABLES[Turn].to_metadata(MetaData(), name=name)
