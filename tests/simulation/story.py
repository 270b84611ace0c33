"""A world told as a story, in order of time: who rang, heard, pressed and talked, what struck, what we wrote down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ivr.simulator.exchange import Fact
from tests.simulation import shop
from tests.simulation.oracle.truth import FROM_API

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

LAST = 120
"""Lines: the end of a story is where it went wrong."""


def tell(centre: Centre, last: int = LAST) -> list[str]:
    """The last lines of what happened."""
    told = [*_facts(centre), *_faults(centre), *_ledger(centre)]
    told.sort(key=lambda one: one[:2])
    return [f"{datetime.fromtimestamp(at, UTC):%d %H:%M:%S.%f}"[:-4] + f"  {line}" for at, _, line in told[-last:]]


def _facts(centre: Centre) -> Iterator[tuple[float, int, str]]:
    for fact in centre.exchange.facts:
        if fact.what not in ("cut",):
            yield fact.at, 1, f"{_who(centre, fact.leg):<22} {_said(centre, fact)}"


def _who(centre: Centre, sid: str) -> str:
    leg = centre.truth.legs.get(sid)
    if leg is None:
        return sid[-3:]
    names = {agent.number: agent.name for agent in centre.people.agents}
    for caller in centre.people.callers:
        names |= {caller.number: caller.name, caller.second: f"{caller.name}'s second"}
    who = centre.people.on[sid].name if sid in centre.people.on else names.get(leg.number, leg.number)
    way = {"inbound": "calls", FROM_API: "asked"}.get(leg.direction, "rung")
    return f"{who} ({way} {sid[-3:]})"


def _said(centre: Centre, fact: Fact) -> str:
    match fact.what:
        case "hears":
            return f"hears {shop.meant(fact.text)}"
        case "presses":
            return f"presses {fact.text} -> {fact.other}"
        case "bridged" | "unbridged" | "dequeued":
            return f"{fact.what} with {_who(centre, fact.other)}"
    return f"{fact.what} {fact.text}".rstrip()


def _faults(centre: Centre) -> Iterator[tuple[float, int, str]]:
    for at, name in centre.chance.told:
        yield at, 0, f"    * {name}"


def _ledger(centre: Centre) -> Iterator[tuple[float, int, str]]:
    for entry in centre.books.lines(0):
        moved = f"{entry.entity} {entry.entity_id}: {entry.from_state or '-'} -> {entry.to_state}"
        yield entry.at.timestamp(), 2, f"        | {moved} ({entry.cause}, by {entry.actor})"
