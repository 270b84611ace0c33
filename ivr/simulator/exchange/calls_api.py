"""The REST resource Call: create, update, get, list. Answers are records or refusals, never exceptions.

Rules: api/call-resource, glossary/cps, and the error dictionary for each code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice

from ivr.simulator.exchange import phones, script, wire
from ivr.simulator.exchange.dialling import plausible
from ivr.simulator.exchange.parts import (
    CANCELED,
    COMPLETED,
    IN_PROGRESS,
    INITIATED,
    NO_ANSWER,
    QUEUED,
    RINGING,
    Call,
    Document,
    Hooks,
)
from ivr.simulator.exchange.values import CallRecord, Params, RestError
from ivr.simulator.exchange.world import World

CREATE = frozenset((
    "To", "From", "Url", "Twiml", "Method", "FallbackUrl", "FallbackMethod", "StatusCallback", "StatusCallbackMethod",
    "StatusCallbackEvent", "Timeout", "TimeLimit", "SendDigits", "CallToken", "CallReason", "MachineDetection",
    "Record", "Trim", "CallerId",
))  # fmt: skip
UPDATE = frozenset((
    "Url", "Twiml", "Method", "FallbackUrl", "FallbackMethod", "StatusCallback", "StatusCallbackMethod", "Status",
    "TimeLimit",
))  # fmt: skip
_EVENTS = ("initiated", "ringing", "answered", "completed")


def first(params: Params, name: str, default: str = "") -> str:
    """One value of a form field, the first where it is repeated."""
    value = params.get(name, default)
    return value if isinstance(value, str) else (value[0] if value else default)


def every(params: Params, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """All values of a form field."""
    value = params.get(name, default)
    return (value,) if isinstance(value, str) else tuple(value)


def refuse(code: int, message: str, status: int = 400) -> RestError:
    """An error as the API words it."""
    return RestError(status, code, message)


def missing(kind: str, sid: str) -> RestError:
    """20404."""
    return RestError(404, 20404, f"The requested resource {kind} {sid} was not found")


def check_names(world: World, what: str, params: Params, known: frozenset[str]) -> None:
    """A parameter that the API does not know is ignored by it, and a mistake of the application's."""
    for name in params:
        if name not in known:
            world.complain(None, f"{what} knows no parameter {name!r}")


def create(world: World, params: Params, document: Document | None) -> CallRecord | RestError:
    """POST /Calls: accepted calls are queued, and dialled as fast as the account may."""
    check_names(world, "POST /Calls", params, CREATE)
    refusal = _refusal(world, params, document)
    if refusal:
        return refusal
    call = _outgoing(world, params, document)
    wait = max(0.0, world.next_dial - world.now)
    call.queue_time = round(1000 * wait)
    if world.limits.calls_per_second:
        world.next_dial = world.now + wait + 1.0 / world.limits.calls_per_second
    ring_for = float(first(params, "Timeout", "60"))
    call.timers.append(world.at(world.now + wait, partial(_dial, world, call, ring_for)))
    return record(call)


def _outgoing(world: World, params: Params, document: Document | None) -> Call:
    hooks = Hooks(
        url=first(params, "Url"),
        method=first(params, "Method", "POST"),
        fallback_url=first(params, "FallbackUrl"),
        fallback_method=first(params, "FallbackMethod", "POST"),
        status_url=first(params, "StatusCallback"),
        status_method=first(params, "StatusCallbackMethod", "POST"),
        events=every(params, "StatusCallbackEvent", ("completed",)),
    )
    to = first(params, "To")
    call = Call(world.new_sid("CA"), "outbound-api", first(params, "From"), to, to, hooks, world.now)
    call.document = None if hooks.url else document
    call.base = wire.base_fields(world.account_sid, call)
    call.time_limit = float(first(params, "TimeLimit", "0")) or None
    return world.add(call)


def _refusal(world: World, params: Params, document: Document | None) -> RestError | None:
    to, from_, url = first(params, "To"), first(params, "From"), first(params, "Url")
    rules: Iterable[tuple[bool, int, str]] = (
        (not to, 21201, "No 'To' number is specified"),
        (not from_, 21213, "Caller phone number is required"),
        (not plausible(to), 21211, f"Invalid 'To' Phone Number: {to}"),
        (from_ not in world.numbers, 21210, f"Source phone number {from_} is not verified or owned by this account"),
        (not url and document is None, 21205, "Url parameter is required."),
        (bool(url) and ":" not in url, 21205, f"Url is not a valid URL: {url}"),
        (not _in_range(first(params, "Timeout", "60"), 1, 600), 21218, "Invalid Timeout"),
        (not set(every(params, "StatusCallbackEvent", ())) <= set(_EVENTS), 21626, "Invalid StatusCallbackEvents"),
        (world.full(), 10004, "Call concurrency limit exceeded"),
    )
    return next((refuse(code, message) for wrong, code, message in rules if wrong), None)


