"""The steps of a call: what was played on which telephone, what was keyed there, and how long that took.

They were kept at the turns themselves: a key that is a secret is in no event, and so in no step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from ivr.line.instructions import Ask, Instructions, Play, Record, Say, Sound
from ivr.line.stored import load_answer
from ivr.reports.call.calls import Event, of_turn
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Turn

_turns = TABLES[Turn].c


class Line(StrEnum):
    """Whose public id a turn goes by."""

    CALL = "call"
    TRANSFER = "transfer"
    """The caller again, on the way out of the queue."""
    OFFER = "offer"
    """An agent."""


@dataclass(frozen=True, slots=True)
class Leg:
    """`agent` is empty where it is the caller's."""

    line: Line
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Played:
    """What the line was told to let somebody hear: words in a locale, or a sound by its name."""

    text: str
    locale: str = ""
    """Empty: a sound."""


@dataclass(frozen=True, slots=True)
class Step:
    """One answered request of a leg."""

    at: datetime
    leg: Leg
    id: str
    """The public id that its turns go by."""
    n: int
    events: tuple[Event, ...]
    """What the request told, and where it led."""
    played: tuple[Played, ...]
    answer: Instructions
    """Empty where what was answered cannot be read any more."""
    asks: bool
    """Whether a key, or words, were awaited."""
    took: float | None = None
    """Seconds until this leg asked again: hearing and acting. None: it did not."""


def of(unit: SqlUnit, legs: Mapping[str, Leg]) -> tuple[Step, ...]:
    """All answered requests of these legs, by their public ids, in their order: one statement."""
    told = select(_turns.leg, _turns.n, _turns.at, _turns.answer, _turns.events).where(_turns.leg.in_(legs))
    rows = unit.run(told.order_by(_turns.at, _turns.id)).all()
    return tuple(_step(row, legs[row.leg], _next(rows[place + 1 :], row, legs)) for place, row in enumerate(rows))


def _next(later: Sequence[Any], row: Any, legs: Mapping[str, Leg]) -> datetime | None:
    """When the same telephone asked again."""
    whose = legs[row.leg].agent
    return next((one.at for one in later if legs[one.leg].agent == whose), None)


def _step(row: Any, leg: Leg, again: datetime | None) -> Step:
    answer = _answer(row.answer)
    asks = any(isinstance(one, Ask | Record) for one in answer)
    took = (again - row.at).total_seconds() if again is not None else None
    events = tuple(of_turn(row.at, row.events))
    return Step(row.at, leg, row.leg, row.n, events, _played(answer), answer, asks, took)


def _answer(text: str) -> Instructions:
    try:
        return load_answer(text)
    except ValueError:
        return ()


def _played(answer: Instructions) -> tuple[Played, ...]:
    sounds: list[Sound] = []
    for one in answer:
        sounds += one.sounds if isinstance(one, Ask) else (one,) if isinstance(one, Sound) else ()
    return tuple(
        Played(one.text, one.locale) if isinstance(one, Say) else Played(one.sound)
        for one in sounds
        if isinstance(one, Say | Play)
    )
