"""Transfers as others see them: who asked for whom, how long they waited, who answered, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ivr.promise.transfer import State
from ivr.reports.pages import Page, Which, cut, restricted
from ivr.store.sql.tables import TABLES
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.rows import Agent, Call, Callback, Obligation, Offer, Transfer

_transfers, _calls, _callbacks = TABLES[Transfer].c, TABLES[Call].c, TABLES[Callback].c
_debts, _offers, _agents = TABLES[Obligation].c, TABLES[Offer].c, TABLES[Agent].c


@dataclass(frozen=True, slots=True)
class TransferShown:
    """A caller asked for a person. All ids are public ones."""

    id: str
    call_id: str
    team: str
    reason: str
    asked_at: datetime
    state: State
    answered_by: str | None
    """The agent who said yes."""
    wait_seconds: int
    """Until an agent said yes, or the waiting ended, or until now."""
    callback_id: str | None
    """The callback that keeps the promise."""


TRANSFERS = (
    select(
        _transfers.id,
        _transfers.public_id,
        _calls.public_id.label("call"),
        _calls.id.label("call_row"),
        _transfers.team,
        _transfers.topic,
        _transfers.asked_at,
        _transfers.waiting_since,
        _transfers.answered_at,
        _transfers.ended_at,
        _transfers.state,
        _agents.name.label("agent"),
        _callbacks.public_id.label("callback"),
    )
    .join(TABLES[Call], _calls.id == _transfers.call_id)
    .join(TABLES[Obligation], _debts.id == _transfers.obligation_id)
    .outerjoin(TABLES[Callback], _callbacks.id == _debts.callback_id)
    .outerjoin(TABLES[Offer], _offers.id == _transfers.offer_id)
    .outerjoin(TABLES[Agent], _agents.id == _offers.agent_id)
)


def page(unit: SqlUnit, which: Which) -> Page[TransferShown]:
    """Transfers, the newest first."""
    found = unit.run(restricted(TRANSFERS, Transfer, which)).all()
    return cut(found, which.limit, lambda rows: tuple(_shown(row, unit.now) for row in rows))


def of_calls(unit: SqlUnit, calls: Sequence[int]) -> dict[int, tuple[TransferShown, ...]]:
    """The transfers of these calls, each call's in the order in which they were asked for."""
    found: dict[int, tuple[TransferShown, ...]] = {}
    for row in unit.run(TRANSFERS.where(_transfers.call_id.in_(calls)).order_by(_transfers.id)):
        found[row.call_row] = (*found.get(row.call_row, ()), _shown(row, unit.now))
    return found


def _shown(row: Any, now: datetime) -> TransferShown:
    waited = (row.answered_at or row.ended_at or now) - row.waiting_since
    return TransferShown(
        row.public_id,
        row.call,
        row.team,
        row.topic,
        row.asked_at,
        row.state,
        row.agent,
        max(0, int(waited.total_seconds())),
        row.callback,
    )
