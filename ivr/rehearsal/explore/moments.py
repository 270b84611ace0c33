"""The moments of an explored call, and the moves between them: values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ivr.callflow.graph import Callflow
from ivr.callflow.position import Position
from ivr.rehearsal.explore.circumstances import Circumstances


class Open(Enum):
    """What the caller has asked for, or not, and has not had yet."""

    NOTHING = "nothing"
    A_CHOICE = "a choice"
    """They said nothing where they were to choose."""
    A_PERSON = "a person"


@dataclass(frozen=True, slots=True)
class Moment:
    """A call that waits. `owed`: whether we owe the caller a call."""

    under: Circumstances = field(hash=False, compare=False)
    which: int
    """The number of the circumstances."""
    position: Position | None
    """None: the call comes in."""
    open: Open = Open.NOTHING
    owed: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """From one moment to the next, or to the end of the call (None). `seconds` is its waiting and what is said."""

    told: str
    to: Moment | None
    seconds: float
    waits: float
    acts: bool
    person: bool
    """Whether a person is sought from here on."""
    bad: str = ""
    """Why no call may go this way."""


@dataclass(frozen=True, slots=True)
class Walked:
    """`whole` is whether all was tried that there is."""

    flow: Callflow
    starts: tuple[Moment, ...]
    moves: dict[Moment, tuple[Move, ...]]
    whole: bool
