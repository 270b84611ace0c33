"""What an audit looks at, gathered from SQL: a few statements, all in one moment of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from ivr.promise import transfer
from ivr.reports.equation import books
from ivr.reports.equation.books import SHOWN, Books
from ivr.store.rules.kinds import DUE, LIVES, NAMES
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES, Moment
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import FINALS, Callback, Entry, Fate, Obligation, Source, Transfer

_obligations, _callbacks, _transfers = TABLES[Obligation], TABLES[Callback], TABLES[Transfer]
_ledger = TABLES[Entry]
_FINAL_CALLBACK = _callbacks.c.state.in_(sorted(FINALS[Callback]))
_OPEN_CALLBACK = _callbacks.c.deadline.is_not(None)
"""By a CHECK the same as not final; and what is open is found by an index, however much is not."""
_FINAL_TRANSFER = _transfers.c.state.in_(sorted(FINALS[Transfer]))

FATES = (
    select(_obligations.c.fate, _FINAL_CALLBACK.label("final"), func.count())
    .select_from(_obligations)
    .outerjoin(_callbacks, _callbacks.c.id == _obligations.c.callback_id)
    .group_by(_obligations.c.fate, "final")
)

OBLIGATIONS = select(func.count()).select_from(_obligations)
CALLBACK_ROWS = select(func.count()).select_from(_callbacks)

LATE = select(func.count()).where(_OPEN_CALLBACK, _callbacks.c.promised_by < bindparam("now", type_=Moment()))

DISAGREEING = (
    select(_transfers.c.public_id, _transfers.c.state, _obligations.c.fate)
    .join(_obligations, _obligations.c.id == _transfers.c.obligation_id)
    .where(
        _obligations.c.fate != case((_FINAL_TRANSFER, _transfers.c.state), else_=Fate.WAITING.value),
        ~and_(_transfers.c.state == transfer.State.CALLBACK, _obligations.c.fate == Fate.WAIVED),
    )
    .order_by(_transfers.c.id)
    .limit(SHOWN)
)

NOWHERE = (
    select(_obligations.c.id)
    .outerjoin(_callbacks, _callbacks.c.id == _obligations.c.callback_id)
    .where(_obligations.c.fate == Fate.CALLBACK, _callbacks.c.id.is_(None))
    .order_by(_obligations.c.id)
    .limit(SHOWN)
)

UNWATCHED = (
    select(_obligations.c.id)
    .outerjoin(_transfers, _transfers.c.obligation_id == _obligations.c.id)
    .where(
        _transfers.c.id.is_(None),
        or_(_obligations.c.fate == Fate.WAITING, _obligations.c.source == Source.TRANSFER),
    )
    .order_by(_obligations.c.id)
    .limit(SHOWN)
)

OWED_TO_NOBODY = (
    select(_callbacks.c.public_id)
    .where(
        _OPEN_CALLBACK,
        ~exists()
        .select_from(_obligations)
        .where(_obligations.c.callback_id == _callbacks.c.id, _obligations.c.fate == Fate.CALLBACK),
    )
    .order_by(_callbacks.c.id)
    .limit(SHOWN)
)

_lines = select(
    _ledger.c.entity,
    _ledger.c.entity_id,
    _ledger.c.from_state,
    func.lag(_ledger.c.to_state, 1, "")
    .over(partition_by=(_ledger.c.entity, _ledger.c.entity_id), order_by=_ledger.c.id)
    .label("before"),
).subquery()

BROKEN = (
    select(_lines.c.entity, _lines.c.entity_id)
    .where(_lines.c.from_state != _lines.c.before)
    .distinct()
    .order_by(_lines.c.entity, _lines.c.entity_id)
    .limit(SHOWN)
)

STEPS = (
    select(_ledger.c.entity, _ledger.c.from_state, _ledger.c.to_state)
    .distinct()
    .order_by(_ledger.c.entity, _ledger.c.from_state, _ledger.c.to_state)
)


def _untold(kind: type) -> Select[Any]:
    """Rows whose state is not what the last line of their life says."""
    table, (entity, field) = TABLES[kind], LIVES[kind]
    last = (
        select(_ledger.c.to_state)
        .where(_ledger.c.entity == entity, _ledger.c.entity_id == table.c.id)
        .order_by(_ledger.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    state = table.c[field]
    return select(_name(kind), state).where(func.coalesce(last, "") != state).order_by(table.c.id).limit(SHOWN)


def _name(kind: type) -> ColumnElement[Any]:
    columns = TABLES[kind].c
    return columns.public_id if "public_id" in columns else columns.id


def _overdue(kind: type) -> Any:
    deadline = TABLES[kind].c.deadline
    late = and_(deadline.is_not(None), deadline < bindparam("before", type_=Moment()))
    return select(literal(NAMES[kind]).label("table"), func.count().label("rows")).where(late)


OVERDUE = union_all(*(_overdue(kind) for kind in DUE))


def _overdue_rows(kind: type) -> Select[Any]:
    columns = TABLES[kind].c
    late = and_(columns.deadline.is_not(None), columns.deadline < bindparam("before", type_=Moment()))
    return select(_name(kind)).where(late).order_by(columns.deadline, columns.id).limit(SHOWN)


def gather(store: SqlStore, grace: timedelta) -> Books:
    """The books of a database; a deadline that passed by more than `grace` is overdue."""
    with store.reading() as unit:
        fates: Counter[tuple[Fate, bool | None]] = Counter()
        for fate, final, count in unit.run(FATES):
            fates[fate, None if final is None else bool(final)] += count
        late = {"before": unit.now - grace}
        overdue = {name: count for name, count in unit.run(OVERDUE, late) if count}
        return Books(
            unit.run(OBLIGATIONS).scalar_one(),
            fates,
            unit.run(CALLBACK_ROWS).scalar_one(),
            unit.run(LATE, {"now": unit.now}).scalar_one(),
            sum(overdue.values()),
            tuple(
                books.overdue(f"{_word(kind)} {name}")
                for kind in DUE
                if NAMES[kind] in overdue
                for name in unit.run(_overdue_rows(kind), late).scalars()
            ),
            (*_contradictions(unit), *_ledger_contradictions(unit)),
        )


def _contradictions(unit: SqlUnit) -> Iterator[str]:
    for public_id, state, fate in unit.run(DISAGREEING):
        yield books.disagreement(public_id, state, fate)
    for id in unit.run(NOWHERE).scalars():
        yield books.nowhere(f"obligation {id}")
    for id in unit.run(UNWATCHED).scalars():
        yield books.unwatched(f"obligation {id}")
    for public_id in unit.run(OWED_TO_NOBODY).scalars():
        yield books.owed_to_nobody(public_id)


def _ledger_contradictions(unit: SqlUnit) -> Iterator[str]:
    for kind, (entity, _) in LIVES.items():
        for name, state in unit.run(_untold(kind)):
            yield books.untold(f"{entity} {name}", state)
    for entity, id in unit.run(BROKEN):
        yield books.broken_chain(entity, id)
    for entity, before, after in unit.run(STEPS):
        if not books.is_step(entity, before, after):
            yield books.no_such_step(entity, before, after)


def _word(kind: type) -> str:
    return LIVES[kind][0] if kind in LIVES else kind.__name__.lower()
