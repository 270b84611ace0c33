"""Calls as a person's page tells them: the way through the menus, key by key, who was asked for, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ivr.callflow.position import read
from ivr.promise.transfer import State
from ivr.reports.call.paths import Step, paths
from ivr.reports.callback.owed import for_calls
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Agent, Call, Offer, Recording, RecordingState, Transfer

_calls, _transfers = TABLES[Call].c, TABLES[Transfer].c
_offers, _agents, _recordings = TABLES[Offer].c, TABLES[Agent].c, TABLES[Recording].c


@dataclass(frozen=True, slots=True)
class Asked:
    """They asked for a person."""

    team: str
    state: State
    waited: int
    """Seconds, until somebody said yes, or they left, or until now."""
    agent: str | None
    talked: int | None
    """Seconds, as far as it is known; None: there was no talk, or it goes on."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """They left a message."""

    id: str
    seconds: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """One inbound call. `ended_at` None: they are on the line."""

    id: str
    dialled: str
    flow: int
    language: str
    topic: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    way: tuple[Step, ...]
    """Empty also where turns are kept no longer."""
    at: str
    """The node where they are now; empty once they are gone, and while a person is sought for them."""
    asked: tuple[Asked, ...]
    spoken: tuple[Spoken, ...]
    owed: bool
    """A call back is owed for it, or was."""


CALLS = select(
    _calls.id, _calls.public_id, _calls.dialled, _calls.flow, _calls.language, _calls.topic, _calls.started_at,
    _calls.ended_at, _calls.outcome, _calls.position,
)  # fmt: skip


def of_calls(unit: SqlUnit, ids: Sequence[int]) -> dict[int, Story]:
    """The calls with these ids of rows; five statements."""
    if not ids:
        return {}
    found = unit.run(CALLS.where(_calls.id.in_(ids))).all()
    ways = paths(unit, [row.public_id for row in found])
    asked, spoken, owed = _asked(unit, ids), _spoken(unit, ids), for_calls(unit, ids)
    return {
        row.id: _story(row, ways[row.public_id], asked.get(row.id, ()), spoken.get(row.id, ()), row.id in owed)
        for row in found
    }


def _story(row: Any, way: tuple[Step, ...], asked: tuple[Asked, ...], spoken: tuple[Spoken, ...], owed: bool) -> Story:
    at = _node(row.position) if row.ended_at is None else ""
    return Story(
        row.public_id, row.dialled, row.flow, row.language, row.topic, row.started_at, row.ended_at, row.outcome,
        way, at, asked, spoken, owed,
    )  # fmt: skip


def _node(position: str) -> str:
    """Where the call stands; one of another release stands nowhere that we know."""
    try:
        return read(position).node if position else ""
    except ValueError:
        return ""


def _asked(unit: SqlUnit, calls: Sequence[int]) -> dict[int, tuple[Asked, ...]]:
    statement = (
        select(
            _transfers.call_id, _transfers.team, _transfers.state, _transfers.waiting_since, _transfers.answered_at,
            _transfers.ended_at, _transfers.talk_seconds, _agents.name.label("agent"),
        )
        .outerjoin(TABLES[Offer], _offers.id == _transfers.offer_id)
        .outerjoin(TABLES[Agent], _agents.id == _offers.agent_id)
        .where(_transfers.call_id.in_(calls))
        .order_by(_transfers.id)
    )  # fmt: skip
    found: dict[int, tuple[Asked, ...]] = {}
    for row in unit.run(statement):
        waited = ((row.answered_at or row.ended_at or unit.now) - row.waiting_since).total_seconds()
        one = Asked(row.team, row.state, max(0, int(waited)), row.agent, row.talk_seconds)
        found[row.call_id] = (*found.get(row.call_id, ()), one)
    return found


def _spoken(unit: SqlUnit, calls: Sequence[int]) -> dict[int, tuple[Spoken, ...]]:
    statement = (
        select(_recordings.call_id, _recordings.public_id, _recordings.seconds, _recordings.words)
        .where(_recordings.call_id.in_(calls), _recordings.state == RecordingState.READY)
        .order_by(_recordings.id)
    )
    found: dict[int, tuple[Spoken, ...]] = {}
    for call, *said in unit.run(statement):
        found[call] = (*found.get(call, ()), Spoken(*said))
    return found
