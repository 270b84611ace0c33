"""Debts to callers: how one begins, and the four fates. The audit counts these rows and nothing else."""

from __future__ import annotations

from datetime import datetime

from ivr.frozen import replace
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Callback, Fate, Obligation, Source


def begin(
    unit: Unit, source: Source, key: str, caller_id: int, call_id: int | None, at: datetime | None = None
) -> Obligation:
    """A new debt; Conflict where the same source has one already. `at`: when they asked, where that was a while ago."""
    return unit.insert(Obligation(0, source, key, caller_id, min(at or unit.now, unit.now), call_id))


def hand_to(unit: Unit, obligation: Obligation, callback: Callback) -> Obligation:
    """From here on the callback keeps the promise."""
    return unit.save(replace(obligation, fate=Fate.CALLBACK, callback_id=callback.id), "owe")


def settle(unit: Unit, obligation: Obligation, fate: Fate) -> Obligation:
    """Served on the line, or waived by the caller's own key."""
    return unit.save(replace(obligation, fate=fate), fate)


def move_all(unit: Unit, source: Callback, target: Callback) -> None:
    """What one callback was to keep, another keeps; what the caller has said no to since is kept by nobody."""
    for obligation in unit.many(Obligation, callback_id=source.id):
        if obligation.fate is Fate.CALLBACK:
            hand_to(unit, obligation, target)
