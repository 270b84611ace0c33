"""The result as a table for people and as JSON for programs; it judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.promise import callback, offer, transfer
from tests.simulation.run import MACHINES, Seen
from tests.simulation.world.chance import Fault

TABLES = {"transfer": transfer.TRANSITIONS, "callback": callback.TRANSITIONS, "offer": offer.TRANSITIONS}
RESULTS = tuple(sorted(callback.FINAL))


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
    return [
        f"{machine}: {state} + {event}"
        for machine in MACHINES
        for state, events in TABLES[machine].items()
        for event in events
        if not seen.moves[machine, state, event]
    ]


def as_json(seen: Seen, seconds: float, jobs: int) -> dict[str, object]:
    """All figures."""
    return {
        "calls": seen.calls,
        "worlds": seen.worlds,
        "events": seen.events,
        "events_per_call": round(seen.events / max(1, seen.calls), 1),
        "seconds": round(seconds, 1),
        "processes": jobs,
        "events_per_second": round(seen.events / seconds),
        "faults": faults(seen),
        "kinds_of_fault": dict(sorted(seen.struck.items())),
        "invariants": dict(sorted(seen.checks.items())),
        "fates": fates(seen),
        "transitions_taken": sum(len(events) for table in TABLES.values() for events in table.values())
        - len(never_moved(seen)),
        "transitions_never_taken": never_moved(seen),
        "violations": len(seen.broken),
        "trace": seen.hash,
    }


def as_text(seen: Seen, seconds: float, jobs: int) -> str:
    """For people."""
    return "\n".join(_lines(as_json(seen, seconds, jobs)))


def _lines(figures: dict[str, object]) -> Iterator[str]:
    for name, value in figures.items():
        if name in ("kinds_of_fault", "transitions_never_taken"):
            continue
        if isinstance(value, dict):
            yield f"\n{name}"
            yield from (f"  {key:<42}{count:>10,}" for key, count in value.items())
            if name == "fates":
                yield ""
        else:
            yield f"{name.replace('_', ' '):<44}{value if isinstance(value, str) else f'{value:,}':>10}"
