"""Nodes about being spoken to, now or later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ivr.callflow.nodes.speaking import Prompt


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hold the caller and find a person of the team; what nobody takes becomes a callback by construction."""

    team: str
    unanswered: str
    done: str
    """Where the caller goes on after a talk, when the agent hung up first."""
    prompt: Prompt | None = None
    keep_place_after: timedelta | None = timedelta(seconds=60)
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Callback:
    """Agree with the caller on being called back: soon (`within`), at the next opening, or at a time they choose."""

    team: str
    next: str
    cannot: str
    """Where a caller goes for whom no number can be had."""
    within: timedelta = timedelta(minutes=30)
    choose_time: bool = False
    ask_number: bool = True
    """Whether a caller without a number is asked to key one."""


@dataclass(frozen=True, slots=True)
class OpenCallback:
    """To a caller to whom we owe a callback: through now, move it, cancel it; anyone else passes on to `none`."""

    through: str
    moved: str
    cancelled: str
    none: str
    """Also where silence leads: the callback stands as it is."""


@dataclass(frozen=True, slots=True)
class Decline:
    """The caller's own "no". Reached by a key press only, which the checker proves."""

    next: str
