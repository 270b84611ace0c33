"""Debts to callers, and the two ways in which they are paid: rows of obligations, transfers and callbacks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.frozen import frozen
from ivr.promise import callback, transfer


class Source(StrEnum):
    """Why something is owed."""

    TRANSFER = "transfer"
    REQUEST = "request"
    MISSED_CALL = "missed_call"


class Fate(StrEnum):
    """Where a debt stands."""

    WAITING = "waiting"
    SERVED = "served"
    CALLBACK = "callback"
    """With the callback that it points to, open or final."""
    WAIVED = "waived"


@frozen
class Obligation:
    """A debt to one caller, with one fate. The audit counts these and nothing else."""

    id: int
    source: Source
    source_key: str
    """Unique: the transfer's public id, the CallSid of a missed call, call and turn of a request."""
    caller_id: int
    """Who asked."""
    at: datetime
    call_id: int | None = None
    callback_id: int | None = None
    fate: Fate = Fate.WAITING
    fence: int = 0


@frozen
class Transfer:
    id: int
    public_id: str
    call_id: int
    caller_id: int
    obligation_id: int
    turn: int
    """The turn that asked: a call asks once per turn, which is what makes asking idempotent."""
    team: str
    topic: str
    language: str
    state: transfer.State
    asked_at: datetime
    """The order of service: when this caller first asked, an earlier callback included."""
    waiting_since: datetime
    seen_at: datetime
    """When the line last asked what the waiting caller hears."""
    deadline: datetime | None
    round: int = 1
    """Of the waiting: part of the queue's name, so that nobody can be joined to a place that was left."""
    rounds: int = 0
    """How often the team was gone through."""
    keep_place_after: float | None = None
    vip: bool = False
    offer_id: int | None = None
    """The offer that was accepted."""
    caller_left: bool = False
    """The caller's leg is known to have ended."""
    bridged: bool = False
    """Either side reported a bridge."""
    verdict: str = ""
    """The agent's key after the talk."""
    answered_at: datetime | None = None
    joined_at: datetime | None = None
    """When the caller was taken from the queue: the talk began no earlier."""
    talk_seconds: int | None = None
    ended_at: datetime | None = None
    fence: int = 0


@frozen
class Callback:
    id: int
    public_id: str
    caller_id: int
    """The row of the number to be dialled."""
    team: str
    topic: str
    language: str
    dialled: str
    """Our number that the caller had called: what their phone shows when it rings."""
    state: callback.State
    created_at: datetime
    asked_at: datetime
    due_at: datetime
    promised_by: datetime
    escalate_at: datetime
    deadline: datetime | None
    words: str = ""
    """The promise as the caller heard it."""
    chosen: bool = False
    """The caller asked for this very time: it is inside the window by itself."""
    vip: bool = False
    attempts: int = 0
    rounds: int = 0
    claims: int = 0
    """How often driving it broke since it last got anywhere: five, and a person must look."""
    escalated: bool = False
    offer_id: int | None = None
    ended_at: datetime | None = None
    result: str = ""
    claimed_by: int | None = None
    """The agent who has taken it for themselves: until `claimed_until` it is offered to nobody else."""
    claimed_until: datetime | None = None
    cancel_at: datetime | None = None
    """It is called off, and will be then: until then it can be taken back, and nobody is asked."""
    cancel_why: str = ""
    before: str = ""
    """What a move by hand can be taken back to, as `by_hand` writes it."""
    fence: int = 0
