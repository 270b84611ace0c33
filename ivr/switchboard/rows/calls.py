"""Inbound calls, and the answered requests of every leg."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.frozen import frozen


class CallState(StrEnum):
    LIVE = "live"
    ENDED = "ended"


@frozen
class Call:
    """One inbound call. `position` and `turn` say where the next request must continue."""

    id: int
    public_id: str
    sid: str
    caller_id: int
    dialled: str
    flow: int
    """Id of the published flow on which the call began, and on which it ends."""
    language: str
    position: str
    turn: int
    """Number of the turn that is awaited; all lower ones have been answered."""
    state: CallState
    started_at: datetime
    deadline: datetime | None
    """When the sweep asks the carrier whether this call still lives."""
    topic: str = ""
    outcome: str = ""
    ended_at: datetime | None = None
    fence: int = 0


@frozen
class Turn:
    """One answered request of a leg: what was said to it, to be said again should it ask again.

    `leg` is the public id of a call or of an offer; `events` is JSON text."""

    id: int
    leg: str
    n: int
    answer: str
    events: str
    at: datetime
