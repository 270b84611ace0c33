"""A day that somebody typed or chose, as the moments between which it lies by their own clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.console.shown import latin
from ivr.console.viewer import viewer

Bounds = tuple[datetime, datetime]


def bounds(text: str | None) -> Bounds | None:
    """From midnight to midnight, the second excluded; None where nothing was typed. ValueError where it is no day."""
    if not text:
        return None
    day, zone = date.fromisoformat(latin(text)), ZoneInfo(viewer().shown.zone)
    try:
        first, last = (datetime.combine(one, time(), zone).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    except OverflowError as error:
        raise ValueError(text) from error
    return first, last
