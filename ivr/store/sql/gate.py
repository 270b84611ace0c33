"""Who may be in a unit of work now: one per thread, and one per process where the database has one writer."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect

from ivr.store.points import Points
from ivr.store.sql.haste import left
from ivr.store.sql.prepared import Prepared
from ivr.switchboard.ports import Unreachable

_PREPARED: dict[tuple[Any, str, str], Prepared] = {}
"""By statement, database and driver: all stores of a process say the same in the same words."""


class Told(NamedTuple):
    """A change of state that was committed. `id` is the public id, where the row has one."""

    entity: str
    id: str | int
    before: str
    after: str
    cause: str
    actor: str


class Gate(Points):
    """`wait` is how many seconds a unit may stand in the queue of a database with one writer; None: there is no queue.

    Threads queue here because SQLite's own waiting sleeps and gambles: with eight threads its worst case is ten times
    as long.
    """

    def __init__(self, wait: float | None) -> None:
        super().__init__()
        self.randbytes: Callable[[int], bytes] = secrets.token_bytes
        """Where public ids come from; a simulation has dice of its own."""
        self.statements = 0
        """How many statements were sent so far: what a test may count."""
        self.told: Callable[[Sequence[Told]], None] = lambda changes: None
        """Hears of every change of state, after it was committed: for the log."""
        self._wait = wait
        self._alone = threading.Lock()
        self._inside = threading.local()

    def prepared(self, statement: Any, dialect: Dialect) -> Prepared:
        """This statement, which there is for good, as the driver takes it."""
        key = statement, dialect.name, dialect.driver
        found = _PREPARED.get(key)
        if found is None:
            found = _PREPARED[key] = Prepared(statement, dialect)
        return found

    def enter(self) -> None:
        """A unit that writes begins in this thread. Unreachable where another one does not end in time."""
        if getattr(self._inside, "unit", False):
            raise RuntimeError("a unit of work inside another one")
        if self._wait is not None and not self._alone.acquire(timeout=left(self._wait)):
            raise Unreachable("the database is being written by others")
        self._inside.unit = True

    def leave(self) -> None:
        """The unit of this thread is over."""
        self._inside.unit = False
        if self._wait is not None:
            self._alone.release()
