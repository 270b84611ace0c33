"""What the carrier's own record of its requests proves of a talk, whether or not a single one of them reached us.

Pure: it reads what is handed in, and never settles anything. What is missing in the record proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.line.log import Request
from ivr.line.outcomes import HoldResult

TOLD_AFTER = timedelta(minutes=16)
"""After a leg's end its record is complete (Twilio docs, Call Event resource: 15 minutes), and a minute of skew."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Of one caller and one agent's leg."""

    bridged: bool = False
    seconds: int | None = None
    verdict: str | None = None
    """The agent's key after the talk, empty for silence; None: nobody was asked."""
    joined_at: datetime | None = None
    """When the caller was taken from the queue."""
    customer_sid: str | None = None
    """The leg at the other end, as the agent's tells it."""


def read_proof(requests: Iterable[Request], offer: str = "", after: tuple[str, ...] = ("hold", "taken")) -> Proof:
    """From the record of the agent's leg, of the caller's, or of both together. `offer`: only what names it, where the
    record may tell of others as well; `after`: which bridges of the agent's leg are meant."""
    bridged, seconds, verdict = False, None, None
    joined_at, customer = None, None
    for one in requests:
        ids = dict(one.door.params) if one.door else {}
        if one.door is None or (offer and ids.get("offer", offer) != offer):
            continue
        match one.door.name:
            case "left":
                bridged = bridged or one.hold is HoldResult.BRIDGED
            case "over" if one.talk is not None and ids.get("after") in after:
                bridged = bridged or one.talk.bridged
                seconds, customer = one.talk.seconds, one.talk.customer_sid
            case "joining":
                joined_at = one.at
            case "verdict":
                verdict = one.keys
    return Proof(bridged, seconds, verdict, joined_at, customer)
