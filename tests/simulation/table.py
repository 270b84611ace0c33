"""The result as a table for people and as JSON for programs; it judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.promise import callback, offer, transfer
from tests.simulation import origin
from tests.simulation.run import Course
from tests.simulation.seen import CALM, Move, Seen
from tests.simulation.world.centre import EVENT
from tests.simulation.world.chance import Fault

TABLES = {"transfer": transfer.TRANSITIONS, "callback": callback.TRANSITIONS, "offer": offer.TRANSITIONS}
MOVES: tuple[Move, ...] = tuple(
    (machine, str(state), str(event))
    for machine, table in TABLES.items()
    for state, events in table.items()
    for event in events
)
"""All transitions that there are."""
UNDER = (CALM, *(str(fault) for fault in Fault))
RESULTS = tuple(sorted(callback.FINAL))
LONG = ("event", "kinds_of_fault", "transitions_never_taken", "cells_never_hit", "broken")
"""What is in the JSON only, or comes last."""


def faults(seen: Seen) -> dict[str, int]:
    """How often each fault struck, whatever its kind."""
    return {
        fault.value: sum(count for name, count in seen.struck.items() if name.split(":")[0] == fault) for fault in Fault
    }


def fates(seen: Seen) -> dict[str, int]:
    """How debts ended: served, waived, and every result of a callback."""
    ends = {"served": seen.fates["obligation: served"], "waived": seen.fates["obligation: waived"]}
    return ends | {f"callback {result}": seen.fates[f"callback: {result}"] for result in RESULTS}


def never_moved(seen: Seen) -> list[str]:
    """The transitions that no world took."""
    return [_said(move) for move in MOVES if not seen.moves[move]]


def never_hit(seen: Seen) -> list[str]:
    """The cells of transition and fault that no world was in; a fault counts that had struck lately."""
    return [f"{_said(move)}, {fault}" for move in MOVES for fault in UNDER if not seen.under[(*move, fault)]]


def _said(move: Move) -> str:
    machine, state, event = move
    return f"{machine}: {state} + {event}"


def as_json(course: Course) -> dict[str, object]:
    """All figures."""
    seen, seconds = course.seen, max(course.seconds, 1e-9)
    return {
        "level": str(course.level),
        "seed": course.seed,
        "commit": origin.commit(),
        "machine": origin.machine(),
        "calls": seen.calls,
        "worlds": seen.worlds,
        "events": seen.events,
        "event": EVENT,
        "events_per_call": round(seen.events / max(1, seen.calls), 1),
        "seconds": round(course.seconds, 1),
        "processes": course.jobs,
        "calls_per_second": round(seen.calls / seconds),
        "events_per_second_per_process": round(seen.events / seconds / course.jobs),
        "faults": faults(seen),
        "kinds_of_fault": dict(sorted(seen.struck.items())),
        "invariants": dict(sorted(seen.checks.items())),
        "fates": fates(seen),
        "transitions": len(MOVES),
        "transitions_taken": len(MOVES) - len(never_moved(seen)),
        "transitions_never_taken": never_moved(seen),
        "cells": len(MOVES) * len(UNDER),
        "cells_hit": len(MOVES) * len(UNDER) - len(never_hit(seen)),
        "cells_never_hit": never_hit(seen),
        "violations": len(seen.broken),
        "broken": [{"plan": plan.as_json(), "invariant": name, "seen": told} for plan, name, told in seen.broken],
        "trace": seen.trace,
    }


def as_text(course: Course) -> str:
    """For people."""
    return "\n".join([*_lines(as_json(course)), f"\nAn event is {EVENT}."])


def _lines(figures: dict[str, object]) -> Iterator[str]:
    for name, value in figures.items():
        if name in LONG:
            continue
        if isinstance(value, dict):
            yield f"\n{name}"
            yield from (f"  {key:<42}{count:>10,}" for key, count in value.items())
            if name == "fates":
                yield ""
        else:
            yield f"{name.replace('_', ' '):<44}{f'{value:,}' if isinstance(value, int | float) else value:>10}"


def matrix(seen: Seen) -> str:
    """Every cell: a line for each transition, and how often it was taken under each fault."""
    return "\n".join(_cells(seen))


def _cells(seen: Seen) -> Iterator[str]:
    for move in MOVES:
        yield f"\n{_said(move)}: {seen.moves[move]:,}"
        yield from (f"  {fault:<42}{seen.under[(*move, fault)]:>10,}" for fault in UNDER)
