"""What a team promises and how it is asked: the knobs, with their defaults; never the state of anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from ivr.calendar import Window


class Strategy(StrEnum):
    """In which order the agents of a team are asked."""

    LONGEST_IDLE = "longest_idle"
    """One at a time, the one who has been free longest."""
    ALL = "all"
    """Everybody at once, as far as the budgets reach; the first yes wins."""
    IN_ORDER = "in_order"
    """One at a time, in the order in which they were added."""


@dataclass(frozen=True, slots=True)
class Policy:
    """All durations are waking time of the clock on the wall; every one can be set per team."""

    strategy: Strategy = Strategy.LONGEST_IDLE
    ring: timedelta = timedelta(seconds=20)
    """How long an agent's phone rings."""
    rounds: int = 2
    """How often the team is gone through before a waiting caller is promised a callback."""
    wait_limit: timedelta = timedelta(minutes=10)
    """The longest that a caller is held."""
    minimum_talk: timedelta = timedelta(seconds=10)
    """A shorter talk without an agent's verdict is no conversation."""
    misses: int = 2
    """So many offers missed in a row, and the agent cools off."""
    cool_off: timedelta = timedelta(minutes=10)
    within: timedelta = timedelta(minutes=30)
    """What a caller is promised where no time was chosen."""
    attempt_delays: tuple[timedelta, ...] = (timedelta(minutes=5), timedelta(hours=2))
    """Pauses between the first attempts; further ones fall on later days, at the hour of the first."""
    attempts: int = 5
    """So many attempts, and the callback is exhausted."""
    attempts_a_day: int = 3
    customer_ring: timedelta = timedelta(seconds=30)
    talk_limit: timedelta = timedelta(minutes=90)
    window: Window = field(default_factory=Window)
    """When a customer may be phoned, in the customer's own zone (47 CFR 64.1200, as a courtesy narrower by an hour)."""
    verdict: timedelta = timedelta(seconds=30)
    """How long the agent's leg may stay silent after a talk."""
    wrap_up: timedelta = timedelta(seconds=60)
    """What an agent at the console has after a talk, before the next caller."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The named person who is told when a promise is about to break."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Team:
    """People who are asked together."""

    name: str
    titles: dict[str, str]
    """What the team is called aloud, per language code."""
    owner: Owner
    hours: str
    """The name of the schedule in which the team works."""
    languages: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