def _in_range(text: str, low: int, high: int) -> bool:
    return text.isascii() and text.isdigit() and low <= int(text) <= high


def _dial(world: World, call: Call, ring_for: float) -> None:
    phones.dial(world, call)
    call.timers.append(world.at(world.now + ring_for, partial(_give_up, world, call)))


def _give_up(world: World, call: Call) -> None:
    if call.status in (INITIATED, RINGING):
        script.end(world, call, NO_ANSWER)


def update(world: World, sid: str, params: Params, document: Document | None) -> CallRecord | RestError:
    """POST /Calls/{Sid}: end it, redirect it, or limit it."""
    check_names(world, "POST /Calls/{Sid}", params, UPDATE)
    call = world.records.get(sid)
    if call is None:
        return missing("Call", sid)
    status, url = first(params, "Status"), first(params, "Url")
    if status not in ("", COMPLETED, CANCELED):
        return refuse(20001, f"Invalid value for Status: {status}")
    if not call.live or ((url or document is not None) and call.status != IN_PROGRESS):
        return refuse(21220, "Call is not in-progress. Cannot redirect.")
    _set_hooks(world, call, params)
    if status:
        _stop(world, call, status)
    elif url or document is not None:
        script.take_over(world, call, url, first(params, "Method", "POST"), None if url else document)
    return record(call)


def _stop(world: World, call: Call, status: str) -> None:
    """`canceled` reaches calls that are not answered, `completed` every call."""
    if call.status in (QUEUED, INITIATED, RINGING):
        script.end(world, call, CANCELED)
    elif status == COMPLETED:
        script.end(world, call, COMPLETED)


def _set_hooks(world: World, call: Call, params: Params) -> None:
    hooks = call.hooks
    hooks.fallback_url = first(params, "FallbackUrl", hooks.fallback_url)
    hooks.status_url = first(params, "StatusCallback", hooks.status_url)
    limit = first(params, "TimeLimit")
    if limit and call.answered is not None:
        due = call.answered + float(limit)
        call.timers.append(world.at(due, partial(script.end, world, call, COMPLETED)))


def get(world: World, sid: str) -> CallRecord | RestError:
    """GET /Calls/{Sid}."""
    call = world.records.get(sid)
    return record(call) if call else missing("Call", sid)


def delete(world: World, sid: str) -> RestError | None:
    """DELETE /Calls/{Sid}: of ended calls only."""
    call = world.records.get(sid)
    if call is None:
        return missing("Call", sid)
    if call.live:
        return refuse(20409, "The call has not ended", 409)
    world.forget(call)
    return None


def find(world: World, filters: Mapping[str, str], page: int, page_size: int) -> list[CallRecord]:
    """GET /Calls, newest first."""
    newest = world.now - world.quirks.list_lag
    wanted = [(_FILTERED[name], value) for name, value in filters.items() if name in _FILTERED]
    days = [filters.get(f"StartTime{sign}", "")[:10] for sign in ("", "<", ">")]
    matching = (
        call
        for call in _candidates(world, filters)
        if call.created <= newest and all(of(call) == value for of, value in wanted) and _on_day(call, *days)
    )
    return [record(call) for call in islice(matching, page * page_size, (page + 1) * page_size)]


def _candidates(world: World, filters: Mapping[str, str]) -> Iterable[Call]:
    """Newest first, from the narrowest index."""
    if "ParentCallSid" in filters:
        return reversed(world.children.get(filters["ParentCallSid"], []))
    number = filters.get("To") or filters.get("From")
    return reversed(world.by_number.get(number, []) if number else list(world.records.values()))


def _on_day(call: Call, exact: str, latest: str, earliest: str) -> bool:
    """StartTime is a whole UTC day, and empty until the phone rang."""
    if not (exact or latest or earliest):
        return True
    if call.started is None:
        return False
    day = wire.day(int(call.started // wire.DAY))
    return exact in ("", day) and earliest <= day and (not latest or day <= latest)


def public_status(call: Call) -> str:
    """`initiated` exists in status reports only."""
    return QUEUED if call.status == INITIATED else call.status


_FILTERED: dict[str, Callable[[Call], str]] = {
    "To": lambda call: call.to,
    "From": lambda call: call.from_,
    "Status": public_status,
    "ParentCallSid": lambda call: call.parent or "",
}


def record(call: Call) -> CallRecord:
    """The resource as it is now."""
    return CallRecord(
        sid=call.sid,
        status=public_status(call),
        from_=call.from_,
        to=call.to,
        direction=call.direction,
        parent_call_sid=call.parent,
        created=call.created,
        started=call.started,
        answered=call.answered,
        ended=call.ended,
        duration=None if call.ended is None else wire.seconds_between(call.answered, call.ended),
        queue_time=call.queue_time,
    )
