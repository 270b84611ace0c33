"""What a request to Twilio came to, as values: failures included. It makes no request of its own accord."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

from ivr import phone
from ivr.line.outcomes import LegReport, Way
from ivr.twilio.words import leg_state, leg_way

_log = logging.getLogger(__name__)


def tried(request: Callable[[], Any]) -> Any:
    """What the library gave, or the exception that it raised: at this port, failures are values."""
    try:
        return request()
    except (TwilioException, RequestException) as failure:
        return failure
    except Exception as failure:
        _log.exception("Twilio's answer could not be read")
        return failure


def error_code(result: Any) -> int | None:
    """Twilio's own error code. A 404 without one comes from somebody in between, and says nothing about a leg."""
    known = isinstance(result, TwilioRestException | TwilioServiceException)
    return int(result.code or 0) if known else None


def why(result: Any) -> str:
    code = error_code(result)
    return type(result).__name__ if code is None else f"HTTP {result.status} (Twilio error {code})"


def leg_report(leg: Any) -> LegReport | None:
    """A leg as the API shows it; None where its status is no word that we know."""
    state = leg_state(leg.status)
    if state is None:
        return None
    way = leg_way(leg.direction, leg._from)
    seconds = int(leg.duration) if leg.duration and str(leg.duration).isdecimal() else None
    return LegReport(
        leg.sid,
        *state,
        seconds=seconds,
        created_at=leg.date_created,
        ended_at=leg.end_time,
        parent=leg.parent_call_sid or None,
        to=leg.to,
        from_=phone.caller_number(leg._from) if way is Way.INBOUND else leg._from,
        way=way,
    )
