"""Calls as others see them: who phoned, on which edition of which flow, and all that happened, in its order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, literal, select, union_all

from ivr.reports.call import transfers
from ivr.reports.call.transfers import TransferShown
from ivr.reports.pages import Page, Which, cut, restricted
from ivr.store.rules.kinds import LIVES
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Agent, Call, Caller, Entry, Offer, Published, Transfer, Turn

_calls, _callers, _flows, _turns = TABLES[Call].c, TABLES[Caller].c, TABLES[Published].c, TABLES[Turn].c
_transfers, _offers, _agents, _ledger = TABLES[Transfer].c, TABLES[Offer].c, TABLES[Agent].c, TABLES[Entry].c

Event = Mapping[str, Any]
"""`at`, `kind`, `node` (null where it happened at none), and what else belongs to its kind."""


@dataclass(frozen=True, slots=True)
class CallShown:
    """One inbound call."""

    id: str
    sid: str
    caller: str | None
    """The number; null where it was withheld."""
    to: str
    started_at: datetime
    ended_at: datetime | None
    callflow: str | None
    version: int
    """The edition of the flow on which the call began, and on which it ended."""
    hash: str | None
    """The SHA-256 of that edition: equal flows have equal ones, wherever they were published."""
    language: str
    outcome: str | None
    """How it ended; null while it lives."""
    events: tuple[Event, ...]
    transfers: tuple[TransferShown, ...]


CALLS = (
    select(
        _calls.id,
        _calls.public_id,
        _calls.sid,
        _callers.number,
        _calls.dialled,
        _calls.started_at,
        _calls.ended_at,
        _flows.name,
        _calls.flow,
        _flows.hash,
        _calls.language,
        _calls.outcome,
    )
    .join(TABLES[Caller], _callers.id == _calls.caller_id)
    .outerjoin(TABLES[Published], _flows.id == _calls.flow)
)


def page(unit: SqlUnit, which: Which) -> Page[CallShown]:
    """Calls, the newest first; four statements, however many there are."""
    found = unit.run(restricted(CALLS, Call, which)).all()
    return cut(found, which.limit, lambda rows: _shown(unit, rows))


def one(unit: SqlUnit, public_id: str) -> CallShown | None:
    """The call with this id."""
    shown = _shown(unit, unit.run(CALLS.where(_calls.public_id == public_id)).all())
    return shown[0] if shown else None


def _shown(unit: SqlUnit, rows: Sequence[Any]) -> tuple[CallShown, ...]:
    if not rows:
        return ()
    asked = transfers.of_calls(unit, [row.id for row in rows])
    happened = _events(unit, rows, asked)
    return tuple(
        CallShown(
            row.public_id,
            row.sid,
            row.number,
            row.dialled,
            row.started_at,
            row.ended_at,
            row.name,
            row.flow,
            row.hash,
            row.language,
            row.outcome if row.ended_at else None,
            happened[row.id],
            asked.get(row.id, ()),
        )
        for row in rows
    )


def _events(
    unit: SqlUnit, rows: Sequence[Any], asked: Mapping[int, tuple[TransferShown, ...]]
) -> dict[int, tuple[Event, ...]]:
    """What turns and ledger tell of each call; at one moment, what the flow did before what it led to."""
    legs = {row.public_id: row.id for row in rows}
    legs |= {transfer.id: id for id, those in asked.items() for transfer in those}
    found: dict[int, list[Event]] = {row.id: [] for row in rows}
    told = select(_turns.leg, _turns.at, _turns.events).where(_turns.leg.in_(legs)).order_by(_turns.id)
    for leg, at, text in unit.run(told):
        found[legs[leg]].extend(of_turn(at, text))
    for line in unit.run(lines([row.id for row in rows])):
        found[line.call].append(_of_ledger(line))
    return {id: tuple(sorted(events, key=itemgetter("at"))) for id, events in found.items()}


def of_turn(at: datetime, text: str) -> Iterator[Event]:
    for event in json.loads(text):
        kind = re.sub(r"(?<!^)(?=[A-Z])", "_", event.pop("kind")).lower()
        yield {"at": at, "kind": kind, "node": event.pop("node", None), **event}


def _of_ledger(line: Any) -> Event:
    agent = {"agent": line.agent} if line.agent else {}
    return {
        "at": line.at,
        "kind": line.entity,
        "node": None,
        "id": line.public_id,
        "state": line.to_state,
        "cause": line.cause,
        "actor": line.actor,
        **agent,
    }


def lines(calls: Sequence[int]) -> Select[Any]:
    """The ledger's lines of these calls, their transfers, and the agents who were asked for them."""
    of_calls = _told(Call, _calls.id, _calls.public_id).where(_calls.id.in_(calls))
    of_transfers = _told(Transfer, _transfers.call_id, _transfers.public_id).where(_transfers.call_id.in_(calls))
    of_offers = (
        _told(Offer, _transfers.call_id, _offers.public_id, _agents.name)
        .join(TABLES[Transfer], _transfers.id == _offers.transfer_id)
        .join(TABLES[Agent], _agents.id == _offers.agent_id)
        .where(_transfers.call_id.in_(calls))
    )
    whole = union_all(of_calls, of_transfers, of_offers).subquery()
    return select(whole).order_by(whole.c.id)


def _told(kind: type, call: Any, public_id: Any, agent: Any = None) -> Select[Any]:
    table = TABLES[kind]
    return (
        select(
            _ledger.id,
            _ledger.at,
            _ledger.entity,
            _ledger.to_state,
            _ledger.cause,
            _ledger.actor,
            call.label("call"),
            public_id.label("public_id"),
            (literal("") if agent is None else agent).label("agent"),
        )
        .select_from(table)
        .join(TABLES[Entry], and_(_ledger.entity == LIVES[kind][0], _ledger.entity_id == table.c.id))
    )
