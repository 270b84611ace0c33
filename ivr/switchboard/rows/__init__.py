"""What is stored, as frozen values: one class per table. `problem` says which rows no store may ever hold."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.line.outcomes import LegState
from ivr.promise import callback, offer, transfer
from ivr.switchboard.rows.asked import CustomerLeg, Kind, Offer
from ivr.switchboard.rows.beyond import Ask, Delivery, DeliveryState, Endpoint, Form
from ivr.switchboard.rows.calls import Call, CallState, Turn
from ivr.switchboard.rows.heard import Incident, Recording, RecordingState
from ivr.switchboard.rows.kept import (
    Budget,
    Entry,
    Message,
    MessageState,
    Published,
    Pulse,
    Queue,
    QueueState,
    Scope,
    Task,
    Token,
)
from ivr.switchboard.rows.known import Consent, Erasure, Matter, Note, NumberChange, NumberState, Tag, Trace
from ivr.switchboard.rows.owed import Callback, Fate, Obligation, Source, Transfer
from ivr.switchboard.rows.people import Agent, AgentState, Caller, Membership
from ivr.switchboard.rows.remarked import Remark
from ivr.switchboard.rows.signed import Account, Deed, Guard, Link, Passkey, Visit

Row = (
    Caller
    | Call
    | Turn
    | Obligation
    | Transfer
    | Callback
    | Offer
    | CustomerLeg
    | Agent
    | Membership
    | Task
    | Message
    | Recording
    | Incident
    | Published
    | Queue
    | Budget
    | Pulse
    | Token
    | Account
    | Passkey
    | Visit
    | Link
    | Guard
    | Deed
    | Remark
    | Note
    | Tag
    | Consent
    | Erasure
    | NumberChange
    | Ask
    | Form
    | Endpoint
    | Delivery
    | Entry
)

FINALS: dict[type, frozenset[StrEnum]] = {
    Call: frozenset({CallState.ENDED}),
    Transfer: frozenset(transfer.FINAL),
    Callback: frozenset(callback.FINAL),
    Offer: frozenset(offer.FINAL),
    Queue: frozenset({QueueState.CLOSED}),
    Message: frozenset({MessageState.SENT, MessageState.FAILED}),
    Recording: frozenset({RecordingState.ABSENT, RecordingState.ERASED}),
    NumberChange: frozenset({NumberState.CHANGED, NumberState.FAILED, NumberState.WITHDRAWN}),
}
"""The kinds that have a life, and the states in which it is over."""


TAKEN = frozenset(
    {
        transfer.State.ACCEPTED,
        transfer.State.JOINING,
        transfer.State.TALKING,
        transfer.State.TALKED,
        transfer.State.SERVED,
    }
)
"""An agent said yes to the caller who waits: which one, stands in the row."""

RUNG = frozenset({callback.State.DIALLING, callback.State.TALKING})
"""An agent said yes to phoning the caller: which one, stands in the row."""


def problem(row: Row) -> str | None:
    """Why no store may hold this row: what is stuck cannot be represented. The databases say the same by CHECK."""
    match row:
        case Offer():
            return _of_offer(row)
        case Transfer():
            return _of_transfer(row) or _of_deadline(row.state in FINALS[Transfer], row.deadline)
        case Callback() if row.offer_id is None and row.state in RUNG:
            return "nobody phones a caller before an agent said yes"
        case Callback() | Call() | Queue() | Message() | Recording() | NumberChange():
            return _of_deadline(row.state in FINALS[type(row)], row.deadline)
        case Task() | Erasure():
            return _of_deadline(row.done_at is not None, row.deadline)
        case Obligation() if row.fate is Fate.CALLBACK and row.callback_id is None:
            return "what became a callback says which"
    return _of_sending(row)


def _of_sending(row: Row) -> str | None:
    match row:
        case CustomerLeg() if row.in_flight and row.state is LegState.ENDED:
            return "a leg that has ended is not in flight"
        case Delivery() if (row.state is DeliveryState.WAITING) is (row.next_at is None):
            return "what waits to be sent says when"
    return None


def _of_deadline(settled: bool, deadline: datetime | None) -> str | None:
    if settled == (deadline is None):
        return None
    return "what is settled has no deadline" if settled else "what is not settled has a deadline"


def _of_offer(row: Offer) -> str | None:
    if (row.transfer_id is None) == (row.callback_id is None):
        return "an offer is of a transfer or of a callback"
    if row.in_flight and row.leg_state is LegState.ENDED:
        return "a leg that has ended is not in flight"
    return _of_deadline(row.state in offer.FINAL and not row.in_flight, row.deadline)


def _of_transfer(row: Transfer) -> str | None:
    if row.offer_id is None and row.state in TAKEN:
        return "nobody is joined to a caller before an agent said yes"
    if row.state is transfer.State.SERVED and not row.bridged:
        return "no conversation without a bridge"
    return None


__all__ = [
    "Account",
    "Agent",
    "AgentState",
    "Ask",
    "Budget",
    "Call",
    "CallState",
    "Callback",
    "Caller",
    "Consent",
    "CustomerLeg",
    "Deed",
    "Delivery",
    "DeliveryState",
    "Endpoint",
    "Entry",
    "Erasure",
    "FINALS",
    "Fate",
    "Form",
    "Guard",
    "Incident",
    "Kind",
    "Link",
    "Matter",
    "Membership",
    "Message",
    "MessageState",
    "Note",
    "NumberChange",
    "NumberState",
    "Obligation",
    "Offer",
    "Passkey",
    "Published",
    "Pulse",
    "Queue",
    "QueueState",
    "Recording",
    "RecordingState",
    "Remark",
    "RUNG",
    "Row",
    "Scope",
    "Source",
    "TAKEN",
    "Tag",
    "Task",
    "Token",
    "Trace",
    "Transfer",
    "Turn",
    "Visit",
    "problem",
]
