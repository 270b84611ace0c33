"""All rows of one kind in memory, with the same keys as in the databases; it knows no unit of work and no meaning."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from itertools import product
from operator import attrgetter, itemgetter, ne
from typing import Any, NamedTuple, cast

from ivr.store.key import Key, each
from ivr.store.keys import KEYS, candidates
from ivr.store.kinds import DUE
from ivr.switchboard.ports import Conflict

_OUT = object()
"""Of a row of which a key does not speak."""


class _Index:
    """The ids of the rows under one key, in the order in which they came there."""

    __slots__ = ("_among", "_of", "_single", "_sought", "fields", "ids", "said", "unique")

    def __init__(self, key: Key) -> None:
        self.fields, self.unique, self.said = key.fields, key.unique, key.said()
        self._single = len(key.fields) == 1
        self._of: Callable[[Any], Any] = attrgetter(*key.fields) if key.fields else lambda row: ()
        self._sought: Callable[[Any], Any] = itemgetter(*key.fields) if key.fields else lambda values: ()
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

    def found(self, values: Mapping[str, object]) -> Collection[int]:
        """The ids under these values, in no order."""
        sought = self._sought(values)
        if type(sought) is not tuple or not (self._single or tuple in map(type, sought)):
            return self.ids.get(sought, ())
        keys = sought if self._single else product(*map(each, sought))
        return {id for key in keys for id in self.ids.get(key, ())}


class _Way(NamedTuple):
    """One way to find rows with values of certain names: under a key, and then by what is left."""

    key: Key
    always: bool
    """Whatever the values are."""
    under: _Index
    left: tuple[tuple[str, Callable[[Any], Any]], ...]


class Shelf:
    """`put` is the only way in. Ids are given in order, as in the databases; a row never moves to another id."""

    __slots__ = (
        "_by_key",
        "_due",
        "_first",
        "_indexed",
        "_indexes",
        "_kind",
        "_said",
        "_touched",
        "_ways",
        "last",
        "rows",
    )

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self.rows: dict[int, Any] = {}
        self.last = 0
        self._by_key = {key: _Index(key) for key in KEYS[kind]}
        self._indexes = tuple(self._by_key.values())
        self._said = ("id", *sorted(frozenset().union(*(index.said for index in self._indexes))))
        self._indexed: Callable[[Any], tuple[object, ...]] = attrgetter(*self._said)
        self._touched: dict[tuple[bool, ...], tuple[_Index, ...]] = {}
        self._ways: dict[tuple[str, ...], tuple[_Way, ...]] = {}
        self._due: list[tuple[datetime, int]] | None = [] if kind in DUE else None
        self._first: datetime | object | None = None
        """The earliest deadline of all; `_OUT`: to be looked for."""

    def put(self, id: int, new: Any) -> Any:
        """Lays a row down under its id, or takes it away (None); returns what lay there. Conflict changes nothing."""
        old = self.rows.get(id)
        self._index(id, old, new)
        if new is None:
            del self.rows[id]
        else:
            self.rows[id] = new
        if self._due is not None:
            self._await(self._due, id, old and old.deadline, new and new.deadline)
        return old

    def _await(
        self, heap: list[tuple[datetime, int]], id: int, before: datetime | None, after: datetime | None
    ) -> None:
        if before != after:
            self._first = _OUT
            if after is not None:
                heapq.heappush(heap, (after, id))

    def _index(self, id: int, old: Any, new: Any) -> None:
        if old is None:
            self._move(id, [(index, _OUT, index.keep(new)) for index in self._indexes])
        elif new is None:
            self._move(id, [(index, index.keep(old), _OUT) for index in self._indexes])
        elif (before := self._indexed(old)) != (after := self._indexed(new)):
            touched = self._speaking(tuple(map(ne, before, after)))
            self._move(id, [(index, index.keep(old), index.keep(new)) for index in touched])

    def _speaking(self, changed: tuple[bool, ...]) -> tuple[_Index, ...]:
        """The indexes that speak of what changed among the fields that any of them speaks of."""
        if (known := self._touched.get(changed)) is not None:
            return known
        fields = {field for field, differs in zip(self._said, changed, strict=True) if differs}
        return self._touched.setdefault(
            changed, tuple(index for index in self._indexes if not fields.isdisjoint(index.said))
        )

    def _move(self, id: int, moves: list[tuple[_Index, object, object]]) -> None:
        for index, _, after in moves:
            if index.unique and after is not _OUT and index.taken(after, id):
                raise Conflict(f"{self._kind.__name__}: {', '.join(index.fields)} is taken")
        for index, before, after in moves:
            index.move(id, before, after)

    def find(self, values: Mapping[str, object]) -> tuple[Any, ...]:
        """The rows with these values, by id."""
        rows = self.rows
        if "id" in values:
            known = sorted(rows.keys() & each(values["id"]))
            return tuple(rows[id] for id in known if _is(rows[id], values))
        way = self._way(values)
        if not (ids := way.under.found(values)):
            return ()
        found = [rows[id] for id in (sorted(ids) if len(ids) > 1 else ids)]
        for name, of in way.left:
            wanted = each(values[name])
            found = [row for row in found if of(row) in wanted]
        return tuple(found)

    def _way(self, values: Mapping[str, object]) -> _Way:
        """LookupError where there is none."""
        names = tuple(values)
        if (ways := self._ways.get(names)) is None:
            ways = self._ways[names] = tuple(self._along(key, names) for key in candidates(self._kind, names))
        for way in ways:
            if way.always or way.key.serves(values):
                return way
        raise LookupError(f"{self._kind.__name__} has no index for {', '.join(values) or 'everything'}")

    def _along(self, key: Key, names: tuple[str, ...]) -> _Way:
        left = tuple((name, attrgetter(name)) for name in names if name not in key.fields)
        return _Way(key, not key.unique and not key.where, self._by_key[key], left)

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
            self._first = _OUT
        return found

    def is_late(self, now: datetime) -> bool:
        """Whether any row's deadline has passed."""
        first = self.next_deadline()
        return first is not None and first <= now

    def next_deadline(self) -> datetime | None:
        """The earliest deadline of all."""
        if self._first is _OUT:
            heap = self._heap()
            while heap and not self._awaits(heap[0]):
                heapq.heappop(heap)
            self._first = heap[0][0] if heap else None
        return cast("datetime | None", self._first)

    def _heap(self) -> list[tuple[datetime, int]]:
        if self._due is None:
            raise LookupError(f"{self._kind.__name__} has no deadline")
        return self._due

    def _awaits(self, one: tuple[datetime, int]) -> bool:
        """Rows move on without taking their old deadlines along: those are thrown away when they come up."""
        row = self.rows.get(one[1])
        return row is not None and row.deadline == one[0]


def _is(row: Any, values: Mapping[str, object]) -> bool:
    return all(getattr(row, name) in each(value) for name, value in values.items())
