"""The stores over which a world may be lived: in memory (P), or in SQL on SQLite (S). The world is the same in both.

Both have the world's clock and the world's dice; SQLite tells time in whole milliseconds, and so does every world.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from copy import copy
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event

from ivr.store.memory.store import MemoryStore
from ivr.store.sql import schema
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from tests.simulation.oracle.books import Books, MemoryBooks, SqlBooks

Clock = Callable[[], datetime]


class Level(StrEnum):
    """What stands under the switchboard."""

    PROMISE = "P"
    """The memory store: the promise and the switchboard, as fast as they go."""
    SQL = "S"
    """The SQL store, on SQLite in memory."""


def opened(level: Level, clock: Clock, seed: int) -> tuple[MemoryStore | SqlStore, Books]:
    """An empty store, and the books in which the oracle reads it."""
    if level is Level.PROMISE:
        memory = MemoryStore(clock, seed)
        return memory, MemoryBooks(memory)
    store, connection = _database().emptied(clock)
    dice = random.Random(seed)
    store.randbytes = lambda length: dice.getrandbits(8 * length).to_bytes(length, "big")
    return store, SqlBooks(store, connection)


def prepare(level: Level) -> None:
    """What takes long and is the same for all worlds: to be done before processes are forked."""
    if level is Level.SQL:
        _migrated()


class _Database:
    """One database for all worlds of this process, one after the other: its statements stay compiled."""

    def __init__(self) -> None:
        self._clock: Clock = datetime.now  # until the first world has one
        self._empty = sqlite3.connect(":memory:")
        self._empty.deserialize(_migrated())
        self._engine = make_engine("sqlite://")
        event.listen(self._engine, "connect", self._set_clock)
        self._store = SqlStore(self._engine)

    def _set_clock(self, connection: Any, record: object) -> None:
        """SQLite's own clock, replaced: what it is asked for is the time now, and nothing else."""
        connection.create_function(
            "strftime", 3, lambda form, now, ahead: self._clock().isoformat(timespec="milliseconds")[:23]
        )

    def emptied(self, clock: Clock) -> tuple[SqlStore, sqlite3.Connection]:
        """A store over no rows at all, and the one connection that it uses."""
        self._clock = clock
        borrowed = self._engine.raw_connection()
        connection: Any = borrowed.driver_connection
        borrowed.close()
        self._empty.backup(connection)
        return copy(self._store), connection


@cache
def _database() -> _Database:
    return _Database()


@cache
def _migrated() -> bytes:
    """An empty database with the newest schema."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        schema.upgrade(f"sqlite:///{path}")
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode=DELETE")
        try:
            return connection.serialize()
        finally:
            connection.close()
