"""What a carrier remembers of legs that are over or under way: its log, page by page. Plain values; nothing here says
what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ivr.line.instructions import Door
from ivr.line.outcomes import HoldResult, LegReport, TalkReport, Uncertain


@dataclass(frozen=True, slots=True)
class Sought:
    """Which legs of the log: those to a number, or those from one."""

    to: str | None = None
    from_: str | None = None
    since: date | None = None
    """Begun on this UTC day or later; a leg that is still queued has not begun. None: whenever."""
    queued: bool = False
    """Only those that are still queued."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some of them, the newest first; the same leg may stand on two pages."""

    legs: tuple[LegReport, ...]
    next: str = ""
    """What to ask for the page after this one; empty at the end."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request that the carrier made for a leg, as it tells of it long afterwards, whether we ever got it or not."""

    door: Door | None
    """Which of our doors was asked; None: an address that is none of ours, such as what is said while we are away."""
    answered: bool
    """The carrier got an answer."""
    at: datetime | None = None
    keys: str = ""
    hold: HoldResult | None = None
    """At the door of a caller who is no longer held."""
    talk: TalkReport | None = None
    """At the door of an agent's leg whose bridge is over."""
    agent_sid: str | None = None
    """At the door before a bridge: the leg that takes the caller."""


PageResult = LogPage | Uncertain
RequestsResult = tuple[Request, ...] | Uncertain
"""Empty while the carrier does not tell yet, and where it tells no more."""
