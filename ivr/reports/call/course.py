"""The course of one call: its steps, whom the caller asked for, who was asked to come, what was recorded. It judges
nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, select

from ivr.promise import callback, offer, transfer
from ivr.reports.call import calls, steps
from ivr.reports.call.steps import Leg, Line, Step
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import (
    Agent,
    Call,
    Callback,
    Caller,
    Kind,
    Obligation,
    Offer,
    Published,
    Recording,
    RecordingState,
    Transfer,
)

_calls, _callers, _flows = TABLES[Call].c, TABLES[Caller].c, TABLES[Published].c
_transfers, _offers, _agents, _recordings = TABLES[Transfer].c, TABLES[Offer].c, TABLES[Agent].c, TABLES[Recording].c
_debts, _callbacks = TABLES[Obligation].c, TABLES[Callback].c


@dataclass(frozen=True, slots=True)
class Asked:
    """An agent was asked to take the caller."""

    id: str
    agent: str
    kind: Kind
    state: offer.State
    at: datetime
    answered_at: datetime | None
    """When they said yes."""
    over_at: datetime | None
    """When their leg was over, where there was one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The caller asked for a person."""

    id: str
    team: str
    topic: str
    state: transfer.State
    asked_at: datetime
    ended_at: datetime | None
    callback: str | None
    """The callback that keeps what is owed, by its public id."""
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Promised:
    """A callback that is owed, or was, because of this call."""

    id: str
    state: callback.State
    team: str
    promised_by: datetime
    words: str
    """As the caller heard them; empty: nobody said anything."""
    language: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the caller said into a recording."""

    id: str
    at: datetime
    state: RecordingState
    seconds: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the ledger: of the call, of a transfer or of an offer of it."""

    at: datetime
    kind: str
    id: str
    state: str


@dataclass(frozen=True, slots=True)
class Course:
    """One inbound call, whole."""

    row: int
    id: str
    sid: str
    caller_id: int
    name: str
    number: str | None
    dialled: str
    flow: str | None
    edition: int
    language: str
    topic: str
    started_at: datetime
    ended_at: datetime | None
    live: bool
    outcome: str
    now: datetime
    steps: tuple[Step, ...]
    wanted: tuple[Wanted, ...]
    promised: tuple[Promised, ...]
    recordings: tuple[Recorded, ...]
    changes: tuple[Change, ...]

    @property
    def until(self) -> datetime:
        """Its end, or now."""
        return self.ended_at or self.now


CALL = (
    select(
        _calls.id, _calls.public_id, _calls.sid, _calls.caller_id, _callers.name, _callers.number, _calls.dialled,
        _flows.name.label("flow"), _calls.flow.label("edition"), _calls.language, _calls.topic, _calls.started_at,
        _calls.ended_at, _calls.outcome,
    )
    .join(TABLES[Caller], _callers.id == _calls.caller_id)
    .outerjoin(TABLES[Published], _flows.id == _calls.flow)
)  # fmt: skip

WANTED = (
    select(
        _transfers.id, _transfers.public_id, _transfers.team, _transfers.topic, _transfers.state,
        _transfers.asked_at, _transfers.ended_at, _callbacks.public_id.label("callback"),
    )
    .join(TABLES[Obligation], _debts.id == _transfers.obligation_id)
    .outerjoin(TABLES[Callback], _callbacks.id == _debts.callback_id)
    .order_by(_transfers.id)
)  # fmt: skip

PROMISED = select(
    _callbacks.public_id,
    _callbacks.state,
    _callbacks.team,
    _callbacks.promised_by,
    _callbacks.words,
    _callbacks.language,
).order_by(_callbacks.id)

OFFERS = (
    select(
        _offers.transfer_id, _offers.public_id, _agents.name, _offers.kind, _offers.state, _offers.intended_at,
        _offers.accepted_at, _offers.ended_at,
    )
    .join(TABLES[Transfer], _transfers.id == _offers.transfer_id)
    .join(TABLES[Agent], _agents.id == _offers.agent_id)
    .order_by(_offers.id)
)  # fmt: skip

RECORDINGS = select(
    _recordings.public_id, _recordings.at, _recordings.state, _recordings.seconds, _recordings.words
).order_by(_recordings.id)

HEARD = select(_recordings.sid).join(TABLES[Call], and_(_calls.id == _recordings.call_id))


def of(unit: SqlUnit, public_id: str) -> Course | None:
    """The call with this id: seven statements. None: there is none."""
    row = unit.run(CALL.where(_calls.public_id == public_id)).one_or_none()
    if row is None:
        return None
    asked: dict[int, list[Asked]] = {}
    for id, *what in unit.run(OFFERS.where(_transfers.call_id == row.id)):
        asked.setdefault(id, []).append(Asked(*what))
    found = [
        Wanted(
            one.public_id, one.team, one.topic, one.state, one.asked_at, one.ended_at, one.callback,
            tuple(asked.get(one.id, ())),
        )
        for one in unit.run(WANTED.where(_transfers.call_id == row.id))
    ]  # fmt: skip
    return Course(
        row.id, row.public_id, row.sid, row.caller_id, row.name, row.number, row.dialled, row.flow, row.edition,
        row.language, row.topic, row.started_at, row.ended_at, row.ended_at is None, row.outcome, unit.now,
        steps.of(unit, _legs(row.public_id, found)), tuple(found),
        tuple(Promised(*one) for one in unit.run(PROMISED.where(_callbacks.id.in_(_kept_for(row.id))))),
        tuple(Recorded(*one) for one in unit.run(RECORDINGS.where(_recordings.call_id == row.id))),
        tuple(Change(line.at, line.entity, line.public_id, line.to_state) for line in unit.run(calls.lines([row.id]))),
    )  # fmt: skip


def _kept_for(call: int) -> Select[tuple[int | None]]:
    """The callbacks by which what was asked for in this call is kept."""
    return select(_debts.callback_id).where(_debts.call_id == call, _debts.callback_id.is_not(None))


def sound(unit: SqlUnit, call: str, recording: str) -> str | None:
    """The carrier's id of a recording of this call, as long as it can be had."""
    ready = _recordings.state == RecordingState.READY
    where = (_recordings.public_id == recording, _calls.public_id == call, ready)
    sid: str | None = unit.run(HEARD.where(*where)).scalar()
    return sid


def _legs(call: str, wanted: Sequence[Wanted]) -> dict[str, Leg]:
    """All telephones that were on the line with us because of this call."""
    legs = {call: Leg(Line.CALL)} | {one.id: Leg(Line.TRANSFER) for one in wanted}
    return legs | {asked.id: Leg(Line.OFFER, asked.agent) for one in wanted for asked in one.asked}
