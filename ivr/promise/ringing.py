"""Who asks whom next: the order of those who wait, and which agents one of them may be offered to.

Pure choices over plain values; nothing here leases an agent or knows whether a phone rings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.promise.policy import Strategy


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody for whom an agent is sought; `key` tells them apart."""

    key: tuple[str, int]
    asked_at: datetime
    vip: bool
    escalate_at: datetime | None


@dataclass(frozen=True, slots=True)
class Free:
    """An agent who could be asked; `order` is the order in which agents were added."""

    id: int
    free_since: datetime
    order: int
    page: bool = False
    """Sits at a page and pulls: what is shown to them rings nowhere, and costs no line."""


def in_order(waiting: Sequence[Waiting], now: datetime) -> list[Waiting]:
    """Promises about to break first; then VIPs; then by when each first asked, callers and callbacks in one order."""
    return sorted(waiting, key=lambda one: (not _pressing(one, now), not one.vip, one.asked_at, one.key))


def _pressing(one: Waiting, now: datetime) -> bool:
    return one.escalate_at is not None and one.escalate_at <= now


def choose(
    strategy: Strategy, free: Sequence[Free], asked: Mapping[int, int], rounds: int, ahead: int, live: int
) -> tuple[int, ...]:
    """The ids of the agents to ask now, best first; may be empty.

    `asked`: how often each agent was asked for this caller; `rounds`: how often the team was gone through, so an agent
    asked more often than that must wait for the next round. `ahead`: how many who go first could use a free agent.
    `live`: how many offers of this caller are open already. Everybody at a page is shown the caller at once; of the
    phones one rings at a time, and while nobody else is asked: the phone of whoever is the longest idle of all.
    """
    fresh = [one for one in free if asked.get(one.id, 0) <= rounds]
    key = _by_order if strategy is Strategy.IN_ORDER else _by_idleness
    spare = sorted(fresh, key=key)[: max(0, len(free) - ahead)]
    first = spare[:1] if live == 0 else []
    return tuple(one.id for one in spare if strategy is Strategy.ALL or one.page or one in first)


def _by_order(one: Free) -> tuple[int, int]:
    return (one.order, one.id)


def _by_idleness(one: Free) -> tuple[datetime, int]:
    return (one.free_since, one.id)
