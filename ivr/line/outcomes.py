"""How legs stand and how they ended, in our words; and what a carrier answers to a request.

Which carrier's word becomes which of these is decided in that carrier's room, in one function each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ivr.frozen import frozen
from ivr.line.instructions import Door


class LegState(StrEnum):
    """How far a leg has come; later members never turn into earlier ones."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in_progress"
    ENDED = "ended"


RANK: dict[LegState, int] = {state: rank for rank, state in enumerate(LegState)}


class Outcome(StrEnum):
    """How a leg ended."""

    ANSWERED = "answered"
    """It was picked up, by a person or by a machine: no proof of a conversation."""
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Way(StrEnum):
    """How a leg came about."""

    INBOUND = "inbound"
    """Somebody phoned one of our numbers."""
    PLACED = "placed"
    """We asked the carrier for it."""
    DIALLED = "dialled"
    """Another leg rang it."""
    PAGE = "page"
    """An agent's page phoned us."""


@frozen
class LegReport:
    """What the carrier says of one leg: by a status report, or asked by us."""

    sid: str
    state: LegState
    outcome: Outcome | None = None
    """Given if and only if the state is ENDED."""
    seconds: int | None = None
    """How long it was connected, where the carrier says so."""
    sequence: int | None = None
    created_at: datetime | None = None
    ended_at: datetime | None = None
    """When it ended, by the carrier's own clock, where it tells: a report may come late."""
    parent: str | None = None
    to: str | None = None
    from_: str | None = None
    """Who rang: of an inbound leg a number that can be phoned, or None."""
    way: Way | None = None

    @property
    def agent(self) -> str | None:
        """The address at which an agent would be on this leg; None: it is no leg of an agent's."""
        match self.way:
            case Way.PLACED:
                return self.to
            case Way.PAGE:
                return self.from_
        return None


class HoldResult(StrEnum):
    """Why a held caller is no longer held, as the carrier says: evidence, never the only proof of a talk."""

    BRIDGED = "bridged"
    """There was a bridge, and it is over."""
    LEFT = "left"
    """We told the line to come out of the queue."""
    HUNG_UP = "hung_up"
    FAILED = "failed"
    """The queue, or what we played in it, broke."""
    MOVED = "moved"
    """Redirected by ourselves: nothing happened, and what we answer is not executed."""


@dataclass(frozen=True, slots=True)
class TalkReport:
    """What an agent's leg reports when its bridge ended or never began; what is missing is the unsafe value."""

    bridged: bool = False
    seconds: int | None = None
    outcome: Outcome | None = None
    customer_sid: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceCall:
    """A request to phone an agent; `answered` is asked for instructions once the leg is picked up."""

    to: str
    from_: str
    answered: Door
    report: Door
    ring_seconds: int
    time_limit: int


@dataclass(frozen=True, slots=True)
class Placed:
    """The carrier took the request: a leg with this id exists."""

    sid: str
    queued_seconds: float = 0.0
    """How long the carrier says that the request waits in its own queue."""


class Blame(StrEnum):
    """Why a request was definitely not carried out, and so what helps."""

    LATER = "later"
    """Throttled or not connected: the same request may succeed soon."""
    DESTINATION = "destination"
    """This number cannot be phoned: never ask again."""
    SETUP = "setup"
    """Our account, our credentials or our own number: a person must act."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Definitely nothing happened at the carrier."""

    blame: Blame
    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The carrier may or may not have acted: only looking, and time, can tell."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The carrier knows no such leg or queue (any more)."""


@dataclass(frozen=True, slots=True)
class Done:
    """The carrier did what was asked, or it was so already."""


@dataclass(frozen=True, slots=True)
class RecordingReport:
    """What a carrier says of a recording: by a report, or asked by us."""

    sid: str | None
    kept: bool | None
    """It is there, or there is none; None: not yet."""
    seconds: int | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TextReport:
    """A text message that the carrier knows."""

    sid: str
    body: str
    failed: bool = False


PlaceResult = Placed | Refused | Uncertain
EndResult = Done | Gone | Uncertain
FetchResult = LegReport | Gone | Uncertain
FindResult = tuple[LegReport, ...] | Uncertain
RecordingsResult = tuple[RecordingReport, ...] | Uncertain
TextsResult = tuple[TextReport, ...] | Uncertain


def is_over(said: FetchResult) -> bool | None:
    """Whether a leg has ended, or is not known any more; None where the carrier could not say."""
    if isinstance(said, LegReport):
        return said.state is LegState.ENDED
    return True if isinstance(said, Gone) else None


def over_at(said: FetchResult) -> datetime | None:
    """When it ended, as far as the carrier told."""
    return said.ended_at if isinstance(said, LegReport) else None
