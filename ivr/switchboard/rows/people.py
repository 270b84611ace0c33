"""Those who phone us, and those who answer: rows of people."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from ivr.frozen import frozen


@frozen
class Caller:
    """A person who phones us: the only row in which a caller's number stands. Locked first by whoever changes anything
    of theirs. A withheld caller has a row without a number, one per call."""

    id: int
    number: str | None
    name: str = ""
    language: str | None = None
    zone: str | None = None
    vip: bool = False
    do_not_call: bool = False
    person: int | None = None
    """The row that stands for this person, where several numbers are theirs; None: this one alone is."""
    search: str = ""
    """The name as `language.sought.key` makes it."""
    erased_at: datetime | None = None
    """Since when nothing is kept by which they could be known."""
    fence: int = 0


class AgentState(StrEnum):
    AVAILABLE = "available"
    AWAY = "away"


PAGE = "client:"
"""How the address of an agent begins who works in a browser."""
PRESENCE = timedelta(seconds=20)
"""A page tells every few seconds that it is open; one that was silent for so long is not."""


@frozen
class Agent:
    id: int
    name: str
    address: str
    """E.164, `client:…` or `sip:…`; unique."""
    state: AgentState
    free_since: datetime
    """Since when nobody has asked anything of this agent: the longest idle is asked first."""
    misses: int = 0
    cool_off_until: datetime | None = None
    language: str = ""
    wrap_up_until: datetime | None = None
    """Until then this agent works on what was said, and is offered nobody."""
    wrap_up_longer: bool = False
    """This wrap-up was made longer, which it may be once."""
    week: str = ""
    """When they are expected, as `shifts` writes it; empty: nobody has said."""
    seen_at: datetime | None = None
    """When this agent's page last told that it is open."""
    fence: int = 0

    @property
    def page(self) -> bool:
        """Whether they work at a page: callers are shown to them, and their phone is never rung."""
        return self.address.startswith(PAGE)

    def present(self, now: datetime) -> bool:
        """Whether they could be asked at all: a page must be open, a telephone always is."""
        return not self.page or (self.seen_at is not None and now - self.seen_at < PRESENCE)


@frozen
class Membership:
    id: int
    agent_id: int
    team: str
