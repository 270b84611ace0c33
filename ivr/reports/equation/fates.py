"""What became of the requests for a person: all that are open, and of the newest those that are settled.

How long it takes does not depend on how long the books are; who wants every request counted asks the audit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, func, literal, select, union_all

from ivr.store.sql.tables import TABLES, Moment
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Callback, Fate, Obligation, Transfer

_debts, _callbacks, _transfers = TABLES[Obligation].c, TABLES[Callback].c, TABLES[Transfer].c

LATELY = timedelta(days=30)
"""So far back settled requests are counted."""
NEWEST = 10_000
"""Requests among which they are looked for: a bound of our own, some ten milliseconds of a small database."""

WAITING, SERVED, WAIVED = str(Fate.WAITING), str(Fate.SERVED), str(Fate.WAIVED)
CALLBACK_OPEN, CALLBACK_FINAL = "callback_open", "callback_final"
TERMS = (WAITING, SERVED, CALLBACK_OPEN, CALLBACK_FINAL, WAIVED)
"""Of the equation: every request is in exactly one."""

OPEN = union_all(
    select(literal(WAITING), func.count())
    .select_from(TABLES[Transfer].join(TABLES[Obligation], _debts.id == _transfers.obligation_id))
    .where(_transfers.deadline.is_not(None), _debts.fate == Fate.WAITING),
    select(literal(CALLBACK_OPEN), func.count())
    .select_from(TABLES[Callback].join(TABLES[Obligation], _debts.callback_id == _callbacks.id))
    .where(_callbacks.deadline.is_not(None), _debts.fate == Fate.CALLBACK),
)
"""By the index of what has a deadline, however old it is."""

_newest = select(_debts.fate, _debts.callback_id, _debts.at).order_by(_debts.id.desc()).limit(NEWEST).subquery()
_final = _callbacks.deadline.is_(None)
AMONG = (
    select(
        _newest.c.fate,
        _final.label("final"),
        func.count(),
        func.sum(case((_newest.c.at >= bindparam("since", type_=Moment()), 1), else_=0)),
        func.min(_newest.c.at),
    )
    .select_from(_newest.outerjoin(TABLES[Callback], _callbacks.id == _newest.c.callback_id))
    .group_by(_newest.c.fate, "final")
)
"""The newest by their fate: how many, how many of them lately, and from when on."""


@dataclass(frozen=True, slots=True)
class Fates:
    """`terms` are all of TERMS. Settled are those that were asked for since `since`."""

    terms: Mapping[str, int]
    since: datetime

    @property
    def total(self) -> int:
        """All that were counted."""
        return sum(self.terms.values())


def counted(unit: SqlUnit) -> Fates:
    """How it stands now: two statements."""
    terms: Counter[str] = Counter()
    for term, number in unit.run(OPEN):
        terms[term] = number
    since, looked, oldest = unit.now - LATELY, 0, unit.now
    for fate, final, number, lately, first in unit.run(AMONG, {"since": since}):
        looked, oldest = looked + number, min(oldest, first)
        if (term := _settled(fate, final)) is not None:
            terms[term] += lately
    return Fates({term: terms[term] for term in TERMS}, max(since, oldest) if looked == NEWEST else since)


def _settled(fate: Fate, final: bool) -> str | None:
    """The term; None of what is open still."""
    if fate is Fate.WAITING:
        return None
    if fate is Fate.CALLBACK:
        return CALLBACK_FINAL if final else None
    return str(fate)
