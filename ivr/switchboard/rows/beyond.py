"""What ties us to what is outside: callbacks asked for there, forms, endpoints and what they are told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.frozen import frozen


@frozen
class Ask:
    """A program, or a form on the web, asked for a callback. Kept for a day: asking twice is asking once."""

    id: int
    key: str
    """Unique: who asked, and the key that they gave it."""
    digest: str
    """SHA-256 of what was asked: the same key with another wish is a mistake of theirs."""
    source: str
    """Such as `token:5` or `form:3`."""
    network: str
    """From where, as a hash; empty where a program asked."""
    block: str
    """The ten thousand numbers among which the caller's is."""
    caller_id: int
    answer: str
    """What was answered, word for word."""
    at: datetime


@frozen
class Form:
    """A form by which strangers ask to be called back, for the pages of others to show."""

    id: int
    public_id: str
    """Its key in addresses."""
    name: str
    """Unique; for the owner alone."""
    team: str
    topic: str
    origins: str
    """The pages that may show it in a frame, such as `https://shop.example`, with spaces between; empty: none may."""
    made_at: datetime
    live: bool = True
    fence: int = 0


@frozen
class Endpoint:
    """A program of the business's that wants to hear what happens."""

    id: int
    public_id: str
    url: str
    secret: str
    """What every delivery is signed with, as Standard Webhooks writes it, sealed."""
    events: str
    """Names of events, with spaces between."""
    line: int
    """Up to which line of the ledger it was told."""
    made_at: datetime
    live: bool = True
    why_off: str = ""
    """`gone`: it said so itself (410); `owner`."""
    fence: int = 0


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Every try failed: nobody tries again unless they are told to."""


@frozen
class Delivery:
    """An event that one endpoint is to hear. It keeps its id however often it is sent."""

    id: int
    public_id: str
    endpoint_id: int
    line: int
    """The line of the ledger that it tells."""
    event: str
    subject: str
    """The public id of what it is about."""
    body: str
    """As it goes over the wire, byte for byte."""
    state: DeliveryState
    made_at: datetime
    next_at: datetime | None
    """When it is sent next; it is no deadline: nobody is kept waiting for it, and no promise hangs on it."""
    tries: int = 0
    status: int | None = None
    """What the last try was answered; None: nothing at all."""
    fault: str = ""
    """Why the last try failed."""
    ended_at: datetime | None = None
    fence: int = 0
