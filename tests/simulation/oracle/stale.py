"""S7: whoever read a row before it changed cannot write it any more, however long they slept. Tried now and then."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from ivr.store.rules.kinds import LIVES
from ivr.switchboard.ports import Fenced
from ivr.switchboard.rows import Entry

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

KINDS: dict[str, type] = {name: kind for kind, (name, _) in LIVES.items()}
KEPT = 40
OFTEN = 0.2
"""Of what is read at a change of state."""


class _Succeeded(Exception):
    """What must not succeed did; it is taken back."""


class Stale:
    """Rows as they once were, as a process remembers them that slept since."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._dice = oracle.centre.chance.dice("zombie")
        self._kept: deque[Any] = deque(maxlen=KEPT)
        self._fences: dict[tuple[str, int], int] = {}

    def line(self, entry: Entry) -> None:
        """A row changed its state: its fence has grown. Some are remembered as they are now."""
        key = (entry.entity, entry.entity_id)
        self._oracle.hold("S7 a fence only grows", entry.fence > self._fences.get(key, -1), entry)
        self._fences[key] = entry.fence
        if self._dice.random() < OFTEN:
            self.keep(self._oracle.row(KINDS[entry.entity], entry.entity_id))

    def keep(self, row: Any) -> None:
        """Somebody has read this row, and may write it much later."""
        self._kept.append(row)

    def around(self) -> None:
        """The one who slept longest wakes up, and writes."""
        if not self._kept:
            return
        old = self._kept.popleft()
        now = self._oracle.every(type(old)).get(old.id)
        if now is None or now.fence == old.fence:
            self._kept.append(old)
            return
        self._oracle.hold("S7 no write with an old fence", self._refused(old), (old, now))

    def _refused(self, old: Any) -> bool:
        chance = self._oracle.centre.chance
        was_off, chance.off = chance.off, True
        try:
            with self._oracle.centre.store.unit("zombie") as unit:
                unit.save(old)
                raise _Succeeded
        except Fenced:
            return True
        except _Succeeded:
            return False
        finally:
            chance.off = was_off
