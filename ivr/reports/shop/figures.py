"""The figures by which somebody who watches from outside sees how an installation stands: counts and ages.

No figure names a caller, a number or a row. What it counts, it counts as the audit does, as far as an index leads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Integer, and_, case, cast, func, or_, select

from ivr.promise import callback, transfer
from ivr.reports.equation.fates import LATELY, NEWEST, counted
from ivr.reports.equation.sql import LATE, OVERDUE
from ivr.store.sql import statements
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard import pulses
from ivr.switchboard.rows import (
    Agent,
    AgentState,
    Callback,
    Membership,
    Message,
    Task,
    Transfer,
)

MEANING: Mapping[str, str] = {
    "obligations": f"debts to callers, by fate: all that are open; settled ones of the last {LATELY.days} days, if "
    f"among the newest {NEWEST}",
    "overdue": "rows whose deadline passed by more than two sweep periods",
    "late": "promises to phone that have passed unkept",
    "oldest_deadline_seconds": "how long ago the earliest deadline of all passed; 0 where none has",
    "callbacks": "callbacks that are open, by state",
    "escalated": "open callbacks of which the owner was told before the promise breaks",
    "transfers": "transfers that are live, by state",
    "tasks": "what a named person must do and has not done, by reason",
    "messages": "messages to owners that are not sent yet",
    "agents_available": "agents who can be asked now, by team",
    "pass_age_seconds": "how long ago the last pass was, by what passes",
    "amiss": "what the last pass found wrong: rows the sweep could not drive, calls on which the two ledgers disagree",
}
"""Every figure of the database, with what it says."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One value. `label` is by what it is counted, such as ("state", "due"); None: it stands alone."""

    name: str
    value: float
    label: tuple[str, str] | None = None


_agents, _members = TABLES[Agent].c, TABLES[Membership].c
_tasks, _callbacks, _messages = TABLES[Task].c, TABLES[Callback].c, TABLES[Message].c

_can_be_asked = and_(
    _agents.state == AgentState.AVAILABLE,
    or_(_agents.cool_off_until.is_(None), _agents.cool_off_until <= statements.StoreNow()),
    or_(_agents.wrap_up_until.is_(None), _agents.wrap_up_until <= statements.StoreNow()),
)
AVAILABLE = (
    select(_members.team, func.sum(case((_can_be_asked, 1), else_=0)))
    .join(TABLES[Agent], _agents.id == _members.agent_id)
    .group_by(_members.team)
    .order_by(_members.team)
)
TASKS = select(_tasks.reason, func.count()).where(_tasks.done_at.is_(None)).group_by(_tasks.reason)
UNSENT = select(func.count()).where(_messages.deadline.is_not(None))
CALLBACKS = (
    select(_callbacks.state, func.count(), func.sum(cast(_callbacks.escalated, Integer)))
    .where(_callbacks.deadline.is_not(None))
    .group_by(_callbacks.state)
)
_transfers = TABLES[Transfer].c
TRANSFERS = select(_transfers.state, func.count()).where(_transfers.deadline.is_not(None)).group_by(_transfers.state)


def gather(store: SqlStore, sweep_period: timedelta) -> tuple[Figure, ...]:
    """What is open now, at one moment; `sweep_period` says from when on something is overdue."""
    with store.reading() as unit:
        terms = counted(unit).terms.items()
        return (
            *(Figure("obligations", number, ("fate", term)) for term, number in terms),
            *_deadlines(unit, sweep_period),
            *_open(unit),
            *_people(unit),
            *_passes(unit),
        )


def _deadlines(unit: SqlUnit, sweep_period: timedelta) -> Iterator[Figure]:
    before = unit.now - 2 * sweep_period
    yield Figure("overdue", sum(number for _, number in unit.run(OVERDUE, {"before": before})))
    yield Figure("late", unit.run(LATE, {"now": unit.now}).scalar_one())
    earliest = unit.run(statements.NEXT_DEADLINE).scalar_one()
    passed = (unit.now - earliest).total_seconds() if earliest else 0.0
    yield Figure("oldest_deadline_seconds", max(0.0, passed))


def _open(unit: SqlUnit) -> Iterator[Figure]:
    rows = unit.run(CALLBACKS).all()
    yield from _by_state("callbacks", callback.State, callback.FINAL, {state: number for state, number, _ in rows})
    yield Figure("escalated", sum(escalated for _, _, escalated in rows))
    yield from _by_state("transfers", transfer.State, transfer.FINAL, dict(unit.run(TRANSFERS).all()))


def _by_state(
    name: str, states: Iterable[StrEnum], final: Collection[StrEnum], count: Mapping[StrEnum, int]
) -> Iterator[Figure]:
    for state in states:
        if state not in final:
            yield Figure(name, count.get(state, 0), ("state", str(state)))


def _people(unit: SqlUnit) -> Iterator[Figure]:
    for reason, number in unit.run(TASKS):
        yield Figure("tasks", number, ("reason", reason))
    yield Figure("messages", unit.run(UNSENT).scalar_one())
    for team, number in unit.run(AVAILABLE):
        yield Figure("agents_available", number, ("team", team))


def _passes(unit: SqlUnit) -> Iterator[Figure]:
    for name, (age, amiss) in pulses.ages(unit).items():
        yield Figure("pass_age_seconds", max(0.0, age.total_seconds()), ("of", name))
        yield Figure("amiss", amiss, ("of", name))
