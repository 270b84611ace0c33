"""All rows of one kind in memory, with the same keys as in the databases; it knows no unit of work and no meaning."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import cache
from itertools import product
from operator import attrgetter, itemgetter, ne
from typing import Any, NamedTuple, cast

from ivr.store.rules.key import Key, each
from ivr.store.rules.keys import KEYS, candidates
from ivr.store.rules.kinds import DUE
from ivr.switchboard.ports import Conflict

_OUT = object()
"""Of a row of which a key does not speak."""


class _Rule:
    """What a key says of rows: made once, however many shelves are made."""

    __slots__ = ("_among", "_of", "_single", "_sought", "fields", "key", "said", "unique")

    def __init__(self, key: Key) -> None:
        self.key, self.fields, self.unique, self.said = key, key.fields, key.unique, key.said()
        self._single = len(key.fields) == 1
        self._of: Callable[[Any], Any] = attrgetter(*key.fields) if key.fields else lambda row: ()
        self._sought: Callable[[Any], Any] = itemgetter(*key.fields) if key.fields else lambda values: ()
        self._among = tuple((attrgetter(one.field), frozenset(one.values), one.other) for one in key.where)

    def keep(self, row: Any) -> object:
        """Under what the row is kept, or `_OUT`."""
        for field, values, other in self._among:
            if (field(row) in values) is other:
                return _OUT
        key = self._of(row)
        if self.unique and (key is None if self._single else None in key):
            return _OUT  # as in SQL: NULL agrees with nothing
        return key

    def found(self, ids: dict[object, dict[int, None]], values: Mapping[str, object]) -> Collection[int]:
        """The ids under these values, in no order."""
        sought = self._sought(values)
        if type(sought) is not tuple or not (self._single or tuple in map(type, sought)):
            return ids.get(sought, ())
        keys = sought if self._single else product(*map(each, sought))
        return {id for key in keys for id in ids.get(key, ())}


class _Way(NamedTuple):
    """One way to find rows with values of certain names: under a key, and then by what is left."""

    always: bool
    """Whatever the values are."""
    rule: _Rule
    number: int
    """Of the rule, among those of the kind."""
    left: tuple[tuple[str, Callable[[Any], Any]], ...]


class _Rules:
    """The rules of one kind, and what was found out about them."""

    __slots__ = ("_kind", "_touched", "_ways", "all", "indexed", "names", "numbers")

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self.all = tuple(map(_Rule, KEYS[kind]))
        self.numbers = {rule.key: number for number, rule in enumerate(self.all)}
        self.names = ("id", *sorted(frozenset().union(*(rule.said for rule in self.all))))
        self.indexed: Callable[[Any], tuple[object, ...]] = attrgetter(*self.names)
        self._touched: dict[tuple[bool, ...], tuple[int, ...]] = {}
        self._ways: dict[tuple[str, ...], tuple[_Way, ...]] = {}

    def speaking(self, changed: tuple[bool, ...]) -> tuple[int, ...]:
        """The rules that speak of what changed among the fields that any of them speaks of."""
        if (known := self._touched.get(changed)) is not None:
            return known
        fields = {field for field, differs in zip(self.names, changed, strict=True) if differs}
        touched = (number for number, rule in enumerate(self.all) if not fields.isdisjoint(rule.said))
        return self._touched.setdefault(changed, tuple(touched))

    def way(self, values: Mapping[str, object]) -> _Way:
        """LookupError where there is none."""
        names = tuple(values)
        if (ways := self._ways.get(names)) is None:
            ways = self._ways[names] = tuple(self._along(key, names) for key in candidates(self._kind, names))
        for way in ways:
            if way.always or way.rule.key.serves(values):
                return way
        raise LookupError(f"{self._kind.__name__} has no index for {', '.join(values) or 'everything'}")

    def _along(self, key: Key, names: tuple[str, ...]) -> _Way:
        left = tuple((name, attrgetter(name)) for name in names if name not in key.fields)
        number = self.numbers[key]
        return _Way(not key.unique and not key.where, self.all[number], number, left)


_rules = cache(_Rules)


class Shelf:
    """`put` is the only way in. Ids are given in order, as in the databases; a row never moves to another id."""

    __slots__ = ("_due", "_ids", "_kind", "_rules", "first", "last", "rows")

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._rules = _rules(kind)
        self.rows: dict[int, Any] = {}
        self.last = 0
        self._ids: tuple[dict[object, dict[int, None]], ...] = tuple([{} for _ in self._rules.all])
        """By rule, the ids of the rows under each value, in the order in which they came there."""
        self._due: list[tuple[datetime, int]] | None = [] if kind in DUE else None
        self.first: datetime | object | None = None
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
            self.first = _OUT
            if after is not None:
                heapq.heappush(heap, (after, id))

    def _index(self, id: int, old: Any, new: Any) -> None:
        rules = self._rules
        if old is None:
            self._move(id, [(n, _OUT, rule.keep(new)) for n, rule in enumerate(rules.all)])
        elif new is None:
            self._move(id, [(n, rule.keep(old), _OUT) for n, rule in enumerate(rules.all)])
        elif (before := rules.indexed(old)) != (after := rules.indexed(new)):
            touched = rules.speaking(tuple(map(ne, before, after)))
            self._move(id, [(n, rules.all[n].keep(old), rules.all[n].keep(new)) for n in touched])

    def _move(self, id: int, moves: list[tuple[int, object, object]]) -> None:
        for number, _, after in moves:
            if after is not _OUT and self._rules.all[number].unique and self._is_taken(number, after, id):
                raise Conflict(f"{self._kind.__name__}: {', '.join(self._rules.all[number].fields)} is taken")
        for number, before, after in moves:
            _moved(self._ids[number], id, before, after)

    def _is_taken(self, number: int, key: object, id: int) -> bool:
        """Whether another row has this unique key."""
        holder = self._ids[number].get(key)
        return holder is not None and id not in holder

    def find(self, values: Mapping[str, object]) -> tuple[Any, ...]:
        """The rows with these values, by id."""
        rows = self.rows
        if "id" in values:
            known = sorted(rows.keys() & each(values["id"]))
            return tuple([rows[id] for id in known if _is(rows[id], values)])
        _, rule, number, left = self._rules.way(values)
        if not (ids := rule.found(self._ids[number], values)):
            return ()
        found = [rows[id] for id in (sorted(ids) if len(ids) > 1 else ids)]
        for name, of in left:
            wanted = each(values[name])
            found = [row for row in found if of(row) in wanted]
        return tuple(found)

    def under(self, key: Key, value: object) -> dict[int, None]:
        """The ids under one of the kind's keys, in the order in which they came there."""
        return self._ids[self._rules.numbers[key]].get(value, {})

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
            self.first = _OUT
        return found

    def next_deadline(self) -> datetime | None:
        """The earliest deadline of all."""
        if self.first is _OUT:
            heap = self._heap()
            while heap and not self._awaits(heap[0]):
                heapq.heappop(heap)
            self.first = heap[0][0] if heap else None
        return cast("datetime | None", self.first)

    def _heap(self) -> list[tuple[datetime, int]]:
        if self._due is None:
            raise LookupError(f"{self._kind.__name__} has no deadline")
        return self._due

    def _awaits(self, one: tuple[datetime, int]) -> bool:
        """Rows move on without taking their old deadlines along: those are thrown away when they come up."""
        row = self.rows.get(one[1])
        return row is not None and row.deadline == one[0]


def firsts(shelves: tuple[Shelf, ...]) -> list[datetime | None]:
    """The earliest deadline on each of them, asked for at every turn of the simulation."""
    found = [shelf.next_deadline() if shelf.first is _OUT else shelf.first for shelf in shelves]
    return cast("list[datetime | None]", found)


def _moved(index: dict[object, dict[int, None]], id: int, old: object, new: object) -> None:
    if old is not _OUT:
        ids = index[old]
        if len(ids) == 1:
            del index[old]
        else:
            del ids[id]
    if new is not _OUT:
        if (there := index.get(new)) is None:
            index[new] = {id: None}
        else:
            there[id] = None


def _is(row: Any, values: Mapping[str, object]) -> bool:
    return all(getattr(row, name) in each(value) for name, value in values.items())
