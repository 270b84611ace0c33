"""One unit of work in SQL: what the port asks of it, row by row, and the ledger's lines in one go before the commit."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from sqlalchemy import Engine

from ivr.store.rules.fields import COLUMNS, STATE, VALUES
from ivr.store.rules.keys import serving
from ivr.store.rules.kinds import FENCED, LIVES, REMOVED, TOLD
from ivr.store.sql import statements
from ivr.store.sql.gate import Gate, Told
from ivr.store.sql.transaction import Transaction
from ivr.switchboard.ports import Fenced, Locked, Vanished
from ivr.switchboard.rows import Call, Caller, Entry, Row, Turn

R = TypeVar("R", bound=Row)

_CALLER = 2 + len(COLUMNS[Caller]) + 1
"""Where, in what a locked call brings, the caller's columns end."""


class SqlUnit(Transaction):
    """Fills `ports.Unit`."""

    def __init__(self, gate: Gate, engine: Engine, actor: str, reads: bool = False) -> None:
        super().__init__(gate, engine, reads)
        self._actor = actor
        self._now: datetime | None = None
        self._known: dict[tuple[type, int], Row] = {}
        """Rows that can be saved, or whose lives are told, as this unit has them."""
        self._lines: list[dict[str, Any]] = []
        self._alone: set[int] = set()

    @property
    def now(self) -> datetime:
        if self._now is None:
            self._now = self.ask(statements.NOW, {}).rows[0][0]
        return self._now

    def token(self) -> str:
        return base64.b32encode(self._gate.randbytes(10)).decode().lower()

    def lock(self, caller_id: int) -> Caller:
        self._writes()
        found = self.ask(statements.CALLER_LOCKED, {"id": caller_id}).rows
        if not found:
            raise Vanished(f"caller {caller_id}")
        now, *values = found[0]
        self._now = self._now or now
        return self._met(Caller(*values))

    def lock_call(self, public_id: str, n: int) -> Locked | None:
        self._writes()
        rows = self.ask(statements.CALL_LOCKED, {"public_id": public_id, "n": n}).rows
        if not rows:
            return None
        found = rows[0]
        self._now = self._now or found[0]
        call, answer = self._seen(Call, found[_CALLER:]), found[1]
        if answer is None and n < call.turn:
            # While PostgreSQL waits for a lock it brings the locked rows up to date, and nothing else.
            answer = self.run(statements.ANSWER, {"leg": public_id, "n": n}).scalar()
        return Locked(self._met(Caller(*found[2:_CALLER])), call, answer)

    def _met(self, caller: Caller) -> Caller:
        """Locked: whether they have one number or several does not change any more in this unit."""
        if caller.person is None:
            self._alone.add(caller.id)
        return caller

    def get(self, kind: type[R], id: int) -> R | None:
        sought: type = kind
        found = self.ask(statements.by_id(sought), {"id": id}).rows
        return self._seen(kind, found[0]) if found else None

    def many(self, kind: type[R], /, **key: object) -> tuple[R, ...]:
        if kind is Entry:
            self.finish()
        sought: type = kind
        statement = statements.by_key(sought, statements.shape(key), None if "id" in key else serving(sought, key))
        values = {field: value for field, value in key.items() if value is not None}
        several = any(isinstance(value, tuple) for value in values.values())
        found = self.run(statement, values) if several else self.ask(statement, values).rows
        return tuple([self._seen(kind, row) for row in found])

    def insert(self, row: R, cause: str = "") -> R:
        self._writes()
        kind: Any = type(row)
        if kind is Entry:
            raise TypeError("the ledger is written by the store")
        values = VALUES[kind](row)
        found = self.ask(statements.insertion(kind), dict(zip(COLUMNS[kind], values, strict=True)))
        new: R = kind(found.rows[0][0], *values)
        return self._written(new, "", cause)

    def save(self, row: R, cause: str = "") -> R:
        self._writes()
        kind: Any = type(row)
        if kind not in FENCED:
            raise TypeError(f"{kind.__name__} is never written over")
        before, over = self._state_of(kind, row.id), self._over(row)
        if self.ask(statements.saving(kind, tuple(over)), _fenced_by(row, over)).written != 1:
            self._fenced(row)
        return self._written(_next(row), before, cause)

    def record(self, call: Call, turn: Turn) -> Call:
        if self.dialect != "postgresql":
            call = self.save(call)
            self.insert(turn)
            return call
        self._writes()
        before, over = self._state_of(Call, call.id), self._over(call)
        values = VALUES[Turn](turn)
        given = _fenced_by(call, over) | dict(zip(COLUMNS[Turn], values, strict=True))
        found = self.ask(statements.recording(tuple(over)), given).rows
        if not found:
            self._fenced(call)
        saved = self._written(_next(call), before, "")
        self._written(Turn(found[0][0], *values), "", "")
        return saved

    def _fenced(self, row: Row) -> NoReturn:
        self._failed = True
        raise Fenced(f"{type(row).__name__} {row.id}")

    def _seen(self, kind: Callable[..., R], values: Iterable[Any]) -> R:
        """A row of these columns; of one with a life, how it was when this unit read it."""
        row = kind(*values)
        self._remember(row)
        return row

    def _remember(self, row: Row) -> None:
        kind = type(row)
        if kind in FENCED or kind in LIVES:
            self._known[kind, row.id] = row

    def _state_of(self, kind: type, id: int) -> str:
        if kind not in LIVES:
            return ""
        if (kind, id) not in self._known:
            self.get(kind, id)
        known = self._known.get((kind, id))
        return STATE[kind](known) if known else ""

    def _over(self, row: Any) -> dict[str, Any]:
        """What differs from the row as this unit has it: an index that learns of nothing new is not written. All of it,
        where the unit has it not, or at another fence."""
        kind: type = type(row)
        given = dict(zip(COLUMNS[kind], VALUES[kind](row), strict=True))
        fence, known = given.pop("fence"), self._known.get((kind, row.id))
        if known is None or getattr(known, "fence", None) != fence:
            return given
        return {name: value for name, value in given.items() if getattr(known, name) != value}

    def _written(self, row: R, before: str, cause: str) -> R:
        kind: Any = type(row)
        if kind in LIVES and (after := STATE[kind](row)) != before:
            self._line(row, before, after, cause)
        if kind is Caller:
            self._alone.discard(row.id)
        self._remember(row)
        self._gate.written(row)
        return row

    def _line(self, row: Row, before: str, after: str, cause: str) -> None:
        fence = getattr(row, "fence", 0)
        values = (TOLD[type(row)], row.id, str(before), str(after), str(cause), self._actor, fence, self.now)
        self._lines.append(dict(zip(COLUMNS[Entry], values, strict=True)))
        self._changes.append(Told(values[0], getattr(row, "public_id", row.id), *values[2:6]))

    def remove(self, row: Row) -> None:
        self._writes()
        kind: Any = type(row)
        if kind not in REMOVED:
            raise TypeError(f"{kind.__name__} is never taken away")
        self.run(statements.removal(kind), {"its_id": row.id})

    def tell(self, row: Row, cause: str) -> None:
        self._writes()
        kind: Any = type(row)
        state = STATE[kind](row) if kind in LIVES else ""
        self._line(row, state, state, cause)

    def finish(self) -> None:
        if self._lines:
            self.run(statements.TELLING, self._lines)
            self._lines = []


def _fenced_by(row: Any, over: dict[str, Any]) -> dict[str, Any]:
    """What a row is saved with, over the one that was read."""
    return {**over, "its_id": row.id, "its_fence": row.fence}


def _next(row: R) -> R:
    """The row as it is once it was saved."""
    kind: Any = type(row)
    *values, fence = VALUES[kind](row)
    new: R = kind(row.id, *values, fence + 1)
    return new
