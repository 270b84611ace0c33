"""What callers said into a recording, and what we declared for all callers to hear."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.frozen import frozen


class RecordingState(StrEnum):
    INTENDED = "intended"
    """The line was told to record; whether anything was said is not known yet."""
    READY = "ready"
    """The carrier keeps it, until its deadline."""
    ABSENT = "absent"
    """Nothing was said, or the carrier has nothing."""
    ERASED = "erased"
    """It is no more, at the carrier neither."""


@frozen
class Recording:
    """Words of a caller, kept by the carrier. It hangs on the call; whoever owes something for that call finds it."""

    id: int
    public_id: str
    """Random; rides in the addresses at which the carrier reports it."""
    call_id: int
    turn: int
    """The turn that asked for it."""
    state: RecordingState
    at: datetime
    deadline: datetime | None
    """While intended: when the carrier is asked for it. Once ready: when it is erased."""
    sid: str | None = None
    seconds: int | None = None
    words: str = ""
    """What was said, where the carrier could write it down."""
    fence: int = 0


@frozen
class Incident:
    """Trouble of which callers are told before they ask. `texts` is JSON: language → what is said."""

    id: int
    topic: str
    texts: str
    declared_at: datetime
    updated_at: datetime
    ends_at: datetime | None = None
    """From then on nobody is told any more, even if it was never resolved; None: until it is."""
    resolved_at: datetime | None = None
    fence: int = 0
