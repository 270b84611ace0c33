"""A transaction: begun behind the gate, committed or rolled back, and its statements sent. It knows no row."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ivr.store.sql.asked import Asked
from ivr.store.sql.engine import let_go
from ivr.store.sql.gate import Gate, Told
from ivr.store.sql.prepared import Found
from ivr.store.sql.refusals import ERRORS, Silence, meaning
from ivr.switchboard.ports import Held, Unreachable

T = TypeVar("T")

AFTER_YOU = 0.05
"""Seconds. Who could not have a lock lets go of the own ones; whoever stands in line for these takes them before we ask
again, else the two would stand against each other once more."""


class Transaction(Asked):
    """`reads`: it only reads, sees one moment throughout, and asks nobody for leave."""

    def __init__(self, gate: Gate, engine: Engine, reads: bool) -> None:
        self._gate, self._engine, self._reads = gate, engine, reads
        self.dialect = engine.dialect.name
        self._changes: list[Told] = []
        self._fresh, self._failed = True, False

    def __enter__(self) -> Self:
        if not self._reads:
            self._gate.at_open()
            self._gate.enter()
        try:
            self._connection = self._connect()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None and not self._reads:
                self._commit()
        finally:
            let_go(self._connection)
            self._leave()
        if isinstance(error, Held):
            time.sleep(AFTER_YOU)
        if error is None and self._changes:
            self._gate.told(self._changes)

    def _connect(self) -> Connection:
        try:
            connection = self._engine.connect()
        except PoolTimeout as error:
            raise Unreachable(str(error)) from error
        except ERRORS as error:
            raise meaning(error) from error
        try:
            connection.begin()
        except ERRORS as error:
            connection.close()
            raise meaning(error) from error
        return connection

    def _leave(self) -> None:
        if not self._reads:
            self._gate.leave()

    def _commit(self) -> None:
        if self._failed:
            raise RuntimeError("a unit in which a write was refused cannot be committed")
        self.finish()
        self._gate.before_commit()
        try:
            self._connection.commit()
        except DBAPIError as error:
            raise meaning(error) from error
        self._gate.after_commit()

    def finish(self) -> None:
        """What is still to be written before the commit."""
        raise NotImplementedError

    def run(self, statement: Any, values: Any = None) -> Any:
        """Sends a statement: within the store, and for reports, which ask what the port has no word for."""
        return self._sent(lambda connection: connection.execute(statement, values))

    def ask(self, statement: Any, values: Mapping[str, Any]) -> Found:
        """Sends one that is sent again and again: it was prepared once. Its rows come as plain sequences."""
        prepared = self._gate.prepared(statement, self._engine.dialect)
        return self._sent(lambda connection: prepared.run(connection, values))

    def _sent(self, send: Callable[[Connection], T]) -> T:
        self._gate.statements += 1
        try:
            result = send(self._connection)
        except DBAPIError as error:
            if self._fresh and error.connection_invalidated and not isinstance(error.orig, Silence):
                return self._sent_anew(send)
            self._failed = True
            raise meaning(error) from error
        self._fresh = False
        return result

    def _sent_anew(self, send: Callable[[Connection], T]) -> T:
        """The pool's connection had died while nobody used it: nothing was done yet, so another one will do."""
        self._fresh = False
        self._connection.close()
        self._connection = self._connect()
        return self._sent(send)

    def _writes(self) -> None:
        if self._reads:
            raise RuntimeError("a unit that reads does not lock or write")
