"""What is kept beside the promise: tasks, messages, what was published, the budget and the ledger."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.frozen import frozen


@frozen
class Task:
    """Something that a named person must do; it alerts again until it is done."""

    id: int
    key: str
    """Unique: one task per subject and reason."""
    reason: str
    owner: str
    subject: str
    """Such as `callback k3v9…`: never a number or a name of a caller."""
    at: datetime
    deadline: datetime | None
    done_at: datetime | None = None
    fence: int = 0


class QueueState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@frozen
class Queue:
    """A queue of one that the carrier made for a transfer: deleted when nobody can come to it any more."""

    id: int
    sid: str
    transfer_id: int
    state: QueueState
    deadline: datetime | None
    fence: int = 0


class MessageState(StrEnum):
    INTENDED = "intended"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"


@frozen
class Message:
    """A text message: to a caller where one is named, else to the owner of the team."""

    id: int
    key: str
    team: str
    text: str
    state: MessageState
    at: datetime
    deadline: datetime | None
    sid: str | None = None
    caller_id: int | None = None
    fence: int = 0


@frozen
class Published:
    """A compiled flow, or the compiled business, as it went live."""

    id: int
    kind: str
    name: str
    hash: str
    compiled: str
    at: datetime
    live: bool = True
    fence: int = 0


@frozen
class Budget:
    """The carrier's limits on new calls, as a bucket of tokens."""

    id: int
    account: str
    tokens: float
    filled_at: datetime
    fence: int = 0


@frozen
class Pulse:
    """When something that recurs was last done: that it still lives, even while there is nothing to do."""

    id: int
    name: str
    """Unique: `sweep`, `reconcile`."""
    at: datetime
    amiss: int = 0
    """How much was found wrong: rows that the sweep could not drive, calls of which the two ledgers disagree."""
    fence: int = 0


class Scope(StrEnum):
    """What the bearer of a token may do."""

    READ = "read"
    WRITE = "write"
    """Reading included."""


@frozen
class Token:
    """A program that may use the API. Only the token's SHA-256 is kept: it is drawn at random, so that is enough."""

    id: int
    name: str
    hash: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None
    """When it was last used, to within some minutes."""
    revoked_at: datetime | None = None
    fence: int = 0


@frozen
class Entry:
    """One line of the ledger: every change of state, in the same unit of work. State is the fold of these."""

    id: int
    entity: str
    entity_id: int
    from_state: str
    to_state: str
    cause: str
    actor: str
    fence: int
    at: datetime
