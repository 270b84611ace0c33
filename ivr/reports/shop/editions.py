"""What answers calls now: the live flows by name, with version and hash; not what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.flows import BUSINESS, FLOW
from ivr.switchboard.rows import Published

_rows = TABLES[Published].c
LIVE = select(_rows.name, _rows.id, _rows.hash).where(_rows.live, _rows.kind == FLOW).order_by(_rows.name)


@dataclass(frozen=True, slots=True)
class Edition:
    """`version` is the number of `flows list` and of every call; `hash` the SHA-256 of what stands in it."""

    callflow: str
    version: int
    hash: str


def live(unit: SqlUnit) -> tuple[Edition, ...]:
    """One for each flow that answers, by name."""
    return tuple(Edition(*row) for row in unit.run(LIVE))


HISTORY = (
    select(_rows.id, _rows.kind, _rows.name, _rows.hash, _rows.at, _rows.live)
    .where(_rows.kind.in_((FLOW, BUSINESS)))
    .order_by(_rows.id.desc())
    .limit(60)
)


@dataclass(frozen=True, slots=True)
class Former:
    """One publication, without what stands in it."""

    version: int
    kind: str
    name: str
    hash: str
    at: datetime
    live: bool


def history(unit: SqlUnit) -> tuple[Former, ...]:
    """The newest of all flows that ever went live, and of the business's own file."""
    return tuple(Former(*row) for row in unit.run(HISTORY))
