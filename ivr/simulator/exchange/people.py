"""What people do with telephones; the owner speaks for them. Impossible deeds raise Impossible."""

from __future__ import annotations

import re

from ivr.simulator.exchange import phones, script, wire
from ivr.simulator.exchange.parts import BUSY, COMPLETED, FAILED, NO_ANSWER, RINGING, Call, Hooks
from ivr.simulator.exchange.values import Impossible, Leg
from ivr.simulator.exchange.world import World

_IDENTITY = re.compile(r"[A-Za-z0-9_]{1,121}")
"""Of a browser phone: of any other the carrier lets nothing through, and says nothing."""


def known(world: World, sid: str) -> Call:
    """The leg with this SID."""
    call = world.calls.get(sid)
    if call is None:
        raise Impossible(f"there is no leg {sid}")
    return call


def ring_in(world: World, from_: str, to: str, extra: wire.Fields) -> str:
    """A person phones one of our numbers."""
    number = world.numbers.get(to)
    if number is None:
        raise Impossible(f"{to} is no number of this account")
    hooks = Hooks(
        number.voice_url,
        number.voice_method,
        number.voice_fallback_url,
        number.voice_fallback_method,
        number.status_callback,
        number.status_callback_method,
    )
    call = Call(world.new_sid("CA"), "inbound", from_, to, from_, hooks, world.now)
    call.base = wire.base_fields(world.account_sid, call, extra)
    return _begin(world, call)


def connect(world: World, identity: str, application_sid: str, params: wire.Fields) -> str:
    """A browser phone calls out through one of the account's applications, the first where none is named; its
    parameters go into every request."""
    sid = application_sid or next(iter(world.applications), "")
    application = world.applications.get(sid)
    if application is None:
        raise Impossible(f"there is no application {sid}".rstrip())
    if not _IDENTITY.fullmatch(identity):
        raise Impossible(f"{identity!r} is no identity: letters, digits and underscores, 121 at the most")
    number = f"client:{identity}"
    hooks = Hooks(
        application.voice_url,
        application.voice_method,
        application.voice_fallback_url,
        application.voice_fallback_method,
        application.status_callback,
        application.status_callback_method,
    )
    call = Call(world.new_sid("CA"), "inbound", number, "", number, hooks, world.now)
    call.base = wire.base_fields(world.account_sid, call, params)
    return _begin(world, call)


def _begin(world: World, call: Call) -> str:
    """Above the limit of live legs nobody is told (10004)."""
    refused, hooks = world.full(), call.hooks
    world.add(call)
    if refused:
        world.notify(call, 10004, "an incoming call was refused: too many calls at once")
        call.hooks = Hooks()
        script.end(world, call, FAILED)
        return call.sid
    call.status, call.started = RINGING, world.now
    script.begin(world, call, hooks.url, hooks.method, "voice")
    return call.sid


def reject(world: World, call: Call) -> None:
    """The person at a ringing phone declines."""
    if call.direction == "inbound" or call.status != RINGING:
        raise Impossible(f"{call.sid} does not ring at {call.number}: {call.direction}, {call.status}")
    script.end(world, call, BUSY)


def hang_up(world: World, call: Call) -> None:
    """The person on the leg hangs up; a caller may do so while it rings."""
    if not call.live or (call.direction != "inbound" and call.answered is None):
        raise Impossible(f"nobody can hang up {call.sid}: {call.direction}, {call.status}")
    world.write(call, "hangs up")
    script.end(world, call, COMPLETED if call.answered is not None else NO_ANSWER)


def black_out(world: World) -> None:
    """A regional outage: every leg drops, and the application hears nothing of it."""
    sent = len(world.outbox)
    for call in list(world.live.values()):
        script.end(world, call, FAILED if call.answered is None else COMPLETED)
    for request in world.outbox[sent:]:
        lost = world.pending.pop(request.id, None)
        if lost:
            lost.timer.cancel()
    del world.outbox[sent:]


def hold_back(call: Call) -> None:
    """A call that was taken is never dialled: it stays in the carrier's own queue until somebody ends it."""
    for timer in call.timers:
        timer.cancel()


def look(call: Call) -> Leg:
    """A leg as it is now."""
    ours = call.to if call.direction == "inbound" else call.from_
    bridge = call.bridge
    other = None
    if bridge:
        other = bridge.other if bridge.dialler == call.sid else bridge.dialler
    return Leg(
        sid=call.sid,
        number=call.number,
        business_number=ours,
        direction=call.direction,
        status=call.status,
        hears=call.sound,
        bridged_with=other,
        queue=call.queue,
        collecting=phones.destination(call) in ("gather", "record"),
        parent=call.parent,
    )
