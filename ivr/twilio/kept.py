"""What Twilio keeps beside calls, recordings and text messages: asked for, and erased. One request each."""

from __future__ import annotations

from typing import Any

from ivr.line.outcomes import (
    Done,
    EndResult,
    Gone,
    RecordingReport,
    RecordingsResult,
    TextReport,
    TextsResult,
    Uncertain,
)
from ivr.twilio.tried import error_code, tried, why

MOST = 50
"""One page, newest first: what we look for is minutes old."""
_NOT_FOUND = 20404
_KEPT = {"completed": True, "absent": False, "failed": False}
"""Twilio docs, Recording resource (status)."""
_UNSENT = frozenset({"failed", "undelivered", "canceled"})


def recordings(client: Any, sid: str) -> RecordingsResult:
    """Of one leg."""
    found = tried(lambda: client.calls(sid).recordings.list(limit=MOST, page_size=MOST))
    if not isinstance(found, Exception):
        found = tried(lambda: tuple(_recording(one) for one in found))
    return Uncertain(why(found)) if isinstance(found, Exception) else found


def _recording(one: Any) -> RecordingReport:
    seconds = int(one.duration) if str(one.duration or "").isdecimal() else None
    return RecordingReport(one.sid, _KEPT.get(str(one.status)), seconds, one.date_created)


def erase(what: Any) -> EndResult:
    """A recording with its sound, a call that has ended, a message: all that Twilio tells of it."""
    result = tried(lambda: what.delete())
    if not isinstance(result, Exception):
        return Done()
    return Gone() if error_code(result) == _NOT_FOUND else Uncertain(why(result))


def texts(client: Any, to: str, from_: str) -> TextsResult:
    """To one number."""
    found = tried(lambda: client.messages.list(to=to, from_=from_, limit=MOST, page_size=MOST))
    if not isinstance(found, Exception):
        found = tried(lambda: tuple(TextReport(one.sid, one.body or "", str(one.status) in _UNSENT) for one in found))
    return Uncertain(why(found)) if isinstance(found, Exception) else found
