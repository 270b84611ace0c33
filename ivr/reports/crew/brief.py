"""What an agent should know of a caller before saying hello, in one reading; what of it may be shown, pages decide.

A fixed number of statements, however much is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ivr import phone
from ivr.callflow.position import read
from ivr.reports.call.paths import Step, paths
from ivr.reports.callback.callbacks import LATELY
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import (
    FINALS,
    Call,
    Callback,
    Caller,
    Note,
    Obligation,
    Recording,
    RecordingState,
    Tag,
    Transfer,
)

_calls, _notes, _tags, _callbacks = TABLES[Call].c, TABLES[Note].c, TABLES[Tag].c, TABLES[Callback].c
_debts, _recordings, _callers = TABLES[Obligation].c, TABLES[Recording].c, TABLES[Caller].c
MOST_NAMES = 3
"""Of those who may be at an unknown number."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller keyed, or a system of the business knew: by the name that the flow of this id gives it."""

    flow: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Remark:
    """The last note."""

    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """What we owe this caller already; `words` as they heard it."""

    id: str
    by: datetime
    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Brief:
    """In the order in which it is read."""

    caller_id: int
    name: str
    """Of the person, at whichever of their numbers they were met."""
    maybe: tuple[str, ...]
    """Where there is no name: who once asked us to call them at this number."""
    number: str | None
    region: str | None
    """The country of the number, as ISO has it."""
    zone: str | None
    """The caller's time zone, where we know it or their number has just one."""
    language: str
    team: str
    topic: str
    flow: int | None
    """The edition of the flow on which their last call was."""
    path: tuple[Step, ...]
    told: tuple[Told, ...]
    said: tuple[str, ...]
    """What they left as a message, where somebody wrote it down."""
    since: datetime
    """Since when they wait."""
    until: datetime | None
    """When somebody said yes; None: they wait still."""
    calls_lately: int
    """Of the last seven days, this one included."""
    promise: Promise | None
    note: Remark | None
    tags: tuple[str, ...]
    vip: bool
    do_not_call: bool
    call_id: str | None
    """Of the call with which it began."""
    attempts: int


def of(unit: SqlUnit, target: Transfer | Callback) -> Brief:
    """Of whoever waits for this transfer, or is to be phoned for this callback."""
    caller = unit.get(Caller, target.caller_id)
    assert caller is not None
    ids = list(unit.person(caller.id))
    name = caller.name or _of_person(unit, caller)
    calls = _its_calls(unit, target)
    way = paths(unit, [call.public_id for call in calls[-1:]])
    return Brief(
        caller_id=caller.id,
        name=name,
        maybe=() if name else _maybe(unit, ids),
        number=caller.number,
        region=phone.country_of(caller.number) if caller.number else None,
        zone=caller.zone or (phone.zone_of(caller.number) if caller.number else None),
        language=target.language,
        team=target.team,
        topic=target.topic,
        flow=calls[-1].flow if calls else None,
        path=way[calls[-1].public_id] if calls else (),
        told=_told(calls),
        said=_said(unit, [call.id for call in calls]),
        since=target.waiting_since if isinstance(target, Transfer) else target.asked_at,
        until=target.answered_at if isinstance(target, Transfer) else None,
        calls_lately=_lately(unit, ids),
        promise=_promise(unit, target, ids),
        note=_note(unit, ids),
        tags=tuple(unit.run(select(_tags.word).where(_tags.caller_id.in_(ids)).order_by(_tags.id)).scalars()),
        vip=caller.vip or target.vip,
        do_not_call=caller.do_not_call,
        call_id=calls[-1].public_id if calls else None,
        attempts=target.attempts if isinstance(target, Callback) else 0,
    )


def _of_person(unit: SqlUnit, caller: Caller) -> str:
    """What the row is called that stands for all of theirs."""
    whole = unit.get(Caller, caller.person) if caller.person not in (None, caller.id) else None
    return whole.name if whole else ""


def _maybe(unit: SqlUnit, ids: list[int]) -> tuple[str, ...]:
    """Who keyed this number to be phoned at: of one household, or of one office."""
    asked = (
        select(_callers.name)
        .join(TABLES[Obligation], _debts.caller_id == _callers.id)
        .join(TABLES[Callback], _callbacks.id == _debts.callback_id)
        .where(_callbacks.caller_id.in_(ids), _callers.id.not_in(ids), _callers.name != "")
    )
    return tuple(unit.run(asked.distinct().order_by(_callers.name).limit(MOST_NAMES)).scalars())


def _its_calls(unit: SqlUnit, target: Transfer | Callback) -> tuple[Call, ...]:
    """The calls that this transfer or callback is for, in order."""
    if isinstance(target, Transfer):
        wanted = [target.call_id]
    else:
        debts = select(_debts.call_id).where(_debts.callback_id == target.id, _debts.call_id.is_not(None))
        wanted = sorted(set(unit.run(debts).scalars()))
    return unit.many(Call, id=tuple(wanted)) if wanted else ()


def _told(calls: tuple[Call, ...]) -> tuple[Told, ...]:
    """Of several calls the last counts; a position of another release tells nothing."""
    known: dict[str, Told] = {}
    for call in calls:
        try:
            told = read(call.position).told if call.position else ()
        except ValueError:
            continue
        known |= {name: Told(call.flow, name, value.text) for name, value in told}
    return tuple(known.values())


def _said(unit: SqlUnit, calls: list[int]) -> tuple[str, ...]:
    ready = _recordings.state == RecordingState.READY
    words = select(_recordings.words).where(_recordings.call_id.in_(calls), ready).order_by(_recordings.id)
    return tuple(one for one in unit.run(words).scalars() if one) if calls else ()


def _lately(unit: SqlUnit, ids: list[int]) -> int:
    since = _calls.started_at >= unit.now - LATELY
    counted = unit.run(select(func.count()).where(_calls.caller_id.in_(ids), since)).scalar_one()
    return int(counted)


def _promise(unit: SqlUnit, target: Transfer | Callback, ids: list[int]) -> Promise | None:
    if isinstance(target, Callback):
        return Promise(target.public_id, target.promised_by, target.words, target.language)
    still_open = _callbacks.state.not_in(sorted(FINALS[Callback]))
    asked = select(_callbacks.public_id, _callbacks.promised_by, _callbacks.words, _callbacks.language)
    row = unit.run(asked.where(_callbacks.caller_id.in_(ids), still_open).limit(1)).first()
    return Promise(*row) if row else None


def _note(unit: SqlUnit, ids: list[int]) -> Remark | None:
    asked = select(_notes.text, _notes.author, _notes.at).where(
        _notes.caller_id.in_(ids), _notes.withdrawn_at.is_(None)
    )
    row = unit.run(asked.order_by(_notes.id.desc()).limit(1)).first()
    return Remark(*row) if row else None
