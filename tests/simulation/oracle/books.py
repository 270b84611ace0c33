"""What we wrote down, as the oracle reads it: every row as it is now, and the ledger, whatever the store is.

It is never asked inside a unit of work, and judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from sqlite3 import Connection
from typing import Any, Protocol

from sqlalchemy.engine.interfaces import Dialect

from ivr.store.memory.shelf import Shelf
from ivr.store.memory.store import MemoryStore
from ivr.store.rules.kinds import DUE, NAMES
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES
from ivr.switchboard.rows import Entry, Row


class Books(Protocol):
    """Either store, read."""

    @property
    def shelves(self) -> Mapping[type, Shelf]:
        """Every kind of row but the ledger's, as it is now."""

    def lines(self, after: int) -> list[Entry]:
        """The ledger's lines beyond the first so many."""


def next_deadline(books: Books) -> datetime | None:
    """The earliest deadline of all rows."""
    shelves = books.shelves
    found = [shelves[kind].next_deadline() for kind in DUE]
    return min([deadline for deadline in found if deadline is not None], default=None)


class MemoryBooks:
    """Reads the memory store itself."""

    def __init__(self, store: MemoryStore) -> None:
        self.shelves: Mapping[type, Shelf] = store.shelves
        self._ledger = store.ledger

    def lines(self, after: int) -> list[Entry]:
        until = len(self._ledger) + 1
        return [self._ledger.get(id) for id in range(after + 1, until)] if after + 1 < until else []  # type: ignore[misc]


class SqlBooks:
    """Reads again, past the store, whatever units have written, be it committed or not; all else is as it was."""

    def __init__(self, store: SqlStore, database: Connection) -> None:
        self._database = database
        self._tables = {kind: _Table(kind, store.engine.dialect) for kind in NAMES}
        self._shelves = {kind: Shelf(kind) for kind in NAMES if kind is not Entry}
        self._entries: list[Entry] = []
        self._stale: dict[type, dict[int, None]] = {}
        store.written = self._written

    def _written(self, row: Row) -> None:
        self._stale.setdefault(type(row), {})[row.id] = None

    @property
    def shelves(self) -> Mapping[type, Shelf]:
        if self._stale:
            self._catch_up()
        return self._shelves

    def lines(self, after: int) -> list[Entry]:
        if self._stale:
            self._catch_up()
        return self._entries[after:]

    def _catch_up(self) -> None:
        stale, self._stale = self._stale, {}
        for kind, ids in stale.items():
            rows = {row.id: row for row in self._tables[kind].among(self._database, ids)}
            shelf = self._shelves[kind]
            for id in ids:
                if id in rows or id in shelf.rows:
                    shelf.put(id, rows.get(id))
        self._entries += self._tables[Entry].after(self._database, len(self._entries))


class _Table:
    """The rows of one kind, by a statement of its own."""

    def __init__(self, kind: Any, dialect: Dialect) -> None:
        self._kind = kind
        columns = TABLES[kind].c
        self._select = f"SELECT {', '.join(column.name for column in columns)} FROM {NAMES[kind]} WHERE"
        found = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._read: list[tuple[int, Callable[[Any], Any]]] = [(place, read) for place, read in enumerate(found) if read]

    def among(self, database: Connection, ids: Collection[int]) -> list[Any]:
        """Those with these ids."""
        return self._found(database, "id IN (SELECT value FROM json_each(?))", json.dumps(list(ids)))

    def after(self, database: Connection, id: int) -> list[Any]:
        """Those with higher ids, in order."""
        return self._found(database, "id > ? ORDER BY id", id)

    def _found(self, database: Connection, where: str, value: object) -> list[Any]:
        rows = []
        for values in map(list, database.execute(f"{self._select} {where}", (value,))):
            for place, read in self._read:
                values[place] = read(values[place])
            rows.append(self._kind(*values))
        return rows
