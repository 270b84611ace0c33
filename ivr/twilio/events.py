"""Twilio's record of what it asked us for one leg, as values of the line: read as its requests themselves are."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from ivr.line.inputs import Digits
from ivr.line.log import Request
from ivr.twilio.heard import read_hold, read_input, read_talk
from ivr.twilio.request import Asked
from ivr.twilio.urls import Urls

_CALL_SID = re.compile(r"CA[0-9a-f]{32}")


def read_event(sid: str, event: Any, urls: Urls) -> Request | None:
    """One event of the leg `sid`; None for what is no request to an address: another shape than we know."""
    request, response = event.request or {}, event.response or {}
    url, parameters = request.get("url"), request.get("parameters")
    if not isinstance(url, str):
        return None
    fields = parameters if isinstance(parameters, dict) else {}
    asked = Asked(sid, {}, {_camel(name): value for name, value in fields.items() if isinstance(value, str)})
    door = urls.read_door(url)
    name = door.name if door else ""
    given = read_input(asked)
    return Request(
        door,
        _is_good(response.get("response_code")),
        _moment(response.get("date_created")),
        given.keys if isinstance(given, Digits) else "",
        read_hold(asked) if name == "left" else None,
        read_talk(asked) if name == "over" else None,
        asked.read("DequeingCallSid", _CALL_SID) if name == "joining" else None,
    )


def _camel(name: str) -> str:
    """`dial_call_sid` as Twilio's requests write it: `DialCallSid`."""
    return "".join(part.capitalize() for part in name.split("_"))


def _is_good(code: object) -> bool:
    """Whether there was an answer; without a word on it there was none."""
    return str(code).isdecimal() and 200 <= int(str(code)) < 300


def _moment(text: object) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
