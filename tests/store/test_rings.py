"""How many phones were rung lately, in all and in one block of numbers: the same from every store."""

from __future__ import annotations

from datetime import timedelta

from ivr.line.outcomes import LegState
from ivr.store.memory.store import MemoryStore
from ivr.store.sql.store import SqlStore
from tests.store import samples


def test_rings_are_counted_by_time_and_by_block(store: MemoryStore | SqlStore) -> None:
    with store.unit() as unit:
        now = unit.now
        for number, hours in (("+8801712345601", 0), ("+8801712345602", 2), ("+8801712355601", 0), (None, 0)):
            promise = samples.callback_row(unit, samples.caller(unit, number=number))
            yes = samples.offer_row(unit, samples.agent(unit), promise)
            placed = now - timedelta(hours=hours)
            samples.customer_leg(unit, yes, placed_at=placed, state=LegState.ENDED, in_flight=False)
        assert unit.rings_since(now - timedelta(hours=1)) == 3
        assert unit.rings_since(now - timedelta(hours=1), "+880171234") == 1
        assert unit.rings_since(now - timedelta(hours=3), "+880171234") == 2
        assert unit.rings_since(now - timedelta(hours=3), "+88017123") == 0
