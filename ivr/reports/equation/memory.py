"""What an audit looks at, gathered from the store in memory: the same as from SQL, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from ivr.reports.equation import books
from ivr.reports.equation.books import SHOWN, Books
from ivr.store.memory.store import MemoryStore
from ivr.store.rules.fields import STATE
from ivr.store.rules.kinds import DUE, LIVES
from ivr.switchboard.rows import FINALS, Callback, Entry, Fate, Obligation, Source, Transfer


def gather(store: MemoryStore, grace: timedelta) -> Books:
    """The books of a store in memory; a deadline that passed by more than `grace` is overdue."""
    obligations, callbacks = _rows(store, Obligation), _rows(store, Callback)
    now = store.now()
    overdue = [
        (kind, row)
        for kind in DUE
        for row in sorted(
            (row for row in _rows(store, kind) if row.deadline is not None and row.deadline < now - grace),
            key=lambda row: (row.deadline, row.id),
        )
    ]
    return Books(
        len(obligations),
        Counter((debt.fate, _is_final(store, debt)) for debt in obligations),
        len(callbacks),
        sum(row.state not in FINALS[Callback] and row.promised_by < now for row in callbacks),
        len(overdue),
        tuple(books.overdue(_name(row)) for kind in DUE for row in islice((r for k, r in overdue if k is kind), SHOWN)),
        (*_contradictions(store), *_ledger_contradictions(store)),
    )


def _rows(store: MemoryStore, kind: type) -> list[Any]:
    rows = store.shelves[kind].rows
    return [rows[id] for id in sorted(rows)]


def _is_final(store: MemoryStore, debt: Obligation) -> bool | None:
    kept_by = store.shelves[Callback].rows.get(debt.callback_id or 0)
    return None if kept_by is None else kept_by.state in FINALS[Callback]


def _contradictions(store: MemoryStore) -> Iterator[str]:
    transfers = {row.obligation_id: row for row in _rows(store, Transfer)}
    obligations = _rows(store, Obligation)
    fates = {debt.id: debt.fate for debt in obligations}
    yield from _few(
        books.disagreement(row.public_id, row.state, fates[row.obligation_id])
        for row in _rows(store, Transfer)
        if not books.agrees(row.state, fates[row.obligation_id])
    )
    yield from _few(
        books.nowhere(_name(debt))
        for debt in obligations
        if debt.fate is Fate.CALLBACK and _is_final(store, debt) is None
    )
    yield from _few(
        books.unwatched(_name(debt))
        for debt in obligations
        if debt.id not in transfers and (debt.fate is Fate.WAITING or debt.source is Source.TRANSFER)
    )
    kept = {debt.callback_id for debt in obligations if debt.fate is Fate.CALLBACK}
    yield from _few(
        books.owed_to_nobody(row.public_id)
        for row in _rows(store, Callback)
        if row.state not in FINALS[Callback] and row.id not in kept
    )


def _ledger_contradictions(store: MemoryStore) -> Iterator[str]:
    last: dict[tuple[str, int], str] = {}
    gaps: set[tuple[str, int]] = set()
    steps: set[tuple[str, str, str]] = set()
    for line in _lines(store):
        life = (line.entity, line.entity_id)
        if last.get(life, "") != line.from_state:
            gaps.add(life)
        last[life] = line.to_state
        steps.add((line.entity, line.from_state, line.to_state))
    for kind, (entity, _) in LIVES.items():
        yield from _few(
            books.untold(_name(row), STATE[kind](row))
            for row in _rows(store, kind)
            if last.get((entity, row.id), "") != STATE[kind](row)
        )
    yield from _few(books.broken_chain(entity, id) for entity, id in sorted(gaps))
    yield from (books.no_such_step(*step) for step in sorted(steps) if not books.is_step(*step))


def _lines(store: MemoryStore) -> Iterator[Entry]:
    for id in range(1, len(store.ledger) + 1):
        line = store.ledger.get(id)
        assert line is not None
        yield line


def _few(found: Iterable[str]) -> Iterator[str]:
    return islice(found, SHOWN)


def _name(row: Any) -> str:
    kind = type(row)
    word = LIVES[kind][0] if kind in LIVES else kind.__name__.lower()
    return f"{word} {getattr(row, 'public_id', row.id)}"
