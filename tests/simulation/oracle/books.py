"""What we wrote down, as the oracle reads it: every row as it is now, and the ledger, whatever the store is.

It is never asked inside a unit of work, and judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ivr.store.keys import NAMES
from ivr.store.memory import MemoryStore
from ivr.store.shelf import Shelf
from ivr.store.sql import SqlStore
from ivr.store.tables import TABLES
from ivr.switchboard.rows import Entry, Row

ENTRIES = TABLES[Entry]


class Books(Protocol):
    """Either store, read."""

    @property
    def shelves(self) -> Mapping[type, Shelf]:
        """Every kind of row but the ledger's, as it is now."""

    def lines(self, after: int) -> list[Entry]:
        """The ledger's lines beyond the first so many."""


class MemoryBooks:
    """Reads the memory store itself."""

    def __init__(self, store: MemoryStore) -> None:
        self.shelves: Mapping[type, Shelf] = store.shelves
        self._ledger = store.ledger

    def lines(self, after: int) -> list[Entry]:
        return [self._ledger.get(id) for id in range(after + 1, len(self._ledger) + 1)]  # type: ignore[misc]


class SqlBooks:
    """Reads again what units have written, whether they were committed or not; all else is as it was."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._shelves = {kind: Shelf(kind) for kind in NAMES if kind is not Entry}
        self._stale: dict[type, dict[int, None]] = {}
        self._entries: list[Entry] = []
        self._grown = False
        store.written = self._written

    def _written(self, row: Row) -> None:
        self._stale.setdefault(type(row), {})[row.id] = None
        self._grown = True

    @property
    def shelves(self) -> Mapping[type, Shelf]:
        if self._stale:
            self._catch_up()
        return self._shelves

    def _catch_up(self) -> None:
        stale, self._stale = self._stale, {}
        with self._store.reading() as unit:
            for kind, ids in stale.items():
                rows: dict[int, Any] = {row.id: row for row in unit.many(kind, id=tuple(ids))}
                shelf = self._shelves[kind]
                for id in ids:
                    if id in rows or id in shelf.rows:
                        shelf.put(id, rows.get(id))

    def lines(self, after: int) -> list[Entry]:
        if self._grown:
            self._grown = False
            new = ENTRIES.select().where(ENTRIES.c.id > len(self._entries)).order_by(ENTRIES.c.id)
            with self._store.reading() as unit:
                self._entries += [Entry(*line) for line in unit.run(new)]
        return self._entries[after:]
