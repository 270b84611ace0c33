"""Twilio's words for states and results, one table each; an unknown word never counts as good news."""

from __future__ import annotations

from ivr.line.outcomes import HoldResult, LegState, Outcome, Way

_LEGS: dict[str, tuple[LegState, Outcome | None]] = {
    "queued": (LegState.QUEUED, None),
    "initiated": (LegState.QUEUED, None),
    "ringing": (LegState.RINGING, None),
    "in-progress": (LegState.IN_PROGRESS, None),
    "completed": (LegState.ENDED, Outcome.ANSWERED),
    "busy": (LegState.ENDED, Outcome.BUSY),
    "no-answer": (LegState.ENDED, Outcome.NO_ANSWER),
    "failed": (LegState.ENDED, Outcome.FAILED),
    "canceled": (LegState.ENDED, Outcome.CANCELLED),
}
"""Twilio docs, Call resource (status values) and <Number> (`initiated`: it dials, and nothing rings yet)."""

_DIALS = {
    "completed": Outcome.ANSWERED,
    "answered": Outcome.ANSWERED,
    "busy": Outcome.BUSY,
    "no-answer": Outcome.NO_ANSWER,
    "failed": Outcome.FAILED,
    "canceled": Outcome.CANCELLED,
}
"""Twilio docs, <Dial>, DialCallStatus."""

_HOLDS = {
    "bridged": HoldResult.BRIDGED,
    "redirected-from-bridged": HoldResult.BRIDGED,
    "bridging-in-process": HoldResult.MOVED,
    "redirected": HoldResult.MOVED,
    "leave": HoldResult.LEFT,
    "hangup": HoldResult.HUNG_UP,
    "error": HoldResult.FAILED,
    "system-error": HoldResult.FAILED,
    "queue-full": HoldResult.FAILED,
}
"""Twilio docs, <Enqueue>, QueueResult. `bridging-in-process` says only that a bridge was ordered: nothing has happened
yet, and a deadline of ours looks again. `system-error` is mostly a caller who hung up while being enqueued; taken as a
failure, because then the caller is spoken to should they still be there."""


_WAYS = {"inbound": Way.INBOUND, "outbound-api": Way.PLACED, "outbound-dial": Way.DIALLED}
"""Twilio docs, Call resource (direction); `trunking-…` is none of ours."""


def leg_way(word: str | None, from_: str | None = None) -> Way | None:
    """How a leg came about; None where Twilio says nothing that we know. What a browser's phone dials is inbound to
    Twilio, from its identity."""
    way = _WAYS.get(word or "")
    return Way.PAGE if way is Way.INBOUND and (from_ or "").startswith("client:") else way


def leg_state(word: str | None) -> tuple[LegState, Outcome | None] | None:
    """How far a leg is, and how it ended; None where Twilio says nothing that we know."""
    return _LEGS.get(word or "")


def dial_outcome(word: str | None) -> Outcome | None:
    """How the far end of a <Dial> ended; None where Twilio says nothing that we know."""
    return _DIALS.get(word or "")


def hold_result(word: str | None) -> HoldResult:
    """Why a caller is no longer in the queue; a missing or unknown word is a failure: the caller is still owed."""
    return _HOLDS.get(word or "", HoldResult.FAILED)
