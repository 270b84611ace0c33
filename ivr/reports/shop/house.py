"""What programs outside ask of the house itself: its teams, its knowledge cards, and what its people are to do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select

from ivr.calendar import is_open, next_opening
from ivr.promise import transfer
from ivr.promise.business import Business
from ivr.promise.policy import Team
from ivr.reports.pages import Page, Which, cut, restricted
from ivr.reports.shop import cards
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Agent, Membership, Task, Transfer

_tasks, _transfers, _agents, _members = (TABLES[kind].c for kind in (Task, Transfer, Agent, Membership))


@dataclass(frozen=True, slots=True)
class TeamShown:
    """People who are asked together. Who answers for it and its hours stand in the business's file."""

    name: str
    title: str
    """What it is called aloud, in the first language of the business."""
    owner: str
    """By name: who answers for it."""
    hours: str
    """The schedule that it keeps."""
    open: bool
    next_opening: datetime | None
    """When it opens next; null where it has no hours any more."""
    agents: tuple[str, ...]
    """Who is asked for its callers, by name."""
    waiting: int
    """Callers who wait for it on the line."""


@dataclass(frozen=True, slots=True)
class CardTextShown:
    """A knowledge card in one language."""

    language: str
    title: str
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class KnowledgeCardShown:
    """What the business answers by itself, as it is live."""

    name: str
    topics: tuple[str, ...]
    texts: tuple[CardTextShown, ...]
    edition: int
    at: datetime
    """When this edition went live."""
    remarks: int
    """What agents said of it and nobody has settled."""


class Doing(StrEnum):
    """How a task stands."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class TaskShown:
    """Something that a named person must do. It names no caller."""

    id: str
    reason: str
    owner: str
    subject: str
    at: datetime
    state: Doing
    done_at: datetime | None


TASKS = select(_tasks.id, _tasks.reason, _tasks.owner, _tasks.subject, _tasks.at, _tasks.done_at)


def teams(unit: SqlUnit, business: Business) -> tuple[TeamShown, ...]:
    """All of them, as the business's file has them; two statements."""
    members = defaultdict(list)
    joined = select(_members.team, _agents.name).join(TABLES[Agent], _agents.id == _members.agent_id)
    for team, name in unit.run(joined.order_by(_agents.name)):
        members[team].append(name)
    waits = select(_transfers.team, func.count()).where(_transfers.state.in_(sorted(WAITS))).group_by(_transfers.team)
    waiting: dict[str, int] = dict(unit.run(waits).all())
    return tuple(
        _team(business, team, tuple(members[team.name]), waiting.get(team.name, 0), unit.now)
        for team in business.teams.values()
    )


WAITS = frozenset({transfer.State.WAITING, transfer.State.OFFERED})
"""The states in which a caller listens to music."""


def _team(business: Business, team: Team, agents: tuple[str, ...], waiting: int, now: datetime) -> TeamShown:
    hours, language = business.schedules[team.hours], next(iter(business.voices), "")
    return TeamShown(
        team.name,
        team.titles.get(language, team.name),
        team.owner.name,
        team.hours,
        is_open(hours, now),
        next_opening(hours, now),
        agents,
        waiting,
    )


def knowledge(unit: SqlUnit) -> tuple[KnowledgeCardShown, ...]:
    """Every card that is live, by name."""
    return tuple(_card(one) for one in cards.live(unit))


def card(unit: SqlUnit, name: str) -> KnowledgeCardShown | None:
    """The card of this name."""
    found = cards.one(unit, name)
    return _card(found) if found else None


def _card(one: cards.CardShown) -> KnowledgeCardShown:
    texts = tuple(
        CardTextShown(language, one.card.titles.get(language, one.name), text)
        for language, text in one.card.texts.items()
    )
    return KnowledgeCardShown(one.name, one.card.topics, texts, one.edition, one.at, one.remarks)


def tasks(unit: SqlUnit, which: Which) -> Page[TaskShown]:
    """What people are to do, and did; the newest first."""
    statement: Select[Any] = TASKS
    if which.state is not None:
        done = _tasks.done_at.is_(None) if which.state == Doing.OPEN else _tasks.done_at.is_not(None)
        statement = statement.where(done)
    found = unit.run(restricted(statement, Task, replace(which, state=None))).all()
    return cut(found, which.limit, lambda rows: tuple(_task(row) for row in rows))


def task(unit: SqlUnit, id: int) -> TaskShown | None:
    """The task with this id."""
    row = unit.run(TASKS.where(_tasks.id == id)).one_or_none()
    return _task(row) if row else None


def _task(row: Any) -> TaskShown:
    id, reason, owner, subject, at, done_at = row
    return TaskShown(str(id), reason, owner, subject, at, Doing.DONE if done_at else Doing.OPEN, done_at)
