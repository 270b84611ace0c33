"""Requests to the application as values: their parameters, their addresses, the status reports.

It decides what a request says, never whether one is made for a document (that is script's).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urljoin

from ivr.simulator.exchange.parts import Call
from ivr.simulator.exchange.values import Kind, WebRequest
from ivr.simulator.exchange.world import World

API_VERSION = "2010-04-01"
DAY = 86_400
_PLACES = tuple(f"{who}{what}" for who in ("Called", "Caller", "From", "To") for what in ("City", "State", "Zip"))
_COUNTRIES = (("+1", "US"), ("+880", "BD"), ("+44", "GB"), ("+91", "IN"), ("+49", "DE"))

Fields = tuple[tuple[str, str], ...]


def country(number: str) -> str:
    """The ISO code of a number's country, blank where the carrier does not say."""
    return next((iso for prefix, iso in _COUNTRIES if number.startswith(prefix)), "")


def base_fields(account_sid: str, call: Call, extra: Fields = ()) -> Fields:
    """Parameters of every request of one leg, blank ones too (voice/twiml: request parameters)."""
    fields = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": call.sid,
        "Direction": call.direction,
        "From": call.from_,
        "To": call.to,
        "Caller": call.from_,
        "Called": call.to,
        "FromCountry": country(call.from_),
        "CallerCountry": country(call.from_),
        "ToCountry": country(call.to),
        "CalledCountry": country(call.to),
    }
    fields.update(dict.fromkeys(_PLACES, ""))
    if call.parent:
        fields["ParentCallSid"] = call.parent
    fields.update(extra)
    return tuple(fields.items())


def resolve(base: str, url: str) -> str:
    """An address in a document against the document's own; the empty one means the document itself."""
    if not url:
        return base
    scheme, colon, _ = url.partition(":")
    if colon and "/" not in scheme and "?" not in scheme and "#" not in scheme:
        return url
    return urljoin(base, url)


def build(world: World, call: Call, kind: Kind, purpose: str, method: str, url: str, fields: Fields) -> WebRequest:
    """A request with the standard parameters and further ones, put into the outbox."""
    world.request_count += 1
    address, _, policy = url.partition("#")
    request = WebRequest(
        world.request_count,
        kind,
        purpose,
        method,
        address,
        policy,
        (*call.base, ("CallStatus", call.status), *fields),
        call.sid,
        world.now,
    )
    world.outbox.append(request)
    call.requests.append(request)
    return request


def timestamp(at: float) -> str:
    """RFC 2822 in GMT, as the carrier writes all its dates."""
    return datetime.fromtimestamp(at, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")


@lru_cache(maxsize=1024)
def day(number: int) -> str:
    """A UTC day, counted from the epoch, as filters name it."""
    return datetime.fromtimestamp(number * DAY, UTC).strftime("%Y-%m-%d")


def seconds_between(start: float | None, end: float) -> int:
    """Whole seconds, 0 where it never started."""
    return round(end - start) if start is not None else 0


def report(world: World, call: Call, event: str) -> None:
    """Tell the application about a change of status, if it asked for this event."""
    hooks = call.hooks
    if not hooks.status_url or event not in hooks.events:
        return
    fields: Fields = (
        ("Timestamp", timestamp(world.now)),
        ("CallbackSource", "call-progress-events"),
        ("SequenceNumber", str(call.sequence)),
    )
    if event == "completed":
        talked = seconds_between(call.answered, world.now)
        fields += (("CallDuration", str(talked)), ("Duration", str(-(-talked // 60))))
    call.sequence += 1
    build(world, call, Kind.STATUS, "status", hooks.status_method, hooks.status_url, fields)
