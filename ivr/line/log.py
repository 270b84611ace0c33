"""What a carrier remembers of legs that are over or under way: its log, page by page. Plain values; nothing here says
what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ivr.line.outcomes import LegReport, Uncertain


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


PageResult = LogPage | Uncertain
