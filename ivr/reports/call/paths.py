"""The way that a caller took through a flow: the nodes at which they pressed something, and the one to which it led."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Turn

_turns = TABLES[Turn].c

NO_MATCH = "no_match"
"""What a wrong key means, in the events of a turn."""
DESTINATIONS = frozenset({"TransferAsked", "CallbackAsked", "Declined"})
"""The events with which a way ends."""


@dataclass(frozen=True, slots=True)
class Step:
    """`keys` are empty at a node where nothing was pressed, or nobody may know what."""

    node: str
    keys: str = ""


def paths(unit: SqlUnit, calls: Sequence[str]) -> dict[str, tuple[Step, ...]]:
    """By the public ids of calls, each call's way so far: one statement."""
    if not calls:
        return {}
    found: dict[str, list[Step]] = {call: [] for call in calls}
    told = select(_turns.leg, _turns.events).where(_turns.leg.in_(list(calls))).order_by(_turns.id)
    for leg, text in unit.run(told):
        for step in _steps(json.loads(text)):
            if not found[leg] or found[leg][-1] != step:
                found[leg].append(step)
    return {call: tuple(steps) for call, steps in found.items()}


def _steps(events: Sequence[dict[str, Any]]) -> Iterator[Step]:
    for event in events:
        kind = event["kind"]
        if kind == "Pressed" and event.get("meaning") != NO_MATCH:
            yield Step(event["node"], event.get("keys", ""))
        elif kind in DESTINATIONS:
            yield Step(event["node"])
