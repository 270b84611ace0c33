"""The store in SQL: opens units of work on PostgreSQL and SQLite, and answers what is due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ivr.store.rules.kinds import DUE
from ivr.store.sql import statements
from ivr.store.sql.engine import reader
from ivr.store.sql.gate import Gate
from ivr.store.sql.refusals import ERRORS, meaning
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.ports import Unreachable


class SqlStore(Gate):
    """Fills `ports.Store`. Safe to share between threads; a process needs one.

    `wait` is how long in seconds a unit may wait for the one writer of a SQLite file, beside the engine's own limits.
    """

    def __init__(self, engine: Engine, wait: float = 1.0) -> None:
        super().__init__(wait if engine.dialect.name == "sqlite" else None)
        self.engine = engine
        self.reader = reader(engine)

    def unit(self, actor: str = "") -> SqlUnit:
        return SqlUnit(self, self.engine, actor)

    def reading(self) -> SqlUnit:
        return SqlUnit(self, self.reader, "", reads=True)

    def due(self, kind: type, limit: int) -> tuple[int, ...]:
        with self._reading() as connection:
            return tuple(connection.execute(statements.due(kind), {"limit": limit}).scalars())

    def late(self) -> list[type]:
        with self._reading() as connection:
            now, *deadlines = connection.execute(statements.DEADLINES).one()
        return [kind for kind, first in zip(DUE, deadlines, strict=True) if first is not None and first <= now]

    def now(self) -> datetime:
        with self._reading() as connection:
            moment: datetime = connection.execute(statements.NOW).scalar_one()
            return moment

    def next_deadline(self) -> datetime | None:
        with self._reading() as connection:
            moment: datetime | None = connection.execute(statements.NEXT_DEADLINE).scalar_one()
            return moment

    def live_editions(self) -> tuple[int, ...]:
        """The ids of what is published and live."""
        with self._reading() as connection:
            return tuple(sorted(connection.execute(statements.LIVE_EDITIONS).scalars()))

    def clock_offset(self) -> float:
        """By how many seconds this clock is ahead of the database's; zero where the carrier is real."""
        with self._reading() as connection:
            return float(connection.execute(statements.CLOCK_OFFSET).scalar_one())

    def move_clock(self, seconds: float) -> None:
        """Lets so much time pass for everybody who uses this database; only where the carrier is simulated. Time never
        goes back, and never jumps while this thread is in a unit of work."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self.enter()
        try:
            with self.engine.begin() as connection:
                connection.execute(statements.CLOCK_MOVED, {"by": seconds})
        finally:
            self.leave()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self.statements += 1
        try:
            with self.reader.connect() as connection:
                yield connection
        except PoolTimeout as error:
            raise Unreachable(str(error)) from error
        except ERRORS as error:
            raise meaning(error) from error
