"""The moment at which two people can talk, and the moment at which they no longer can."""

from __future__ import annotations

from ivr.simulator.exchange import hearing
from ivr.simulator.exchange.parts import Call
from ivr.simulator.exchange.values import Bridge
from ivr.simulator.exchange.world import World


def connect(world: World, dialler: Call, other: Call) -> Bridge:
    """Both hear each other from now on."""
    for call in (dialler, other):
        hearing.silence(world, call)
    bridge = dialler.bridge = other.bridge = Bridge(dialler.sid, other.sid, world.now)
    world.bridges.append(bridge)
    world.write(dialler, "bridged", other=other.sid)
    world.write(other, "bridged", other=dialler.sid)
    return bridge


def part(world: World, dialler: Call, other: Call) -> float:
    """They no longer hear each other; how many seconds they could."""
    bridge = dialler.bridge
    if bridge is None or bridge is not other.bridge:
        return 0.0
    bridge.end = world.now
    dialler.bridge = other.bridge = None
    dialler.quiet_since = other.quiet_since = world.now
    world.write(dialler, "unbridged", other=other.sid)
    world.write(other, "unbridged", other=dialler.sid)
    return bridge.end - bridge.start
