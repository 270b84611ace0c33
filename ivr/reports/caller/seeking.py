"""Callers as they are looked for: by number in any form, by name, tag or note; and who rang last.

Names and numbers are found by an index; words within names, tags and notes among the newest of each only, so that
looking takes the same time however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all

from ivr.language import sought
from ivr.promise.callback import FINAL, State
from ivr.reports.caller.beginnings import beginnings, between
from ivr.store.sql.searching import begins
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Call, Callback, Caller, Note, Tag

_callers, _calls, _callbacks, _notes, _tags = (TABLES[kind].c for kind in (Caller, Call, Callback, Note, Tag))

MOST = 50
"""Callers on the list."""
NEWEST = 20_000
"""Rows of each kind in which words are looked for."""
LAST = 500
"""Calls among which those who rang last are found."""
AROUND = 40
"""Letters of a note that are shown on each side of what was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """One person; `id` is the row that stands for all of theirs."""

    id: int
    name: str
    numbers: tuple[str, ...]
    language: str | None
    zone: str | None
    vip: bool
    do_not_call: bool
    tags: tuple[str, ...]
    last_at: datetime | None
    """When they last rang us."""
    state: State | None
    """Of what we owe them; None: nothing."""
    promised_by: datetime | None
    note: str
    """The part of a note in which it was found; empty where it was not by one."""


@dataclass(frozen=True, slots=True)
class Short:
    """Where words were not looked for in all that there is: there are more than NEWEST of them."""

    names: bool = False
    tags: bool = False
    notes: datetime | None = None
    """When the youngest of the notes was written that were not looked through; None: all were."""


@dataclass(frozen=True, slots=True)
class Findings:
    """`more`: there are others, which more letters would tell apart."""

    rows: tuple[Found, ...]
    more: bool = False
    short: Short = Short()


def seek(unit: SqlUnit, text: str, country: str, dialect: str) -> Findings:
    """Whom this text may mean: numbers first, then names, then tags, then notes."""
    key = sought.key(text)
    if not key:
        return recent(unit)
    ids: dict[int, str] = dict.fromkeys(unit.run(_by_themselves(text, key, country, dialect)).scalars(), "")
    for id in unit.run(_within(_tags, Tag, key)).scalars():
        ids.setdefault(id, "")
    for id, note in unit.run(_in_notes(key)):
        ids.setdefault(id, _excerpt(note, key))
    return Findings(shown(unit, list(ids)[:MOST], ids), len(ids) > MOST, _short(unit))


def recent(unit: SqlUnit) -> Findings:
    """Who rang last; beside them, while they are few, whoever came last to be known."""
    calls = select(_calls.id, _calls.caller_id).order_by(_calls.id.desc()).limit(LAST).subquery()
    rang = select(calls.c.caller_id).group_by(calls.c.caller_id).order_by(func.max(calls.c.id).desc()).limit(MOST)
    ids = list(unit.run(rang).scalars())
    if len(ids) < MOST:
        ids += unit.run(select(_callers.id).order_by(_callers.id.desc()).limit(MOST)).scalars()
    return Findings(shown(unit, list(dict.fromkeys(ids))[:MOST]))


def batch(unit: SqlUnit, after: int, limit: int) -> list[int]:
    """The next rows that stand for a person, by their ids, after this one."""
    stands = or_(_callers.person.is_(None), _callers.person == _callers.id)
    statement = select(_callers.id).where(_callers.id > after, stands, _callers.number.is_not(None))
    return list(unit.run(statement.order_by(_callers.id).limit(limit)).scalars())


def _by_themselves(text: str, key: str, country: str, dialect: str) -> Select[Any]:
    """By the number, by how the name begins, by how a word of it begins; each by an index, or among the newest."""
    limit = MOST + 1
    ways: list[Any] = []
    for beginning in beginnings(text, country):
        ways.append(select(literal(0).label("rank"), _callers.id).where(_callers.number.between(*between(beginning))))
    named = begins(_callers.search, key, dialect) & (_callers.search != "")
    ways.append(select(literal(1).label("rank"), _callers.id).where(named))
    newest = select(_callers.id, _callers.search).order_by(_callers.id.desc()).limit(NEWEST).subquery()
    ways.append(select(literal(2).label("rank"), newest.c.id).where(_word(newest.c.search, key)))
    cut = (select(one) for one in (way.limit(limit).subquery() for way in ways))
    each = union_all(*cut).subquery()
    return select(each.c.id).group_by(each.c.id).order_by(func.min(each.c.rank), each.c.id.desc()).limit(limit)


def _within(columns: Any, kind: type, key: str) -> Select[Any]:
    newest = select(columns.id, columns.caller_id, columns.search).order_by(columns.id.desc()).limit(NEWEST).subquery()
    found = select(newest.c.caller_id).where(_word(newest.c.search, key))
    return found.order_by(newest.c.id.desc()).limit(MOST + 1)


