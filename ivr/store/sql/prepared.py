"""Statements as the driver takes them: text, order of the values and what is done to them are found once, then only the
driver works. What a statement says, and what an error means, is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Connection, Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

Turned = Callable[[Any], Any]
"""How a value becomes the driver's, or the driver's a value."""

_NAMED = re.compile(r"%\((\w+)\)s")


class Found(NamedTuple):
    rows: list[Any]
    written: int
    """How many rows."""


class Prepared:
    """One statement on one dialect, without lists of unknown length. Safe to share between threads."""

    __slots__ = ("_constants", "_gets", "_names", "_puts", "_reads", "text")

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = _NAMED.sub("%s", compiled.string)
        self._names = tuple(compiled.positiontup or _NAMED.findall(compiled.string))
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        puts = [compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in self._names]
        self._puts = _those(puts)
        columns = getattr(statement, "exported_columns", ())
        self._reads = bool(columns)
        self._gets = _those([_result(column.type, dialect) for column in columns])

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Found:
        """Sends it. DBAPIError as of SQLAlchemy itself, a connection that died included."""
        if self._constants:
            values = {**self._constants, **values}
        turned = [values[name] for name in self._names]
        for at, put in self._puts:
            turned[at] = put(turned[at])
        text, given = self.text, tuple(turned)
        cursor: Any = connection.connection.cursor()
        for listener in connection.engine.dispatch.before_cursor_execute:
            text, given = listener(connection, cursor, text, given, None, False)
        try:
            cursor.execute(text, given)
            return Found(self._turned(cursor.fetchall()) if self._reads else [], cursor.rowcount)
        except BaseException as error:
            connection._handle_dbapi_exception(error, text, given, cursor, None)

    def _turned(self, rows: list[Any]) -> list[Any]:
        if not self._gets:
            return rows
        found = [list(row) for row in rows]
        for row in found:
            for at, get in self._gets:
                row[at] = get(row[at])
        return found


def _those(turned: list[Turned | None]) -> tuple[tuple[int, Turned], ...]:
    return tuple((at, one) for at, one in enumerate(turned) if one is not None)


def _result(kind: TypeEngine[Any], dialect: Dialect) -> Turned | None:
    """Texts and numbers come out of both drivers as they are to be."""
    if not isinstance(kind, TypeDecorator | Boolean):
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)
