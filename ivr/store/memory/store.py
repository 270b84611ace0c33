"""The store in memory: for the simulation and for call scripts. The same rules as in the databases, and nothing random
that its seed does not decide. For one thread."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from ivr.store.memory.ledger import Ledger
from ivr.store.memory.questions import Questions
from ivr.store.memory.shelf import Shelf, firsts
from ivr.store.points import Points
from ivr.store.rules.fields import PHASE, STATE, VALUES
from ivr.store.rules.keys import EDITIONS
from ivr.store.rules.kinds import DUE, FENCED, LIVES, NAMES, ONWARD, REFERENCES, REMOVED, TOLD
from ivr.switchboard.ports import Broken, Fenced, Locked, Vanished
from ivr.switchboard.rows import Call, Caller, Entry, Published, Row, Turn, problem

R = TypeVar("R", bound=Row)


_REFERENCES = {
    kind: tuple((attrgetter(field), target) for field, target in targets.items())
    for kind, targets in REFERENCES.items()
}


class MemoryStore(Points):
    """Fills `ports.Store`. `clock` says what time it is."""

    def __init__(self, clock: Callable[[], datetime], seed: int = 0) -> None:
        super().__init__()
        self.clock = clock
        self.shelves = {kind: Shelf(kind) for kind in NAMES if kind is not Entry}
        self._due = tuple([self.shelves[kind] for kind in DUE])
        self.ledger = Ledger()
        self.random = random.Random(seed)
        self.busy = False

    def unit(self, actor: str = "") -> MemoryUnit:
        return MemoryUnit(self, actor)

    def reading(self) -> MemoryUnit:
        return MemoryUnit(self, "", reads=True)

    def due(self, kind: type[Row], limit: int) -> tuple[int, ...]:
        found = self.shelves[kind].due(self.clock())
        return tuple([id for _, id in found[:limit]]) if found else ()

    def late(self) -> list[type[Row]]:
        now = self.clock()
        return [kind for kind, first in zip(DUE, firsts(self._due), strict=True) if first is not None and first <= now]

    def now(self) -> datetime:
        return self.clock()

    def next_deadline(self) -> datetime | None:
        return min([first for first in firsts(self._due) if first is not None], default=None)

    def live_editions(self) -> tuple[int, ...]:
        """The ids of what is published and live."""
        return tuple(sorted(self.shelves[Published].under(EDITIONS, True)))


class MemoryUnit(Questions):
    """Fills `ports.Unit`. What was there is remembered, and laid back when the unit fails."""

    __slots__ = ("_actor", "_failed", "_now", "_reads", "_shelves", "_store", "_told", "_undo")

    def __init__(self, store: MemoryStore, actor: str, reads: bool = False) -> None:
        self._store, self._actor, self._reads = store, actor, reads
        self._shelves = store.shelves
        self._undo: list[tuple[Shelf, int, Any]] = []
        self._told = len(store.ledger)
        self._failed = False

    def __enter__(self) -> Self:
        if self._store.busy and not self._reads:
            raise RuntimeError("a unit of work inside another one")
        if not self._reads:
            self._store.at_open()
            self._store.busy = True
        self._now = self._store.clock()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reads:
            return
        self._store.busy = False
        if error is not None:
            return self._roll_back()
        if self._failed:
            self._roll_back()
            raise RuntimeError("a unit in which a write was refused cannot be committed")
        try:
            self._store.before_commit()
        except BaseException:
            self._roll_back()
            raise
        self._store.after_commit()

    def _roll_back(self) -> None:
        self._store.ledger.cut(self._told)
        for shelf, id, row in reversed(self._undo):
            shelf.put(id, row)
            if row is None:
                shelf.last = id - 1

    @property
    def now(self) -> datetime:
        return self._now

    def token(self) -> str:
        return base64.b32encode(self._store.random.getrandbits(80).to_bytes(10, "big")).decode().lower()

    def lock(self, caller_id: int) -> Caller:
        self._writes()
        if (caller := self.get(Caller, caller_id)) is None:
            raise Vanished(f"caller {caller_id}")
        return caller

    def lock_call(self, public_id: str, n: int) -> Locked | None:
        self._writes()
        if (call := self.one(Call, public_id=public_id)) is None:
            return None
        turn = self.one(Turn, leg=public_id, n=n)
        return Locked(self.lock(call.caller_id), call, turn.answer if turn else None)

    def get(self, kind: type[R], id: int) -> R | None:
        found = self._store.ledger.get(id) if kind is Entry else self._shelves[kind].rows.get(id)
        return cast("R | None", found)

    def one(self, kind: type[R], /, **key: object) -> R | None:
        found = self.many(kind, **key)
        if len(found) > 1:
            raise LookupError(f"{len(found)} rows of {kind.__name__} with one key")
        return found[0] if found else None

    def many(self, kind: type[R], /, **key: object) -> tuple[R, ...]:
        found = self._store.ledger.find(key) if kind is Entry else self._shelves[kind].find(key)
        return cast("tuple[R, ...]", found)

    def insert(self, row: R, cause: str = "") -> R:
        self._writes()
        kind: Any = type(row)
        if kind is Entry:
            raise TypeError("the ledger is written by the store")
        shelf = self._shelves[kind]
        id = shelf.last + 1
        new: R = kind(id, *VALUES[kind](row))
        self._put(shelf, id, None, new)
        shelf.last = id
        if kind in LIVES:
            self._tell(kind, new, "", cause)
        return new

    def save(self, row: R, cause: str = "") -> R:
        self._writes()
        kind: Any = type(row)
        if kind not in FENCED:
            raise TypeError(f"{kind.__name__} is never written over")
        shelf = self._shelves[kind]
        old = shelf.rows.get(row.id)
        *values, fence = VALUES[kind](row)
        if old is None or old.fence != fence:
            self._failed = True
            raise Fenced(f"{kind.__name__} {row.id}")
        new: R = kind(row.id, *values, fence + 1)
        self._put(shelf, row.id, old, new)
        if kind in LIVES and (before := STATE[kind](old)) != STATE[kind](new):
            self._tell(kind, new, before, cause)
        return new

    def record(self, call: Call, turn: Turn) -> Call:
        call = self.save(call)
        self.insert(turn)
        return call

    def remove(self, row: Row) -> None:
        self._writes()
        kind: Any = type(row)
        if kind not in REMOVED:
            raise TypeError(f"{kind.__name__} is never taken away")
        shelf = self._shelves[kind]
        if row.id in shelf.rows:
            self._undo.append((shelf, row.id, shelf.put(row.id, None)))

    def tell(self, row: Row, cause: str) -> None:
        self._writes()
        kind: Any = type(row)
        state = STATE[kind](row) if kind in LIVES else ""
        fence = getattr(row, "fence", 0)
        self._store.ledger.tell((TOLD[kind], row.id, state, state, cause, self._actor, fence, self._now))

    def person(self, caller_id: int) -> tuple[int, ...]:
        row = self._shelves[Caller].rows.get(caller_id)
        if row is None or row.person is None:
            return (caller_id,)
        return tuple(one.id for one in self._shelves[Caller].find({"person": row.person}))

    def _writes(self) -> None:
        if self._reads:
            raise RuntimeError("a unit that reads does not lock or write")

    def _put(self, shelf: Shelf, id: int, old: Any, new: Any) -> None:
        self._failed = True
        if reason := problem(new) or _moved_on(old, new):
            raise Broken(f"{type(new).__name__} {id}: {reason}")
        self._undo.append((shelf, id, shelf.put(id, new)))
        if reason := self._dangling(new):
            raise Broken(f"{type(new).__name__} {id}: {reason}")
        self._store.written(new)
        self._failed = False

    def _dangling(self, row: Row) -> str | None:
        for field, target in _REFERENCES.get(type(row), ()):
            if (id := field(row)) is not None and id not in self._shelves[target].rows:
                return f"there is no {target.__name__} {id}"
        return None

    def _tell(self, kind: type, row: Any, before: str, cause: str) -> None:
        line = (LIVES[kind][0], row.id, before, STATE[kind](row), cause, self._actor, row.fence, self._now)
        self._store.ledger.tell(line)


def _moved_on(old: Any, new: Any) -> str | None:
    """Why this row may not follow on that one."""
    kind = type(new)
    if old is None or kind not in ONWARD:
        return None
    before, after = PHASE[kind](old), PHASE[kind](new)
    if before == after:
        return None
    onward = ONWARD[kind].get(before)  # type: ignore[call-overload]
    return None if onward is None or after in onward else f"{before} is final"
