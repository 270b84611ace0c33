"""The tables, derived from the rows: a column per field, and as constraints all that no row may ever be.

What a table must refuse is said in `keys` and `rows.problem`; migrations are written by hand and tested against this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    literal_column,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from ivr.line.outcomes import LegState
from ivr.promise import transfer
from ivr.store.rules.key import Among, Key
from ivr.store.rules.keys import KEYS
from ivr.store.rules.kinds import CHRONICLES, FENCED, NAMES, REFERENCES
from ivr.switchboard.rows import (
    FINALS,
    RUNG,
    TAKEN,
    Call,
    Callback,
    CustomerLeg,
    Delivery,
    DeliveryState,
    Erasure,
    Fate,
    Message,
    NumberChange,
    Obligation,
    Offer,
    Queue,
    Recording,
    Task,
    Transfer,
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, to the microsecond: timestamptz on PostgreSQL; on SQLite ISO text of one width, so that
    comparing the texts is comparing the moments."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is not UTC:
            if value.utcoffset() is None:
                raise ValueError("a moment needs a time zone")
            value = value.astimezone(UTC)
        return value.isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value if value is None else value.astimezone(UTC)
        return datetime.fromisoformat(value)


class Closed(TypeDecorator[StrEnum]):
    """A member of a closed list, as its text."""

    impl = Text
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members
        self._member = {str(member): member for member in members}

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self._member[value]


_TYPES: dict[type, TypeEngine[Any]] = {
    int: BigInteger().with_variant(Integer, "sqlite"),
    float: Double(),
    str: Text(),
    bool: Boolean(),
    datetime: Moment(),
}

CONVENTION = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "ck": "%(table_name)s_%(constraint_name)s_check",
}


def _among(names: frozenset[Any]) -> str:
    return "(" + ", ".join(f"'{name}'" for name in sorted(names)) + ")"


def _settled(kind: type) -> str:
    return f"(state IN {_among(FINALS[kind])}) = (deadline IS NULL)"


RULES: dict[type, dict[str, str]] = {
    Call: {"deadline": _settled(Call)},
    Queue: {"deadline": _settled(Queue)},
    Message: {"deadline": _settled(Message)},
    Recording: {"deadline": _settled(Recording)},
    Task: {"deadline": "(done_at IS NOT NULL) = (deadline IS NULL)"},
    Erasure: {"deadline": "(done_at IS NOT NULL) = (deadline IS NULL)"},
    Delivery: {"next_at": f"(state = '{DeliveryState.WAITING}') = (next_at IS NOT NULL)"},
    NumberChange: {"deadline": _settled(NumberChange)},
    Obligation: {"callback": f"fate <> '{Fate.CALLBACK}' OR callback_id IS NOT NULL"},
    Transfer: {
        "deadline": _settled(Transfer),
        "taken": f"state NOT IN {_among(TAKEN)} OR offer_id IS NOT NULL",
        "bridged": f"state <> '{transfer.State.SERVED}' OR bridged",
    },
    Callback: {
        "deadline": _settled(Callback),
        "rung": f"state NOT IN {_among(RUNG)} OR offer_id IS NOT NULL",
    },
    Offer: {
        "deadline": f"(state IN {_among(FINALS[Offer])} AND NOT in_flight) = (deadline IS NULL)",
        "of_one": "(transfer_id IS NULL) <> (callback_id IS NULL)",
        "flight": f"NOT (in_flight AND coalesce(leg_state, '') = '{LegState.ENDED}')",
    },
    CustomerLeg: {"flight": f"NOT (in_flight AND state = '{LegState.ENDED}')"},
}
"""What `rows.problem` says of one row, as SQL that both databases read alike."""


def condition(kind: type, key: Key) -> ColumnElement[Any]:
    """A partial key's condition. Statements repeat it word for word: a planner recognises the index by it."""
    return literal_column(_condition(key, f"{NAMES[kind]}."))  # no type: SQLite would compare it with 1


def _condition(key: Key, table: str = "") -> str:
    return " AND ".join(_is_among(f"{table}{one.field}", one) for one in key.where)


def _is_among(field: str, one: Among) -> str:
    if one.values == (None,):
        return f"{field} IS {'NOT ' if one.other else ''}NULL"
    if one.values == (True,):
        return field
    if one.values == ("",):
        return f"{field} {'<>' if one.other else '='} ''"
    return f"{field} IN {_among(frozenset(one.values))}"


def index_name(kind: type, key: Key) -> str:
    """Such as `callbacks_caller_id_open_key`: unique keys end in `_key`."""
    partial = "_".join(one.field for one in key.where if one.field not in key.fields)
    words = [NAMES[kind], *key.fields, f"by_{partial}" if partial else "", "key" if key.unique else "idx"]
    return "_".join(word for word in words if word)


metadata = MetaData(naming_convention=CONVENTION)
"""All tables of the store."""


def _column(kind: type, name: str, hint: Any) -> Iterator[Column[Any] | CheckConstraint]:
    members = get_args(hint) if get_origin(hint) in (UnionType, Union) else (hint,)
    (plain,) = (member for member in members if member is not NoneType)
    optional = NoneType in members
    target = REFERENCES.get(kind, {}).get(name)
    keys = [ForeignKey(f"{NAMES[target]}.id")] if target else []
    closed = issubclass(plain, StrEnum)
    type_ = Closed(plain) if closed else _TYPES[plain]
    yield Column(name, type_, *keys, primary_key=name == "id", nullable=optional)
    if closed:
        yield CheckConstraint(f"{name} IN {_among(frozenset(plain))}", name=name)


def _indexes(kind: type) -> Iterator[Index]:
    for key in KEYS[kind]:
        if not key.fields or _covered(key, KEYS[kind]):
            continue
        where = text(_condition(key)) if key.where else None
        # An index by which beginnings are found has to compare letter by letter, whatever the database's language.
        ops = {"search": "text_pattern_ops"} if key.prefix else {}
        name = index_name(kind, key)
        yield Index(
            name, *key.fields, unique=key.unique, sqlite_where=where, postgresql_where=where, postgresql_ops=ops
        )
    if "deadline" in {field.name for field in fields(kind)}:
        where = text("deadline IS NOT NULL")
        yield Index(f"{NAMES[kind]}_deadline_idx", "deadline", sqlite_where=where, postgresql_where=where)
    if kind in CHRONICLES:
        yield Index(f"{NAMES[kind]}_{CHRONICLES[kind]}_idx", CHRONICLES[kind])


def _covered(key: Key, keys: tuple[Key, ...]) -> bool:
    """Whether a longer key begins with this one."""
    return not key.unique and any(
        other.fields[: len(key.fields)] == key.fields and other.where == key.where and other is not key
        for other in keys
    )


def _table(kind: type) -> Table:
    hints = get_type_hints(kind)
    columns = [part for field in fields(kind) for part in _column(kind, field.name, hints[field.name])]
    checks = [CheckConstraint(rule, name=name) for name, rule in RULES.get(kind, {}).items()]
    if kind in FENCED:
        checks.append(CheckConstraint("fence >= 0", name="fence"))
    return Table(NAMES[kind], metadata, *columns, *checks, *_indexes(kind))


TABLES: dict[type, Table] = {kind: _table(kind) for kind in NAMES}

clock_offset = Table(
    "clock_offset",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seconds", Double, nullable=False),
    CheckConstraint("id = 1", name="single"),
    CheckConstraint("seconds >= 0", name="seconds"),
)
"""One row, always there: by how much the store's clock is ahead of the database's. Zero where the carrier is real."""
