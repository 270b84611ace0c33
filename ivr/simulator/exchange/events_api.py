"""The REST resource Event of a Call: every request that was made to the application for one leg, and what came back.

Rules: api/call-event-resource: nothing is shown until fifteen minutes after the call's end, then all of it.
"""

from __future__ import annotations

import re

from ivr.simulator.exchange.calls_api import missing
from ivr.simulator.exchange.records import EventRecord
from ivr.simulator.exchange.values import RestError, WebRequest
from ivr.simulator.exchange.world import World

AVAILABLE = 900.0
"""Seconds after the end."""
UNFETCHED = 502
_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def events(world: World, sid: str) -> list[EventRecord] | RestError:
    """GET /Calls/{Sid}/Events: in the order of the requests."""
    call = world.records.get(sid)
    if call is None:
        return missing("Call", sid)
    if call.ended is None or world.now < call.ended + AVAILABLE:
        return []
    return [_event(world, request) for request in call.requests]


def _event(world: World, request: WebRequest) -> EventRecord:
    parameters = tuple((_snake(name), value) for name, value in request.params)
    code = world.outcomes.get(request.id, UNFETCHED)
    return EventRecord(request.method, request.url, parameters, code, request.at)


def _snake(name: str) -> str:
    """`DialCallSid` as this resource writes it: `dial_call_sid`."""
    return _BREAK.sub("_", name).lower()
