"""A connection to PostgreSQL that gives a server up which has fallen silent: the limits of the server bind only one
that lives, and those of TCP only one whose machine is gone."""

from __future__ import annotations

from typing import Any

from psycopg import Connection, OperationalError
from psycopg.pq import TransactionStatus

from ivr.store.refusals import Silence

LONGEST_NAP = 0.1
"""Seconds between two looks for Ctrl-C."""


class Silent(OperationalError, Silence):
    """No word came for as long as we were ready to wait."""


class Impatient(Connection[Any]):
    """Any wait longer than `patience`, in seconds, is a Silent, and the connection is closed."""

    patience: float | None = None

    def wait(self, gen: Any, interval: float = LONGEST_NAP, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except OperationalError as error:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.close()  # what is still to come on it would be taken for the answer to something else
            raise Silent(f"no answer within {self.patience} s") from error
