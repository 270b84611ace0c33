"""The ledger in memory: only ever longer, but for a unit that is taken back; lines become rows when somebody reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import product

from ivr.store.rules.key import each
from ivr.switchboard.rows import Entry

Line = tuple[str, int, str, str, str, str, int, datetime]


class Ledger:
    """What `Shelf` is for the other kinds. The id of a line is its place, from 1."""

    __slots__ = ("_lines", "_places", "_placed")

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._places: dict[tuple[object, ...], list[int]] = {}
        self._placed = 0

    def __len__(self) -> int:
        return len(self._lines)

    def tell(self, line: Line) -> None:
        self._lines.append(line)

    def cut(self, length: int) -> None:
        """Takes back every line after these."""
        del self._lines[length:]
        if self._placed > length:
            self._places, self._placed = {}, 0

    def get(self, id: int) -> Entry | None:
        return Entry(id, *self._lines[id - 1]) if 0 < id <= len(self._lines) else None

    def find(self, key: Mapping[str, object]) -> tuple[Entry, ...]:
        """The lines of these lives, in their order."""
        if key.keys() != {"entity", "entity_id"}:
            raise LookupError("the ledger is found by entity and entity_id")
        for place in range(self._placed, len(self._lines)):
            self._places.setdefault(self._lines[place][:2], []).append(place)
        self._placed = len(self._lines)
        lives = product(each(key["entity"]), each(key["entity_id"]))
        places = sorted({place for life in lives for place in self._places.get(life, ())})
        return tuple(Entry(place + 1, *self._lines[place]) for place in places)
