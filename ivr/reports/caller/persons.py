"""One person who phones us, with all their numbers: what is known, allowed and owed now. It changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, union_all

from ivr.reports.callback import callbacks
from ivr.reports.callback.callbacks import CallbackShown
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Call, Caller, CallState, Consent, CustomerLeg, Erasure, Matter, Message, Tag

_callers, _calls, _tags, _consents = (TABLES[kind].c for kind in (Caller, Call, Tag, Consent))
_legs, _messages, _erasures = (TABLES[kind].c for kind in (CustomerLeg, Message, Erasure))

LATELY = timedelta(days=7)
"""Who calls again within this, calls again about the same thing, as often as not."""


@dataclass(frozen=True, slots=True)
class Consented:
    """What the caller last said of one matter, and how we know."""

    given: bool
    how: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Deleting:
    """How many records of an erased caller the carrier was asked to delete, and how many it has."""

    asked: int
    done: int


@dataclass(frozen=True, slots=True)
class PersonShown:
    """`id` is the row that stands for all of theirs."""

    id: int
    fence: int
    numbers: Mapping[int, str | None]
    """By the id of each row; None where it was withheld, or is erased."""
    name: str
    language: str | None
    zone: str | None
    vip: bool
    do_not_call: bool
    erased_at: datetime | None
    tags: tuple[str, ...]
    consents: Mapping[Matter, Consented]
    owed: CallbackShown | None
    calls_lately: int
    """Within the last seven days, the one that may be going on included."""
    on_the_line: bool
    deleting: Deleting | None
    """Of one who is erased."""

    @property
    def ids(self) -> tuple[int, ...]:
        """Of all rows that are theirs."""
        return tuple(self.numbers)

    @property
    def known(self) -> tuple[str, ...]:
        """The numbers that they showed."""
        return tuple(number for number in self.numbers.values() if number)


def representative(unit: SqlUnit, caller_id: int) -> int | None:
    """The id of the row that stands for this caller; None: there is none."""
    found = unit.get(Caller, caller_id)
    return None if found is None else found.person or found.id


def one(unit: SqlUnit, caller_id: int) -> PersonShown | None:
    """The person behind this row; at most a dozen statements, however much there is of them."""
    found = unit.get(Caller, caller_id)
    if found is None:
        return None
    whose = _callers.id == found.id
    theirs = whose if found.person is None else or_(whose, _callers.person == found.person)
    numbers: dict[int, str | None] = dict(unit.run(select(_callers.id, _callers.number).where(theirs)).all())
    numbers = dict(sorted(numbers.items(), key=lambda one: (one[0] != found.id, one[0])))
    ids = tuple(numbers)
    counted = unit.run(_LATELY.where(_calls.caller_id.in_(ids), _calls.started_at >= unit.now - LATELY)).one()
    return PersonShown(
        found.id, found.fence, numbers, found.name, found.language, found.zone, found.vip, found.do_not_call,
        found.erased_at, _words(unit, ids), _allowed(unit, ids), callbacks.open_of(unit, *ids),
        counted.calls, counted.live > 0, _deleting(unit, ids) if found.erased_at else None,
    )  # fmt: skip


_LATELY = select(
    func.count().label("calls"), func.count(_calls.id).filter(_calls.state == CallState.LIVE).label("live")
)


def _words(unit: SqlUnit, ids: Sequence[int]) -> tuple[str, ...]:
    """Each tag once, however many of the rows have it."""
    rows = unit.run(select(_tags.search, _tags.word).where(_tags.caller_id.in_(ids)).order_by(_tags.id))
    return tuple(dict(rows.all()).values())


def _allowed(unit: SqlUnit, ids: Sequence[int]) -> dict[Matter, Consented]:
    columns = (_consents.matter, _consents.given, _consents.how, _consents.author, _consents.at)
    rows = unit.run(select(*columns).where(_consents.caller_id.in_(ids)).order_by(_consents.at, _consents.id))
    return {Matter(matter): Consented(*said) for matter, *said in rows}


def _deleting(unit: SqlUnit, ids: Sequence[int]) -> Deleting:
    """What is deleted names no caller; it is found by what is left of them here."""
    left = union_all(
        select(_calls.sid).where(_calls.caller_id.in_(ids)),
        select(_legs.sid).where(_legs.caller_id.in_(ids)),
        select(_messages.sid).where(_messages.caller_id.in_(ids)),
    ).subquery()
    counts = select(func.count(), func.count(_erasures.done_at)).join(left, left.c.sid == _erasures.sid)
    return Deleting(*unit.run(counts.select_from(TABLES[Erasure])).one())
