"""All rows of one kind in memory, with the same keys as in the databases; it knows no unit of work and no meaning."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import product
from operator import attrgetter
from typing import Any

from ivr.store.key import Key, each
from ivr.store.keys import DUE, KEYS, serving
from ivr.switchboard.ports import Conflict

_OUT = object()
"""Of a row of which a key does not speak."""


class _Index:
    """The ids of the rows under one key, in the order in which they came there."""

    __slots__ = ("_among", "_of", "_single", "fields", "ids", "said", "unique")

    def __init__(self, key: Key) -> None:
        self.fields, self.unique, self.said = key.fields, key.unique, key.said()
        self._single = len(key.fields) == 1
        self._of: Callable[[Any], Any] = attrgetter(*key.fields) if key.fields else lambda row: ()
        self._among = tuple((attrgetter(one.field), frozenset(one.values), one.other) for one in key.where)
        self.ids: dict[object, dict[int, None]] = {}

    def keep(self, row: Any) -> object:
        """Under what the row is kept, or `_OUT`."""
        for field, values, other in self._among:
            if (field(row) in values) is other:
                return _OUT
        key = self._of(row)
        if self.unique and (key is None if self._single else None in key):
            return _OUT  # as in SQL: NULL agrees with nothing
        return key

    def taken(self, key: object, id: int) -> bool:
        """Whether another row has this unique key."""
        holder = self.ids.get(key)
        return bool(holder) and id not in holder  # type: ignore[operator]

    def move(self, id: int, old: object, new: object) -> None:
        if old is not _OUT:
            ids = self.ids[old]
            if len(ids) == 1:
                del self.ids[old]
            else:
                del ids[id]
        if new is not _OUT:
            if (there := self.ids.get(new)) is None:
                self.ids[new] = {id: None}
            else:
                there[id] = None

    def found(self, values: Mapping[str, object]) -> Iterator[int]:
        wanted = [each(values[field]) for field in self.fields]
        for key in wanted[0] if self._single else product(*wanted):
            yield from self.ids.get(key, ())


class Shelf:
    """`put` is the only way in. Ids are given in order, as in the databases; a row never moves to another id."""

    __slots__ = ("_by_key", "_due", "_fields", "_indexed", "_indexes", "_kind", "last", "rows")

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self.rows: dict[int, Any] = {}
        self.last = 0
        self._by_key = {key: _Index(key) for key in KEYS[kind]}
        self._indexes = tuple(self._by_key.values())
        self._fields = ["id", *sorted(frozenset().union(*(index.said for index in self._indexes)))]
        self._indexed: Callable[[Any], tuple[object, ...]] = attrgetter(*self._fields)
        self._due: list[tuple[datetime, int]] | None = [] if kind in DUE else None

    def put(self, id: int, new: Any) -> Any:
        """Lays a row down under its id, or takes it away (None); returns what lay there. Conflict changes nothing."""
        old = self.rows.get(id)
        self._index(id, old, new)
        if new is None:
            del self.rows[id]
            return old
        self.rows[id] = new
        if self._due is not None and new.deadline is not None and (old is None or old.deadline != new.deadline):
            heapq.heappush(self._due, (new.deadline, id))
        return old

    def _index(self, id: int, old: Any, new: Any) -> None:
        if old is None:
            self._move(id, [(index, _OUT, index.keep(new)) for index in self._indexes])
        elif new is None:
            self._move(id, [(index, index.keep(old), _OUT) for index in self._indexes])
        elif (before := self._indexed(old)) != (after := self._indexed(new)):
            changed = {field for field, a, b in zip(self._fields, before, after, strict=True) if a != b}
            touched = [index for index in self._indexes if not changed.isdisjoint(index.said)]
            self._move(id, [(index, index.keep(old), index.keep(new)) for index in touched])

    def _move(self, id: int, moves: list[tuple[_Index, object, object]]) -> None:
        for index, _, after in moves:
            if index.unique and after is not _OUT and index.taken(after, id):
                raise Conflict(f"{self._kind.__name__}: {', '.join(index.fields)} is taken")
        for index, before, after in moves:
            index.move(id, before, after)

    def find(self, values: Mapping[str, object]) -> tuple[Any, ...]:
        """The rows with these values, by id."""
        said, ids = self._look(values)
        found = [self.rows[id] for id in sorted(ids)]
        rest = [(attrgetter(field), each(value)) for field, value in values.items() if field not in said]
        return tuple(row for row in found if all(of(row) in wanted for of, wanted in rest))

    def _look(self, values: Mapping[str, object]) -> tuple[tuple[str, ...], set[int]]:
        """By which fields was looked, and the ids found."""
        if "id" in values:
            return ("id",), {id for id in each(values["id"]) if id in self.rows}
        index = self._by_key[serving(self._kind, values)]
        return index.fields, {*index.found(values)}

    def under(self, key: Key, value: object) -> dict[int, None]:
        """The ids under one of the kind's keys, in the order in which they came there."""
        return self._by_key[key].ids.get(value, {})

    def due(self, now: datetime) -> list[tuple[datetime, int]]:
        """Deadline and id of every row whose deadline has passed, the longest overdue first."""
        found: list[tuple[datetime, int]] = []
        heap = self._heap()
        while heap and heap[0][0] <= now:
            first = heapq.heappop(heap)
            if self._awaits(first) and (not found or found[-1] != first):
                found.append(first)
        for one in found:
            heapq.heappush(heap, one)
        return found

    def next_deadline(self) -> datetime | None:
        """The earliest deadline of all."""
        heap = self._heap()
        while heap and not self._awaits(heap[0]):
            heapq.heappop(heap)
        return heap[0][0] if heap else None

    def _heap(self) -> list[tuple[datetime, int]]:
        if self._due is None:
            raise LookupError(f"{self._kind.__name__} has no deadline")
        return self._due

    def _awaits(self, one: tuple[datetime, int]) -> bool:
        """Rows move on without taking their old deadlines along: those are thrown away when they come up."""
        row = self.rows.get(one[1])
        return row is not None and row.deadline == one[0]
