"""The facts that a flow names and that must be asked for: each question once in a turn, and none that nobody named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from ivr.callflow.values import Plain
from ivr.promise import estimate
from ivr.promise.transfer import State
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, Caller, Transfer

WEEK = timedelta(days=7)


def fetch(unit: Unit, caller: Caller, call: Call, owed: bool, named: frozenset[str]) -> Mapping[str, Plain]:
    """Their values by full name; a fact that nobody can tell is left out. `owed`: whether we owe this caller a call."""
    found = _history(unit, caller, call) if {"caller.calls", "caller.calls_this_week"} & named else {}
    if "caller.open_callback" in named:
        found["caller.open_callback"] = owed
    for team in sorted({name.split(".")[1] for name in named if name.startswith("queue.")}):
        wanted = {what for kind, of, what in (name.split(".") for name in named if name.count(".") == 2) if of == team}
        found.update({f"queue.{team}.{what}": value for what, value in _queue(unit, team, wanted).items()})
    return found


def _history(unit: Unit, caller: Caller, call: Call) -> dict[str, Plain]:
    """Earlier calls; this one is not counted."""
    calls = [one for one in unit.many(Call, caller_id=caller.id) if one.id != call.id]
    lately = sum(one.started_at >= unit.now - WEEK for one in calls)
    return {"caller.calls": Decimal(len(calls)), "caller.calls_this_week": Decimal(lately)}


def _queue(unit: Unit, team: str, wanted: set[str]) -> dict[str, Plain]:
    """A team's callers who wait now; of what they will have waited, only an honest figure."""
    found: dict[str, Plain] = {}
    if wanted & {"waiting", "longest_wait", "estimate"}:
        rows = unit.many(Transfer, team=team, state=(State.WAITING, State.OFFERED))
        waits = [unit.now - row.waiting_since for row in rows]
        found = {"waiting": Decimal(len(rows)), "longest_wait": max(waits, default=timedelta(0))}
        if "estimate" in wanted:
            minutes = estimate.minutes(unit.waits(team), len(rows) + 1)
            found |= {} if minutes is None else {"estimate": timedelta(minutes=minutes)}
    if "available" in wanted:
        found["available"] = Decimal(len(unit.free_agents(team)))
    return found
