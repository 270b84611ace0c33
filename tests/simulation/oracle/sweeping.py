"""L2: whatever is due is touched by the next pass of the sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ivr.store.rules.kinds import DUE
from ivr.switchboard.sweep import BATCH, Swept
from tests.simulation.world.faults import PEOPLE, Fault

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

AT_ONCE = 1.0
"""Seconds: a pass that takes longer is held up by the carrier."""
JUDGED = 0.3
"""Of the passes."""
DOORBELL = (Fault.NO_DOORBELL, Fault.FLUSHED, Fault.JOB_LOST, Fault.JOB_AGAIN)
HARMLESS = frozenset({*PEOPLE, *DOORBELL})
"""What may go wrong, and yet everything goes on at once."""


class Sweeping:
    """One pass of the sweep after the other."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._dice = oracle.centre.chance.dice("passes")
        self._due: list[Any] = []
        self._under_way = False
        self._began = self._disturbed = 0.0

    def begins(self) -> None:
        """What is due now is to be touched by this pass."""
        if self._under_way:
            self._disturbed = self._oracle.now  # whoever made the last pass died in it
        shelves, now = self._oracle.centre.books.shelves, self._oracle.centre.now()
        self._began, self._under_way = self._oracle.now, True
        judged = DUE if self._dice.random() < JUDGED else ()
        self._due = [shelves[kind].rows[id] for kind in judged for _, id in shelves[kind].due(now)[:BATCH]]

    def ends(self, swept: Swept) -> None:
        """The pass is over. What could not be had, or was snatched away every time, stays due and is not judged."""
        self._under_way = False
        if swept.failed or self._oracle.now - self._began > AT_ONCE:
            self._disturbed = self._oracle.now
        if swept.failed:
            return
        for old in self._due:
            now = self._oracle.every(type(old)).get(old.id)
            self._oracle.hold("L2 what is due is touched", now != old, old)

    def held_up(self, since: float) -> bool:
        """Whether the sweep was since then, or anything went wrong beside the doorbell."""
        if self._under_way:
            self._disturbed = self._oracle.now
        chance = self._oracle.centre.chance
        struck = any(at >= since for fault, at in chance.last.items() if fault not in HARMLESS)
        lasts = any(spell.until >= since for spell in chance.spells if spell.fault not in HARMLESS)
        return struck or lasts or self._disturbed >= since
