"""That something which recurs was done: one row each, written no more often than it is worth a write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from ivr.frozen import replace
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Pulse

SWEEP, RECONCILE = "sweep", "reconcile"
BEAT = timedelta(seconds=10)
"""A pulse is written no more often than this, however many programs beat it."""


def beat(store: Store, name: str, amiss: int = 0) -> None:
    """It was done now, and so much was found wrong."""
    with store.reading() as unit:
        if not _stale(unit, unit.one(Pulse, name=name), amiss):
            return
    work(store, lambda unit: _beat(unit, name, amiss), name)


def _beat(unit: Unit, name: str, amiss: int) -> None:
    row = unit.one(Pulse, name=name)
    if row is None:
        unit.insert(Pulse(0, name, unit.now, amiss))
    elif _stale(unit, row, amiss):
        unit.save(replace(row, at=unit.now, amiss=amiss))


def _stale(unit: Unit, row: Pulse | None, amiss: int) -> bool:
    return row is None or row.amiss != amiss or unit.now - row.at >= BEAT


def ages(unit: Unit) -> dict[str, tuple[timedelta, int]]:
    """By name: how long ago it was last done, and how much was found wrong then."""
    rows: Iterable[Pulse] = unit.many(Pulse)
    return {row.name: (unit.now - row.at, row.amiss) for row in rows}
