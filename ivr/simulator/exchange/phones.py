"""A leg towards a person: dialled, ringing, answered or not, and what the phone there does by itself.

It never knows why the leg was placed; whoever placed it is told by the leg's own hooks.
"""

from __future__ import annotations

from functools import partial

from ivr.simulator.exchange import script, wire
from ivr.simulator.exchange.behaviour import Behaviour, Ringing
from ivr.simulator.exchange.parts import BUSY, FAILED, IN_PROGRESS, INITIATED, RINGING, Call
from ivr.simulator.exchange.values import Impossible
from ivr.simulator.exchange.world import World

_SILENT = Behaviour()
_UNREGISTERED = Behaviour(Ringing.UNREACHABLE)
"""a browser phone whose page is closed"""
KEYS = frozenset("0123456789*#")


def dial(world: World, call: Call) -> None:
    """Send a leg into the telephone network."""
    if not call.live:
        return
    call.status = INITIATED
    wire.report(world, call, "initiated")
    call.timers.append(world.at(world.now + world.limits.setup, partial(_arrive, world, call)))


def behaviour(world: World, number: str) -> Behaviour:
    """What the phone at a number does."""
    unknown = _UNREGISTERED if number.startswith("client:") else _SILENT
    return world.phones.get(number, unknown)


def _engaged(world: World, call: Call, lines: int) -> bool:
    """True where the person already talks on as many legs as the phone holds."""
    others = (other for other in world.at_phone.get(call.number, ()) if other is not call)
    return sum(other.status == IN_PROGRESS or other.direction == "inbound" for other in others) >= lines


def _arrive(world: World, call: Call) -> None:
    """The far network has found the phone, or not."""
    phone = behaviour(world, call.number)
    if phone.ringing is Ringing.UNREACHABLE:
        script.end(world, call, FAILED)
    elif phone.ringing is Ringing.BUSY or _engaged(world, call, phone.lines):
        script.end(world, call, BUSY)
    else:
        _ring(world, call, phone)


def _ring(world: World, call: Call, phone: Behaviour) -> None:
    call.status, call.started = RINGING, world.now
    world.write(call, "rings")
    wire.report(world, call, "ringing")
    if phone.ringing is Ringing.ANSWERS:
        call.timers.append(world.at(world.now + phone.after, partial(_answer_by_itself, world, call, phone)))
    elif phone.ringing is Ringing.REJECTS:
        call.timers.append(world.at(world.now + phone.after, partial(_reject_by_itself, world, call)))


def _reject_by_itself(world: World, call: Call) -> None:
    if call.status == RINGING:
        script.end(world, call, BUSY)


def _answer_by_itself(world: World, call: Call, phone: Behaviour) -> None:
    if call.status != RINGING or _engaged(world, call, phone.lines):
        return
    pick_up(world, call)
    for seconds, keys in phone.keys:
        call.timers.append(world.at(world.now + seconds, partial(_press_by_itself, world, call, keys)))
    if phone.leaves is not None:
        call.timers.append(world.at(world.now + phone.leaves, partial(script.end, world, call, "completed")))
    if phone.greeting:
        speak(world, call, phone.greeting, phone.greeting_seconds)
    if phone.silence is not None:
        call.timers.append(world.at(world.now + phone.greeting_seconds, partial(_listen, world, call, phone)))


def _press_by_itself(world: World, call: Call, keys: str) -> None:
    if call.live:
        press(world, call, keys)


def _listen(world: World, call: Call, phone: Behaviour) -> None:
    """A machine hangs up after enough silence, or when its tape is full."""
    assert call.answered is not None and phone.silence is not None
    began = call.answered + phone.greeting_seconds
    limit = call.answered + (phone.longest or world.limits.longest_call)
    due = min(max(_sounds_until(world, call), began) + phone.silence, limit)
    if due <= world.now:
        script.end(world, call, "completed")
    else:
        call.timers.append(world.at(due, partial(_listen, world, call, phone)))


def _sounds_until(world: World, call: Call) -> float:
    """When the last sound at this leg ended, or will end as far as anybody knows."""
    if call.bridge:
        return world.now
    if call.sound and call.sound.kind != "pause":
        return call.sound.until
    return call.quiet_since


def pick_up(world: World, call: Call) -> None:
    """The person at a ringing phone answers."""
    if call.direction == "inbound" or call.status != RINGING:
        raise Impossible(f"{call.sid} does not ring at {call.number}: {call.direction}, {call.status}")
    if _engaged(world, call, behaviour(world, call.number).lines):
        raise Impossible(f"the person at {call.number} is on the phone")
    script.take_up(world, call)
    if call.on_answer:
        call.on_answer()
    else:
        script.begin(world, call, call.hooks.url, call.hooks.method, "voice", call.document)


def press(world: World, call: Call, keys: str) -> None:
    """Keys, one after the other, at this moment."""
    if call.status != IN_PROGRESS:
        raise Impossible(f"nobody can press keys on {call.sid}: {call.status}")
    if not keys or not set(keys) <= KEYS:
        raise Impossible(f"{keys!r} are no keys of a telephone")
    for key in keys:
        if not call.live:
            return
        activity = call.top()
        world.write(call, "presses", key, other=destination(call))
        if activity is not None:
            activity.press(key)


def destination(call: Call) -> str:
    """Where a key pressed now goes: gather, record, bridge or nowhere."""
    activity = call.top()
    if activity is not None and activity.takes != "nowhere":
        return activity.takes
    return "bridge" if call.bridge else "nowhere"


def speak(world: World, call: Call, text: str, seconds: float) -> None:
    """The person says something."""
    if call.status != IN_PROGRESS:
        raise Impossible(f"nobody can speak on {call.sid}: {call.status}")
    world.write(call, "speaks", text, until=world.now + seconds)
    if call.bridge:
        other = world.calls[call.bridge.other if call.bridge.dialler == call.sid else call.bridge.dialler]
        world.write(other, "hears", text, other="person", until=world.now + seconds)
    activity = call.top()
    if activity is not None:
        activity.hear(text, seconds)
