"""What is known of callers beside their calls: remarks, tags, what they allowed us; and what is erased of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.frozen import frozen


@frozen
class Note:
    """What somebody wrote about a caller. Never edited; it may be withdrawn."""

    id: int
    public_id: str
    caller_id: int
    text: str
    """NFC, on as many lines as it was written."""
    author_id: int | None
    """The account; None: the command line, or a program."""
    author: str
    """As the account was called then."""
    at: datetime
    search: str
    """The text as `language.sought.key` makes it."""
    call_id: int | None = None
    callback_id: int | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    fence: int = 0


@frozen
class Tag:
    """A word by which callers are told apart; taken away, it is gone, and the ledger knows that it was there."""

    id: int
    caller_id: int
    word: str
    """NFC, as it was written first; unique per caller by its `search`."""
    search: str
    author: str
    at: datetime


class Matter(StrEnum):
    """What a caller may allow us, or forbid."""

    CALLS = "calls"
    """Being phoned by us; forbidden, it is what `Caller.do_not_call` says."""
    RECORDING = "recording"
    MESSAGES = "messages"


@frozen
class Consent:
    """What a caller allowed or forbade, when, and how we know. The newest of a matter counts; none is written over."""

    id: int
    caller_id: int
    matter: Matter
    given: bool
    how: str
    """Such as `on the telephone`, `in writing`."""
    author: str
    at: datetime


class Trace(StrEnum):
    """What the carrier keeps of a caller."""

    CALL = "call"
    TEXT = "text"


@frozen
class Erasure:
    """A record at the carrier that is to be deleted: asked for again until it is gone. It names no caller."""

    id: int
    trace: Trace
    sid: str
    """Unique."""
    at: datetime
    deadline: datetime | None
    done_at: datetime | None = None
    tries: int = 0
    fence: int = 0


class NumberState(StrEnum):
    ASKED = "asked"
    """The new telephone is to be rung."""
    RINGING = "ringing"
    """It was rung, or may have been: whoever picks up keys the code that the page shows."""
    PROVED = "proved"
    """Whoever has that telephone knew the code. The old one was told; a pause, in which its owner may object."""
    CHANGED = "changed"
    FAILED = "failed"
    """Nobody keyed the code in time."""
    WITHDRAWN = "withdrawn"


@frozen
class NumberChange:
    """An agent is to be reached elsewhere: only after a call there, and a word to the number that they have now."""

    id: int
    public_id: str
    """Random; rides in the addresses of the verifying leg."""
    agent_id: int
    address: str
    """The new one."""
    code: str
    """Six digits, shown to whoever asked."""
    state: NumberState
    asked_by: str
    """The actor, as in the ledger."""
    asked_at: datetime
    deadline: datetime | None
    sid: str | None = None
    tries: int = 0
    """Wrong codes so far."""
    ended_at: datetime | None = None
    fence: int = 0
