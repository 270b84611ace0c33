"""Every statement on single rows, built once and kept. What a statement is for is decided by who asks."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.dml import Delete, ReturningInsert, Update
from sqlalchemy.sql.functions import FunctionElement

from ivr.store.rules.key import Key
from ivr.store.rules.keys import EDITIONS
from ivr.store.rules.kinds import DUE
from ivr.store.sql.tables import TABLES, Moment, clock_offset, condition
from ivr.switchboard.rows import Call, Caller, Entry, Published, Turn


class StoreNow(FunctionElement[Any]):
    """The database's clock plus the offset: what time it is, for everybody who uses this database."""

    type = Moment()
    inherit_cache = True


@compiles(StoreNow, "postgresql")
def _on_postgresql(element: StoreNow, compiler: Any, **options: Any) -> str:
    # Stable within the statement, so that an index may be searched for it.
    return "(SELECT statement_timestamp() + make_interval(secs => seconds) FROM clock_offset)"


@compiles(StoreNow, "sqlite")
def _on_sqlite(element: StoreNow, compiler: Any, **options: Any) -> str:
    moment = "strftime('%Y-%m-%dT%H:%M:%f', 'now', seconds || ' seconds') || '000+00:00'"
    return f"(SELECT {moment} FROM clock_offset)"


NOW: Select[Any] = select(StoreNow())

Shape = tuple[tuple[str, str], ...]
"""The fields of a key, each with its form: `is` a value, `in` several, or `null`."""


def shape(key: dict[str, Any]) -> Shape:
    """The shape of a key: keys of one shape share a statement."""
    return tuple((field, _form(value)) for field, value in key.items())


def _form(value: object) -> str:
    if value is None:
        return "null"
    return "in" if isinstance(value, tuple) else "is"


@cache
def by_id(kind: type) -> Select[Any]:
    """The row with the id `id`."""
    table = TABLES[kind]
    return select(table).where(table.c.id == bindparam("id"))


@cache
def by_key(kind: type, of: Shape, key: Key | None) -> Select[Any]:
    """The rows with the values of such a shape, by id; `key` is the one that serves them, None: the id."""
    columns = TABLES[kind].c
    where = [_equal(columns[field], form) for field, form in of]
    if key is not None and key.where:
        where.append(condition(kind, key))
    return select(TABLES[kind]).where(*where).order_by(columns.id)


def _equal(column: Column[Any], form: str) -> ColumnElement[Any]:
    if form == "null":
        return column.is_(None)
    if form == "in":
        return column.in_(bindparam(column.name, expanding=True))
    return column == bindparam(column.name)


@cache
def insertion(kind: type) -> ReturningInsert[Any]:
    """A new row; gives its id."""
    table = TABLES[kind]
    return insert(table).values({c.name: bindparam(c.name) for c in table.c if c.name != "id"}).returning(table.c.id)


TELLING = insert(TABLES[Entry])
"""Lines of the ledger, many at once."""


@cache
def saving(kind: type, names: tuple[str, ...]) -> Update:
    """These columns of a row over the one that was read: `its_id`, `its_fence`."""
    table = TABLES[kind]
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    values["fence"] = table.c.fence + 1
    return (
        update(table).where(table.c.id == bindparam("its_id"), table.c.fence == bindparam("its_fence")).values(values)
    )


@cache
def removal(kind: type) -> Delete:
    """A row is taken away: `its_id`."""
    return delete(TABLES[kind]).where(TABLES[kind].c.id == bindparam("its_id"))


@cache
def recording(names: tuple[str, ...]) -> ReturningInsert[Any]:
    """`saving` of these columns of a call and `insertion` of a turn in one, for PostgreSQL; gives the turn's id, or
    nothing where the call was changed since it was read."""
    saved = saving(Call, names).returning(TABLES[Call].c.id).cte("saved")
    columns = {column.name: column.type for column in TABLES[Turn].c if column.name != "id"}
    given = select(*(bindparam(name, type_=kind) for name, kind in columns.items())).select_from(saved)
    return insert(TABLES[Turn]).from_select(list(columns), given).returning(TABLES[Turn].c.id)


_callers, _calls, _turns = TABLES[Caller], TABLES[Call], TABLES[Turn]

CALLER_LOCKED = (
    select(StoreNow(), *_callers.c).where(_callers.c.id == bindparam("id")).with_for_update(of=_callers, key_share=True)
)
"""now, and the caller."""

CALL_LOCKED = (
    select(StoreNow(), _turns.c.answer, *_callers.c, *_calls.c)
    .select_from(_calls)
    .join(_callers, _callers.c.id == _calls.c.caller_id)
    .outerjoin(_turns, (_turns.c.leg == _calls.c.public_id) & (_turns.c.n == bindparam("n")))
    .where(_calls.c.public_id == bindparam("public_id"))
    .with_for_update(of=(_callers, _calls), key_share=True)
)
"""now, the stored answer of turn `n`, the caller, the call."""

ANSWER = select(_turns.c.answer).where(_turns.c.leg == bindparam("leg"), _turns.c.n == bindparam("n"))


@cache
def due(kind: type) -> Select[Any]:
    """The ids of rows whose deadline has passed."""
    columns = TABLES[kind].c
    late = select(columns.id).where(columns.deadline.is_not(None), columns.deadline <= StoreNow())
    return late.order_by(columns.deadline, columns.id).limit(bindparam("limit"))


def _earliest(kind: type) -> Select[Any]:
    deadline = TABLES[kind].c.deadline
    return select(func.min(deadline).label("deadline")).where(deadline.is_not(None))


_deadlines = union_all(*map(_earliest, DUE)).subquery()

DEADLINES = select(StoreNow(), *(_earliest(kind).scalar_subquery() for kind in DUE))
"""now, and the earliest deadline of each kind."""

NEXT_DEADLINE = select(func.min(_deadlines.c.deadline))

CLOCK_OFFSET = select(clock_offset.c.seconds)

CLOCK_MOVED = update(clock_offset).values(seconds=clock_offset.c.seconds + bindparam("by"))

LIVE_EDITIONS = select(TABLES[Published].c.id).where(condition(Published, EDITIONS))
