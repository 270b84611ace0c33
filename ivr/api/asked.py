"""A request's parameters as values: cursors, moments, numbers, states. What cannot be read is refused, not guessed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from ivr import phone
from ivr.api.problems import Problem, Refused
from ivr.reports.pages import LONGEST, Which


def which(given: Mapping[str, str], known: Collection[str], states: Collection[str]) -> Which:
    """Of which rows a list is asked for; `known` are the parameters that this list has."""
    if any(name not in known for name in given):
        raise Refused(Problem.BAD_PARAMETER, f"this list has the parameters {', '.join(known)} and no others")
    return Which(
        state=_state(given["state"], states) if "state" in given else None,
        caller=number(given["caller"]) if "caller" in given else None,
        since=_moment(given["since"]) if "since" in given else None,
        before=_before(given["cursor"]) if "cursor" in given else None,
        limit=_limit(given.get("limit", "50")),
    )


def cursor(id: int | None) -> str | None:
    """An opaque text from which `which` goes on."""
    return None if id is None else base64.urlsafe_b64encode(f"v1:{id}".encode()).decode().rstrip("=")


def _before(text: str) -> int:
    try:
        version, _, id = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").partition(":")
        if version == "v1" and id.isdigit() and len(id) < 19:
            return int(id)
    except (ValueError, binascii.Error):
        pass
    raise Refused(Problem.BAD_PARAMETER, "cursor: take it from next_cursor, as it is")


def _limit(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LONGEST:
        return int(text)
    raise Refused(Problem.BAD_PARAMETER, f"limit: a whole number from 1 to {LONGEST}")


def _state(text: str, states: Collection[str]) -> str:
    if text in states:
        return text
    raise Refused(Problem.BAD_PARAMETER, f"state: one of {', '.join(states)}")


def number(text: str) -> str:
    """A number in E.164; a plus sign that was not encoded, and so arrives as a space, is understood."""
    found = phone.caller_number("+" + text.strip().removeprefix("+"))
    if found is None:
        raise Refused(Problem.BAD_PARAMETER, "a number in E.164 is needed, such as +12025550100")
    return found


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(Problem.BAD_PARAMETER, "since: a moment in ISO 8601, such as 2026-11-22T10:00:00Z") from None
