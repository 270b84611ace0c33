"""What the person on a leg hears, and for how long; it never decides what comes next."""

from __future__ import annotations

from ivr.simulator.exchange import checks
from ivr.simulator.exchange.parts import Call
from ivr.simulator.exchange.values import Sound, Verb
from ivr.simulator.exchange.world import World

UNKNOWN_SOUND = 10.0
"""seconds of a Play whose address does not say how long it is"""


def sound(world: World, call: Call, kind: str, text: str, language: str, seconds: float) -> None:
    """The person begins to hear something."""
    until = world.now + seconds
    call.sound = Sound(kind, text, language, world.now, until)
    call.redirects = 0
    if kind != "pause":
        world.write(call, "hears", text, language=language, other=kind, until=until)


def silence(world: World, call: Call) -> None:
    """What the person hears ends, by itself or cut short."""
    if call.sound is None:
        return
    if call.sound.kind != "pause":
        call.quiet_since = world.now
        if call.sound.until > world.now:
            world.write(call, "cut")
    call.sound = None


def begin(world: World, call: Call, verb: Verb) -> float:
    """Start a Say, Play or Pause; how many seconds it takes."""
    seconds = _seconds(world, verb)
    if seconds <= 0:
        return 0.0
    if verb.name == "Say":
        sound(world, call, "say", checks.letters(verb).strip(), language(verb), seconds)
    else:
        sound(world, call, verb.name.lower(), verb.text.strip(), "", seconds)
    return seconds


def _seconds(world: World, verb: Verb) -> float:
    if verb.name == "Pause":
        return float(verb.attributes.get("length", "1"))
    loops = int(verb.attributes.get("loop", "1")) or 1000
    if verb.name == "Say":
        return loops * max(1.0, len(checks.letters(verb).strip()) / world.limits.speech_rate)
    if "digits" in verb.attributes:
        return 0.5 * len(verb.attributes["digits"])
    return loops * play_seconds(verb.text)


def play_seconds(url: str) -> float:
    """The length that a media file's own name gives (`music-12s.mp3`), else a fixed guess."""
    name = url.strip().partition("?")[0].rpartition("/")[2].rpartition(".")[0]
    tail = name.rpartition("-")[2]
    if len(tail) > 1 and tail[-1] == "s" and tail[:-1].isdigit():
        return float(tail[:-1])
    return UNKNOWN_SOUND


def language(verb: Verb) -> str:
    """Of a Say: as it states, else as its voice has it, else the carrier's default."""
    stated = verb.attributes.get("language")
    if stated:
        return stated
    parts = verb.attributes.get("voice", "").partition(".")[2].split("-")
    return "-".join(parts[:2]) if len(parts) > 2 else "en-US"