def _in_notes(key: str) -> Select[Any]:
    """Anywhere in them: a note's words stand in brackets and behind hyphens."""
    columns = (_notes.id, _notes.caller_id, _notes.search)
    newest = select(*columns).where(_notes.withdrawn_at.is_(None)).order_by(_notes.id.desc()).limit(NEWEST).subquery()
    found = select(newest.c.caller_id, newest.c.search).where(newest.c.search.contains(key, autoescape=True))
    return found.order_by(newest.c.id.desc()).limit(MOST + 1)


def _short(unit: SqlUnit) -> Short:
    """How far back words are looked for, by what stands just before: one statement."""
    names = select(_callers.id).order_by(_callers.id.desc())
    tags = select(_tags.id).order_by(_tags.id.desc())
    notes = select(_notes.at).where(_notes.withdrawn_at.is_(None)).order_by(_notes.id.desc())
    beyond = (one.offset(NEWEST).limit(1).scalar_subquery() for one in (names, tags, notes))
    name, tag, note = unit.run(select(*beyond)).one()
    return Short(name is not None, tag is not None, note)


def _word(search: ColumnElement[Any], key: str) -> ColumnElement[bool]:
    return (literal(" ") + search).contains(f" {key}", autoescape=True)


def _excerpt(note: str, key: str) -> str:
    at = max(note.find(key), 0)
    start, end = max(0, at - AROUND), at + len(key) + AROUND
    start = 0 if start < AROUND // 2 else note.find(" ", start) + 1
    return f"{'… ' if start else ''}{note[start:end]}{' …' if end < len(note) else ''}"


def shown(unit: SqlUnit, ids: Sequence[int], notes: dict[int, str] | None = None) -> tuple[Found, ...]:
    """The persons behind these rows, each once, in this order; five statements. Whom we know nothing of any more is
    left out."""
    if not ids:
        return ()
    rows = {row.id: row for row in unit.run(PEOPLE.where(_callers.id.in_(ids)))}
    whose = {id: rows[id].person or id for id in ids if id in rows}
    people = _people(unit, set(whose.values()))
    every = [row.id for those in people.values() for row in those]
    last, owed, tags = _last(unit, every), _owed(unit, every), _words(unit, every)
    said: dict[int, str] = {}
    for id, person in whose.items():
        said[person] = said.get(person) or (notes or {}).get(id, "")
    order = [person for person in dict.fromkeys(whose.values()) if person in people]
    return tuple(_found(people[id], last, owed, tags, said[id]) for id in order if people[id][0].erased_at is None)


PEOPLE = select(
    _callers.id, _callers.person, _callers.number, _callers.name, _callers.language, _callers.zone, _callers.vip,
    _callers.do_not_call, _callers.erased_at,
).order_by(_callers.id)  # fmt: skip


def _people(unit: SqlUnit, ids: Iterable[int]) -> dict[int, list[Any]]:
    """All rows of each, the one that stands for them first."""
    found: dict[int, list[Any]] = {}
    for row in unit.run(PEOPLE.where(or_(_callers.id.in_(ids), _callers.person.in_(ids)))):
        found.setdefault(row.person or row.id, []).append(row)
    return {id: sorted(rows, key=lambda row: (row.id != id, row.id)) for id, rows in found.items()}


def _last(unit: SqlUnit, ids: Sequence[int]) -> dict[int, datetime]:
    asked = select(_calls.caller_id, func.max(_calls.started_at)).where(_calls.caller_id.in_(ids))
    return dict(unit.run(asked.group_by(_calls.caller_id)).all())


def _owed(unit: SqlUnit, ids: Sequence[int]) -> dict[int, Any]:
    asked = select(_callbacks.caller_id, _callbacks.state, _callbacks.promised_by)
    open_ = asked.where(_callbacks.caller_id.in_(ids), _callbacks.state.not_in(sorted(FINAL)))
    return {row.caller_id: row for row in unit.run(open_)}


def _words(unit: SqlUnit, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    asked = select(_tags.caller_id, _tags.search, _tags.word).where(_tags.caller_id.in_(ids)).order_by(_tags.id)
    found: dict[int, dict[str, str]] = {}
    for id, search, word in unit.run(asked):
        found.setdefault(id, {})[search] = word
    return found


def _found(rows: Sequence[Any], last: Any, owed: Any, tags: Any, note: str) -> Found:
    first, ids = rows[0], [row.id for row in rows]
    promise = next((owed[id] for id in ids if id in owed), None)
    words = {search: word for id in ids for search, word in tags.get(id, {}).items()}
    return Found(
        first.id, first.name, tuple(row.number for row in rows if row.number), first.language, first.zone, first.vip,
        first.do_not_call, tuple(words.values()), max((last[id] for id in ids if id in last), default=None),
        promise.state if promise else None, promise.promised_by if promise else None, note,
    )  # fmt: skip
