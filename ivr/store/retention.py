"""What is kept how long, as a table, and the purge that keeps to it. Only what is over goes, and all that hangs on it
goes in the same unit of work, so that the books balance at every instant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select

from ivr.store.rules.kinds import NAMES, TOLD
from ivr.store.sql import months
from ivr.store.sql.store import SqlStore
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import (
    FINALS,
    Account,
    Agent,
    Ask,
    Budget,
    Call,
    Callback,
    Caller,
    Consent,
    CustomerLeg,
    Deed,
    Delivery,
    Endpoint,
    Entry,
    Erasure,
    Fate,
    Form,
    Guard,
    Incident,
    Link,
    Membership,
    Message,
    Note,
    NumberChange,
    Obligation,
    Offer,
    Passkey,
    Published,
    Pulse,
    Queue,
    Recording,
    Remark,
    Tag,
    Task,
    Token,
    Transfer,
    Turn,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """`days` None: there is no term, only the reason. What goes by whole months may stay for up to one more."""

    kinds: tuple[type, ...]
    days: int | None
    why: str


RETENTION = (
    Kept((Turn,), 90, "what was said to callers and what they pressed: to understand a complaint"),
    Kept((Message,), 90, "what was written to callers and to the owners of teams, once it was sent or failed"),
    Kept((Recording,), 90, "what callers said into a recording: then it is erased, at the carrier first"),
    Kept((Incident,), 365, "what callers were told of trouble, once that was over"),
    Kept((Task,), 365, "what a named person had to do, once it was done"),
    Kept(
        (Call, Obligation, Transfer, Queue, Callback, Offer, CustomerLeg),
        730,
        "what was promised to whom and how it ended, once it ended",
    ),
    Kept((Caller,), None, "as long as anything hangs on them, or they asked not to be phoned"),
    Kept((Note, Tag, Consent), None, "as long as the caller"),
    Kept((Erasure,), 90, "what was deleted at the carrier, once it was"),
    Kept((NumberChange,), 365, "by whom an agent's number was changed, once it was"),
    Kept((Entry,), None, "as long as the row of whose life it tells"),
    Kept((Published,), None, "what was answered with: calls name their edition"),
    Kept((Agent, Membership, Budget, Pulse, Token), None, "who works here, what may be used, what was done last"),
    Kept((Guard,), 2, "who could not prove who they are: longer than anybody is locked out"),
    Kept((Visit, Link), 30, "who was signed in from where, and by which link; none counts for so long"),
    Kept((Ask,), 1, "which callback a program or a form asked for, and under which key"),
    Kept((Delivery,), 30, "what endpoints were told"),
    Kept((Form, Endpoint), None, "which pages may ask for callbacks, and which programs hear of what happens"),
    Kept((Account, Passkey, Deed), None, "who may sign in, and who saw and changed what"),
    Kept((Remark,), None, "what agents said of the words that callers hear: of the business, not of callers"),
)

_DAYS = {kind: kept.days for kept in RETENTION for kind in kept.kinds}

BATCH = 200
"""Rows per unit of work: nobody on the line waits longer for the purge than for another caller."""

Gone = Counter[str]
Remove = Callable[[SqlUnit, Sequence[int]], Gone]


def purge(store: SqlStore, batch: int = BATCH) -> Gone:
    """Removes what is kept no longer; how many rows went, by table. Stopped at any point, it goes on next time."""
    gone: Gone = Counter()
    _turns(store, batch, gone)
    for kind, moment, remove in (
        (Message, "at", _plain(Message, TABLES[Message].c.deadline.is_(None))),
        (Recording, "at", _plain(Recording, TABLES[Recording].c.deadline.is_(None))),
        (Incident, "declared_at", _plain(Incident, TABLES[Incident].c.resolved_at.is_not(None))),
        (Task, "at", _plain(Task, TABLES[Task].c.done_at.is_not(None))),
        (Guard, "last_at", _plain(Guard)),
        (Visit, "began_at", _plain(Visit)),
        (Link, "made_at", _plain(Link)),
        (Erasure, "at", _plain(Erasure, TABLES[Erasure].c.done_at.is_not(None))),
        (Ask, "at", _plain(Ask)),
        (Delivery, "made_at", _plain(Delivery)),
        (NumberChange, "asked_at", _plain(NumberChange, TABLES[NumberChange].c.deadline.is_(None))),
        (Obligation, "at", _obligations),
        (Callback, "created_at", _callbacks),
        (Call, "started_at", _calls),
    ):
        _walk(store, TABLES[kind].c[moment], remove, batch, gone, _before(store, kind))
    return gone


def _before(store: SqlStore, kind: type) -> datetime:
    """What happened by then is old."""
    return store.now() - timedelta(days=_DAYS[kind] or 0)


def _turns(store: SqlStore, batch: int, gone: Gone) -> None:
    """Whole months where each has a part of its own; all else row by row."""
    before = _before(store, Turn)
    gone.update(months.keep_up(store, before))
    with store.unit("purge") as unit:
        names = months.parts(unit).without_beginning()
    for table in map(months.table, names) if names else (TABLES[Turn],):
        _walk(store, table.c.at, _rows(table), batch, gone, before)


def _rows(table: Table) -> Remove:
    def remove(unit: SqlUnit, ids: Sequence[int]) -> Gone:
        unit.run(delete(table).where(table.c.id.in_(ids)))
        return Counter({NAMES[Turn]: len(ids)})

    return remove


def _walk(store: SqlStore, moment: Any, remove: Remove, batch: int, gone: Gone, before: datetime) -> None:
    """From the oldest on, in the order of the ids, which is the order of time: no index is needed for what is rare."""
    columns, after = moment.table.c, 0
    while True:
        with store.unit("purge") as unit:
            rows = select(columns.id, moment).where(columns.id > after).order_by(columns.id).limit(batch)
            old = [id for id, at in unit.run(rows) if at < before]
            if old:
                gone.update(remove(unit, old))
        if len(old) < batch:
            return
        after = old[-1]


def _plain(kind: type, *conditions: ColumnElement[bool]) -> Remove:
    """Rows on which nothing hangs."""

    def remove(unit: SqlUnit, ids: Sequence[int]) -> Gone:
        return _delete(unit, kind, _ids(unit, kind, TABLES[kind].c.id.in_(ids), *conditions))

    return remove


def _obligations(unit: SqlUnit, ids: Sequence[int]) -> Gone:
    """Debts that are settled, with the transfers out of which they came."""
    debts, callbacks = TABLES[Obligation].c, TABLES[Callback].c
    open = exists().where(callbacks.id == debts.callback_id, callbacks.state.not_in(FINALS[Callback]))
    over = _ids(
        unit,
        Obligation,
        debts.id.in_(ids),
        or_(debts.fate.in_((Fate.SERVED, Fate.WAIVED)), (debts.fate == Fate.CALLBACK) & ~open),
    )
    transfers = _ids(unit, Transfer, TABLES[Transfer].c.obligation_id.in_(over))
    gone = _offers(unit, _ids(unit, Offer, TABLES[Offer].c.transfer_id.in_(transfers)))
    gone += _delete(unit, Queue, _ids(unit, Queue, TABLES[Queue].c.transfer_id.in_(transfers)))
    return gone + _delete(unit, Transfer, transfers) + _delete(unit, Obligation, over)


def _callbacks(unit: SqlUnit, ids: Sequence[int]) -> Gone:
    """Callbacks that are over and keep no promise any more, with all attempts."""
    columns = TABLES[Callback].c
    kept = exists().where(TABLES[Obligation].c.callback_id == columns.id)
    over = _ids(unit, Callback, columns.id.in_(ids), columns.state.in_(FINALS[Callback]), ~kept)
    callers = _callers_of(unit, Callback, over)
    gone = _delete(unit, CustomerLeg, _ids(unit, CustomerLeg, TABLES[CustomerLeg].c.callback_id.in_(over)))
    gone += _offers(unit, _ids(unit, Offer, TABLES[Offer].c.callback_id.in_(over)))
    return gone + _delete(unit, Callback, over) + _callers(unit, callers)


def _offers(unit: SqlUnit, ids: Sequence[int]) -> Gone:
    legs = _ids(unit, CustomerLeg, TABLES[CustomerLeg].c.offer_id.in_(ids))
    return _delete(unit, CustomerLeg, legs) + _delete(unit, Offer, ids)


def _calls(unit: SqlUnit, ids: Sequence[int]) -> Gone:
    """Calls that ended and of which nothing is owed any more."""
    columns = TABLES[Call].c
    owed = exists().where(TABLES[Obligation].c.call_id == columns.id)
    held = exists().where(TABLES[Transfer].c.call_id == columns.id)
    heard = exists().where(TABLES[Recording].c.call_id == columns.id)
    over = _ids(unit, Call, columns.id.in_(ids), columns.state.in_(FINALS[Call]), ~owed, ~held, ~heard)
    callers = _callers_of(unit, Call, over)
    return _delete(unit, Call, over) + _callers(unit, callers)


def _callers_of(unit: SqlUnit, kind: type, ids: Sequence[int]) -> list[int]:
    columns = TABLES[kind].c
    return list(unit.run(select(columns.caller_id).distinct().where(columns.id.in_(ids))).scalars())


def _callers(unit: SqlUnit, ids: Sequence[int]) -> Gone:
    """Callers on whom nothing hangs. Who asked not to be phoned is remembered for just that."""
    columns = TABLES[Caller].c
    hangs = [exists().where(TABLES[kind].c.caller_id == columns.id) for kind in (Call, Obligation, Callback, Message)]
    over = _ids(unit, Caller, columns.id.in_(ids), ~columns.do_not_call, columns.person.is_(None), ~or_(*hangs))
    gone: Gone = Counter()
    for kind in (Note, Tag, Consent, Ask):
        gone += _delete(unit, kind, _ids(unit, kind, TABLES[kind].c.caller_id.in_(over)))
    return gone + _delete(unit, Caller, over)


def _ids(unit: SqlUnit, kind: type, *conditions: ColumnElement[bool]) -> list[int]:
    columns = TABLES[kind].c
    return list(unit.run(select(columns.id).where(*conditions).order_by(columns.id)).scalars())


def _delete(unit: SqlUnit, kind: type, ids: Sequence[int]) -> Gone:
    """The rows, and what the ledger tells of them."""
    if not ids:
        return Counter()
    unit.run(delete(TABLES[kind]).where(TABLES[kind].c.id.in_(ids)))
    gone = Counter({NAMES[kind]: len(ids)})
    if kind in TOLD:
        lines = TABLES[Entry].c
        told = delete(TABLES[Entry]).where(lines.entity == TOLD[kind], lines.entity_id.in_(ids))
        gone[NAMES[Entry]] = unit.run(told).rowcount
    return gone
