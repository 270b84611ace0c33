"""How the time of a call was spent, on the caller's line and at each agent who was asked; out of its course alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ivr.promise.offer import State as Asking
from ivr.promise.transfer import State as Wanting
from ivr.reports.call.course import Asked, Change, Course


class Spent(StrEnum):
    """On what."""

    MENU = "menu"
    QUEUE = "queue"
    TALK = "talk"
    RING = "ring"
    """An agent's telephone rings, or is about to."""
    BRIEF = "brief"
    """The agent hears who calls, decides, and is connected."""
    WRAP = "wrap"
    """The talk is over; the agent says how it went."""


@dataclass(frozen=True, slots=True)
class Stretch:
    spent: Spent
    since: datetime
    until: datetime

    @property
    def lasted(self) -> timedelta:
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Lane:
    """One telephone. `agent` is empty where it is the caller's."""

    agent: str
    stretches: tuple[Stretch, ...]


CALLERS: Mapping[str, Spent] = {
    Wanting.WAITING: Spent.QUEUE,
    Wanting.OFFERED: Spent.QUEUE,
    Wanting.ACCEPTED: Spent.QUEUE,
    Wanting.JOINING: Spent.TALK,
    Wanting.TALKING: Spent.TALK,
    **dict.fromkeys((Wanting.TALKED, Wanting.SERVED, Wanting.CALLBACK, Wanting.WAIVED), Spent.MENU),
}
"""What the caller's line is doing while a transfer stands so. After a talk the menu goes on."""

AGENTS: Mapping[str, Spent] = {
    **dict.fromkeys((Asking.INTENDED, Asking.PLACING, Asking.UNKNOWN, Asking.RINGING), Spent.RING),
    Asking.SCREENING: Spent.BRIEF,
    Asking.ACCEPTED: Spent.BRIEF,
}
TALKS: Mapping[str, Spent] = {
    Wanting.JOINING: Spent.TALK,
    Wanting.TALKING: Spent.TALK,
    **dict.fromkeys((Wanting.TALKED, Wanting.SERVED), Spent.WRAP),
}
"""What an agent who said yes is doing."""

Mark = tuple[datetime, Spent | None]
"""From then on; None: nothing of this call."""


def lanes(course: Course) -> tuple[Lane, ...]:
    """The caller's first, then the agents' in the order in which they were asked."""
    of_transfers = [change for change in course.changes if change.kind == "transfer"]
    marks: list[Mark] = [(course.started_at, Spent.MENU)]
    marks += [(change.at, CALLERS[change.state]) for change in of_transfers if change.state in CALLERS]
    found = [Lane("", tuple(_joined(marks, course.until)))]
    asked: dict[str, list[Stretch]] = {}
    for wanted in course.wanted:
        of_this = [change for change in of_transfers if change.id == wanted.id]
        for one in wanted.asked:
            end = one.over_at or wanted.ended_at or course.now
            asked.setdefault(one.agent, []).extend(_joined(_of_agent(one, course.changes, of_this), end))
    return (*found, *(Lane(agent, tuple(stretches)) for agent, stretches in asked.items()))


def _of_agent(asked: Asked, changes: Iterable[Change], of_transfer: Iterable[Change]) -> list[Mark]:
    own = [change for change in changes if change.kind == "offer" and change.id == asked.id]
    marks: list[Mark] = [(change.at, AGENTS.get(change.state)) for change in own]
    if asked.answered_at is not None:
        later = [change for change in of_transfer if change.at >= asked.answered_at]
        marks += [(change.at, TALKS[change.state]) for change in later if change.state in TALKS]
    return marks


def _joined(marks: list[Mark], end: datetime) -> Iterator[Stretch]:
    """Stretches without gaps between equal ones; none that is empty, none after the end."""
    begun: Mark | None = None
    for at, spent in [*sorted(marks, key=lambda mark: mark[0]), (end, None)]:
        at = min(at, end)
        if begun is not None and spent == begun[1] and at < end:
            continue
        if begun is not None and begun[1] is not None and at > begun[0]:
            yield Stretch(begun[1], begun[0], at)
        begun = (at, spent)
