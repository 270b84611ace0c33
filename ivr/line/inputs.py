"""What a caller or an agent does on a line, as values; it decides nothing.

Silence is an input of its own (never an empty string), so that it can be routed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Digits:
    """Keys pressed, without the finishing key: one or more of 0-9, * and #."""

    keys: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said, as the carrier understood it."""

    text: str


@dataclass(frozen=True, slots=True)
class NoInput:
    """The caller stayed silent until the wait ended, or pressed only the finishing key."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The line comes back from a hold: nobody took the call, or the talk is over and the caller is still there."""

    result: str
    """One of the exits of the node that held the caller, such as `unanswered` or `done`."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording is over, and something was said. Whether it can be had is told later, by a report."""

    sid: str | None
    """The carrier's id of it, where it says so already."""
    seconds: int | None = None
    key: str = ""
    """The key that ended it; empty: silence did, or its longest time."""
    hung_up: bool = False
    """Nobody is on the line any more."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The business's own system was asked."""

    outcome: str
    """One of the exits of the node that asked: `next`, `not_found` or `failed`."""
    kept: tuple[tuple[str, str], ...] = ()
    """What was kept of its answer: names and texts."""


Input = Digits | Spoken | NoInput | Returned | Recorded | LookedUp


@dataclass(frozen=True, slots=True)
class Ring:
    """A person phones one of our numbers: the first request of a call."""

    sid: str
    from_: str | None
    """E.164, or None when the number is withheld or cannot be called."""
    to: str
