"""The facts that a flow may ask for by name, and of which type each is: a closed list, and patterns for what is named.

What a fact costs is paid only where a flow names it; this file looks up, and asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ivr import calendar
from ivr.calendar import to_local
from ivr.callflow.steps import Scene
from ivr.callflow.values import WEEKDAYS, Plain, Type

FIXED: Mapping[str, Type] = {
    "caller.known": Type.FLAG,
    "caller.withheld": Type.FLAG,
    "caller.vip": Type.FLAG,
    "caller.number": Type.PHONE,
    "caller.language": Type.TEXT,
    "caller.calls": Type.NUMBER,
    "caller.calls_this_week": Type.NUMBER,
    "caller.open_callback": Type.FLAG,
    "now.hour": Type.NUMBER,
    "now.weekday": Type.WEEKDAY,
    "now.date": Type.DATE,
    "now.time": Type.TIME,
    "call.topic": Type.TEXT,
    "call.language": Type.TEXT,
    "call.number": Type.PHONE,
}
"""`caller.known`: we have a name for them. `caller.calls`: their earlier calls, this one not counted. `call.number`:
the number that was dialled. `caller.number`: where they can be called back; it is compared, and written down nowhere.
`now` is by the clock of the business."""

OF_QUEUE: Mapping[str, Type] = {
    "waiting": Type.NUMBER,
    "longest_wait": Type.DURATION,
    "available": Type.NUMBER,
    "estimate": Type.DURATION,
}
"""`queue.<team>.…`: callers who wait, how long the first has waited, agents who are free, and the honest estimate of
the wait, which is unknown until there are samples enough."""

FETCHED = frozenset({"caller.calls", "caller.calls_this_week", "caller.open_callback"})
"""Those that must be fetched; so must all of a queue. The others come with the call."""


def names(teams: Iterable[str], schedules: Iterable[str]) -> dict[str, Type]:
    """Every fact by its full name; answers are added by whoever knows them."""
    queues = {f"queue.{team}.{what}": type_ for team in teams for what, type_ in OF_QUEUE.items()}
    return {**FIXED, **queues, **{f"hours.{name}.open": Type.FLAG for name in schedules}}


def to_fetch(named: Iterable[str]) -> frozenset[str]:
    """Those of the named facts that do not come with the call."""
    return frozenset(name for name in named if name in FETCHED or name.startswith("queue."))


def look(scene: Scene, name: str) -> Plain | None:
    """The value of a fact; None where it is unknown."""
    match name.split("."):
        case ["answers", answer]:
            found = dict(scene.answers).get(answer)
            return found.plain if found else None
        case ["queue", *_]:
            return scene.facts.fetched.get(name)
        case ["hours", of, _]:
            schedule = of if of in scene.flow.schedules else scene.flow.team_schedules.get(of, "")
            hours = scene.flow.schedules.get(schedule)
            return calendar.is_open(hours, scene.facts.now) if hours else None
        case ["now", _]:
            return _now(scene, name)
    return _of_call(scene, name)


def _now(scene: Scene, name: str) -> Plain | None:
    now = to_local(scene.facts.now, scene.flow.zone)
    known: Mapping[str, Plain] = {
        "now.hour": Decimal(now.hour),
        "now.weekday": WEEKDAYS[now.weekday()],
        "now.date": now.date(),
        "now.time": now.time().replace(second=0, microsecond=0),
    }
    return known.get(name)


def _of_call(scene: Scene, name: str) -> Plain | None:
    facts = scene.facts
    known: Mapping[str, Plain | None] = {
        "caller.known": bool(facts.name),
        "caller.withheld": facts.withheld,
        "caller.vip": facts.vip,
        "caller.number": facts.number,
        "caller.language": facts.language,
        "call.topic": scene.topic or None,
        "call.language": scene.language,
        "call.number": facts.dialled or None,
    }
    return known[name] if name in known else facts.fetched.get(name)
