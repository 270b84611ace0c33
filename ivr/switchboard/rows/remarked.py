"""What agents say of what callers hear, for whoever writes it."""

from __future__ import annotations

from datetime import datetime

from ivr.frozen import frozen


@frozen
class Remark:
    """On a card, or on a node of a flow. Never edited; settled once its author has seen to it."""

    id: int
    public_id: str
    about: str
    """`card hours`, or `node main reason`."""
    text: str
    """NFC, on as many lines as it was written."""
    author_id: int
    """The account."""
    author: str
    """As the account was called then."""
    at: datetime
    call: str = ""
    """The public id of the call in which it struck them; empty: none."""
    settled_at: datetime | None = None
    settled_by: str = ""
    fence: int = 0
