"""The store as the product meets it in bad times: away, slow, full, beaten by others; and processes die in its units.

The real store stands behind it and is never asked to do anything else than it would in life.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ivr.switchboard.ports import Conflict, Held, Store, Unit, Unreachable
from ivr.switchboard.rows import Row
from tests.simulation.world.chance import Death, Fault

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

PATIENCE = 1.0
"""Seconds after which a statement, or the wait for a connection, is given up."""
DEEPEST = 3


class Poison(Exception):
    """A bug that one row sets off, planted here."""


class TroubledStore:
    """Fills `ports.Store`."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._inner = centre.store
        self.poisoned: set[tuple[type[Row], int]] = set()
        """Rows that cannot be driven."""
        self._written: list[Row] = []
        """By the unit that is open, or was committed last."""

    def begins(self) -> None:
        """From now on the store is as it is in life."""
        inner = self._inner
        inner.at_open, inner.before_commit, inner.after_commit = self._opens, self._before_commit, self._after_commit
        told = inner.written

        def written(row: Row) -> None:
            told(row)
            self._written.append(row)

        inner.written = written

    def unit(self, actor: str = "") -> AbstractContextManager[Unit]:
        self._wait_for_it()
        unit: Any = self._inner.unit(actor)
        return _Poisoned(unit, self) if self.poisoned and actor == "drive" and not self._centre.chance.off else unit

    def reading(self) -> AbstractContextManager[Unit]:
        self._there("read")
        self._wait_for_it()
        unit: Any = self._inner.reading()
        return unit

    def due(self, kind: type[Row], limit: int) -> tuple[int, ...]:
        self._there("due")
        return self._inner.due(kind, limit)

    def late(self) -> Collection[type[Row]]:
        self._there("due")
        return self._inner.late()

    def now(self) -> datetime:
        self._there("now")
        return self._inner.now()

    def next_deadline(self) -> datetime | None:
        self._there("next deadline")
        return self._inner.next_deadline()

    def _there(self, what: str) -> None:
        if self._centre.chance.meets(Fault.STORE_AWAY, what):
            raise Unreachable("the store is away")

    def _wait_for_it(self) -> None:
        """Whoever waits too long for a statement or a connection gives up, and the rest of the world went on."""
        chance = self._centre.chance
        for fault in (Fault.SLOW_STORE, Fault.NO_CONNECTION):
            if chance.strikes(fault):
                if self._centre.depth < DEEPEST:
                    self._centre.pause(PATIENCE)
                raise Held(str(fault))

    def _opens(self) -> None:
        self._written.clear()
        self._may_die("at the beginning of a unit")
        self._there("unit")

    def _before_commit(self) -> None:
        self._may_die("before a commit")
        chance = self._centre.chance
        if chance.meets(Fault.READ_ONLY):
            raise Unreachable("nothing can be written")
        if chance.strikes(Fault.CONFLICT):
            raise Conflict("could not serialize")
        if chance.strikes(Fault.COMMIT, "not applied"):
            raise Unreachable("the connection broke before the commit")

    def _after_commit(self) -> None:
        self._centre.changed()
        self._centre.oracle.witnesses.committed(self._written)
        self._may_die("after a commit")
        if self._centre.chance.strikes(Fault.COMMIT, "applied"):
            raise Unreachable("the connection broke after the commit")

    def _may_die(self, moment: str) -> None:
        if self._centre.chance.strikes(Fault.DEATH, moment):
            raise Death(moment)

    def poison(self, kind: type[Row], id: int) -> None:
        """Raises where this row is one that breaks whoever drives it."""
        if (kind, id) in self.poisoned:
            self._centre.chance.count(Fault.POISON, kind.__name__)
            raise Poison(f"{kind.__name__} {id}")


class _Poisoned:
    """A unit that breaks where the row that it is about is poisoned."""

    def __init__(self, inner: Any, store: TroubledStore) -> None:
        self._inner, self._store = inner, store
        self._first = True

    def __enter__(self) -> Unit:
        self._inner.__enter__()
        unit: Any = self
        return unit

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inner.__exit__(kind, error, trace)

    def get(self, kind: type[Row], id: int) -> Any:
        """Passed on; the first row that is asked for is the one that is driven."""
        if self._first:
            self._first = False
            self._store.poison(kind, id)
        return self._inner.get(kind, id)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def fills(store: TroubledStore) -> Store:
    """That it is a store, for whoever checks types."""
    return store
