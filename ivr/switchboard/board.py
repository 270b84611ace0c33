"""What every switchboard function is handed: the store, what was published, and the rules of this installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from ivr.callflow.graph import Callflow
from ivr.promise.business import Business
from ivr.promise.policy import Team
from ivr.switchboard.ports import Store


class Library(Protocol):
    """The published flows, read once and kept in memory; a newer publication is seen within seconds."""

    def business(self) -> Business: ...

    def remembered(self) -> Business | None:
        """The business as it was read last, or none; nothing is asked, so a database that is away costs no time."""

    def flow_for(self, number: str) -> tuple[int, Callflow] | None:
        """The flow now live on this number of ours, with its id; None where no flow names the number."""

    def flow(self, id: int) -> Callflow:
        """A published flow by its id: calls end on the version on which they began."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Of the installation, not of a team."""

    account: str
    own_number: str | None = None
    """The number that agents see when they are asked; None: the first of the flows' numbers."""
    quiescence: timedelta = timedelta(seconds=120)
    """How long a placed call whose fate is unknown may still turn up (Twilio's API time-out of about 26 s, our own HTTP
    time-out, the longest pause of a process, and skew)."""
    sweep_period: timedelta = timedelta(seconds=2)
    calls_per_second: float = 1.0
    calls_at_once: int | None = None
    """None: unlimited, as on the simulated carrier."""
    rings_an_hour: int | None = 20
    """Customers' phones rung within an hour in one block of ten thousand numbers; more wait. None: no limit."""
    rings_a_day: int | None = None
    """Customers' phones rung within a day, in all."""
    desk: str = ""
    """The address of agents' pages, for texts to those who answered by telephone; empty: none is sent."""


@dataclass(frozen=True, slots=True)
class Board:
    store: Store
    library: Library
    rules: Rules


def team_of(board: Board, name: str) -> Team:
    """The team with this name; what is owed in the name of one that the business has no more, is the first team's."""
    teams = board.library.business().teams
    return teams.get(name) or next(iter(teams.values()))


def own_number(board: Board) -> str:
    """The number that agents see when they are asked."""
    return board.rules.own_number or board.library.business().numbers[0]
