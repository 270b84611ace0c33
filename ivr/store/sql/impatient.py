"""A connection to PostgreSQL that gives a server up which has fallen silent: the limits of the server bind only one
that lives, and those of TCP only one whose machine is gone."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

from psycopg import Connection, OperationalError
from psycopg.errors import ConnectionTimeout
from psycopg.pq import TransactionStatus

from ivr.store.sql.haste import left
from ivr.store.sql.refusals import Silence

LONGEST_NAP = 0.1
"""Seconds between two looks for Ctrl-C."""


class Silent(OperationalError, Silence):
    """No word came for as long as we were ready to wait."""


CONNECTING = 2.0
"""Seconds for which anybody waits for a connection: the shortest limit that libpq knows. Who is in haste waits less."""


class Impatient(Connection[Any]):
    """Any wait longer than `patience`, in seconds, or than this thread may wait, is a Silent, and the connection is
    closed."""

    patience: float = 60.0

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Generator[Any, Any, Any]:
        """The steps of connecting, which psycopg takes at least every tenth of a second: none is taken too late."""
        until = time.monotonic() + left(CONNECTING)
        steps = super()._connect_gen(conninfo)
        step = next(steps)
        while True:
            ready = yield step
            if time.monotonic() >= until:
                steps.close()
                raise ConnectionTimeout("the server lets nobody in")
            try:
                step = steps.send(ready)
            except StopIteration as done:
                return done.value

    def wait(self, gen: Any, interval: float = LONGEST_NAP, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, left(self.patience) if timeout is None else timeout)
        except OperationalError as error:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.close()  # what is still to come on it would be taken for the answer to something else
            raise Silent(f"no answer within {self.patience} s, or than could be waited") from error
