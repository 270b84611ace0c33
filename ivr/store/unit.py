"""One unit of work in SQL: a transaction, the clock read once, and the ledger's lines in one go before the commit."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ivr.store import statements
from ivr.store.asked import Asked
from ivr.store.engine import let_go
from ivr.store.fields import COLUMNS, STATE, VALUES
from ivr.store.gate import Gate, Told
from ivr.store.keys import serving
from ivr.store.kinds import FENCED, LIVES, REMOVED, TOLD
from ivr.store.refusals import ERRORS, Silence, meaning
from ivr.switchboard.ports import Fenced, Held, Locked, Unreachable, Vanished
from ivr.switchboard.rows import Call, Caller, Entry, Row

R = TypeVar("R", bound=Row)

_CALLER = 2 + len(COLUMNS[Caller]) + 1
"""Where, in what a locked call brings, the caller's columns end."""

AFTER_YOU = 0.05
"""Seconds. Who could not have a lock lets go of the own ones; whoever stands in line for these takes them before we ask
again, else the two would stand against each other once more."""


class SqlUnit(Asked):
    """Fills `ports.Unit`."""

    def __init__(self, gate: Gate, engine: Engine, actor: str, reads: bool = False) -> None:
        self._gate, self._engine, self._actor, self._reads = gate, engine, actor, reads
        self._now: datetime | None = None
        self._states: dict[tuple[type, int], str] = {}
        self._lines: list[dict[str, Any]] = []
        self._alone: set[int] = set()
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
        except DBAPIError as error:
            connection.close()
            raise meaning(error) from error
        return connection

    def _leave(self) -> None:
        if not self._reads:
            self._gate.leave()

    def _commit(self) -> None:
        if self._failed:
            raise RuntimeError("a unit in which a write was refused cannot be committed")
        self._tell_all()
        self._gate.before_commit()
        try:
            self._connection.commit()
        except DBAPIError as error:
            raise meaning(error) from error
        self._gate.after_commit()

    def run(self, statement: Any, values: Any = None) -> Any:
        """Sends a statement: within the store, and for reports, which ask what the port has no word for."""
        self._gate.statements += 1
        try:
            result: Any = self._connection.execute(statement, values)
        except DBAPIError as error:
            if self._fresh and error.connection_invalidated and not isinstance(error.orig, Silence):
                return self._run_anew(statement, values)
            self._failed = True
            raise meaning(error) from error
        self._fresh = False
        return result

    def _run_anew(self, statement: Any, values: Any) -> Any:
        """The pool's connection had died while nobody used it: nothing was done yet, so another one will do."""
        self._fresh = False
        self._connection.close()
        self._connection = self._connect()
        return self.run(statement, values)

    @property
    def now(self) -> datetime:
        if self._now is None:
            self._now = self.run(statements.NOW).scalar_one()
        return self._now

    def token(self) -> str:
        return base64.b32encode(self._gate.randbytes(10)).decode().lower()

    def lock(self, caller_id: int) -> Caller:
        self._writes()
        found = self.run(statements.CALLER_LOCKED, {"id": caller_id}).first()
        if found is None:
            raise Vanished(f"caller {caller_id}")
        now, *values = found
        self._now = self._now or now
        return self._met(Caller(*values))

    def lock_call(self, public_id: str, n: int) -> Locked | None:
        self._writes()
        found = self.run(statements.CALL_LOCKED, {"public_id": public_id, "n": n}).first()
        if found is None:
            return None
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
        found = self.run(statements.by_id(sought), {"id": id}).first()
        return None if found is None else self._seen(kind, found)

    def many(self, kind: type[R], /, **key: object) -> tuple[R, ...]:
        if kind is Entry:
            self._tell_all()
        sought: type = kind
        statement = statements.by_key(sought, statements.shape(key), None if "id" in key else serving(sought, key))
        values = {field: value for field, value in key.items() if value is not None}
        return tuple(self._seen(kind, found) for found in self.run(statement, values))

    def insert(self, row: R, cause: str = "") -> R:
        self._writes()
        kind: Any = type(row)
        if kind is Entry:
            raise TypeError("the ledger is written by the store")
        values = VALUES[kind](row)
        id = self.run(statements.insertion(kind), dict(zip(COLUMNS[kind], values, strict=True))).scalar_one()
        new: R = kind(id, *values)
        return self._written(new, "", cause)

    def save(self, row: R, cause: str = "") -> R:
        self._writes()
        kind: Any = type(row)
        if kind not in FENCED:
            raise TypeError(f"{kind.__name__} is never written over")
        *values, fence = VALUES[kind](row)
        before = self._state_of(kind, row.id)
        wanted = dict(zip(COLUMNS[kind], values, strict=False)) | {"its_id": row.id, "its_fence": fence}
        if self.run(statements.saving(kind), wanted).rowcount != 1:
            self._failed = True
            raise Fenced(f"{kind.__name__} {row.id}")
        new: R = kind(row.id, *values, fence + 1)
        return self._written(new, before, cause)

    def _writes(self) -> None:
        if self._reads:
            raise RuntimeError("a unit that reads does not lock or write")

    def _seen(self, kind: Callable[..., R], values: Iterable[Any]) -> R:
        """A row of these columns; of one with a life, how it was when this unit read it."""
        row = kind(*values)
        self._remember(row)
        return row

    def _remember(self, row: Row) -> None:
        if (state := STATE.get(type(row))) is not None:
            self._states[type(row), row.id] = state(row)

    def _state_of(self, kind: type, id: int) -> str:
        if kind in LIVES and (kind, id) not in self._states:
            self.get(kind, id)
        return self._states.get((kind, id), "")

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

    def _tell_all(self) -> None:
        if self._lines:
            self.run(statements.TELLING, self._lines)
            self._lines = []
