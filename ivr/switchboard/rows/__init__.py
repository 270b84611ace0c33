"""What is stored, as frozen values: one class per table. `problem` says which rows no store may ever hold."""

from __future__ import annotations

from enum import StrEnum

from ivr.promise import callback, offer, transfer
from ivr.switchboard.rows.asked import CustomerLeg, Kind, Offer
from ivr.switchboard.rows.calls import Call, CallState, Turn
from ivr.switchboard.rows.kept import Budget, Entry, Message, MessageState, Published, Queue, QueueState, Task
from ivr.switchboard.rows.owed import Callback, Fate, Obligation, Source, Transfer
from ivr.switchboard.rows.people import Agent, AgentState, Caller, Membership

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
    | Published
    | Queue
    | Budget
    | Entry
)

FINALS: dict[type, frozenset[StrEnum]] = {
    Call: frozenset({CallState.ENDED}),
    Transfer: frozenset(transfer.FINAL),
    Callback: frozenset(callback.FINAL),
    Offer: frozenset(offer.FINAL),
    Queue: frozenset({QueueState.CLOSED}),
    Message: frozenset({MessageState.SENT, MessageState.FAILED}),
}
"""The kinds that have a life, and the states in which it is over."""


def problem(row: Row) -> str | None:
    """Why no store may hold this row: what is stuck cannot be represented. The databases say the same by CHECK."""
    if isinstance(row, Offer):
        if (row.transfer_id is None) == (row.callback_id is None):
            return "an offer is of a transfer or of a callback"
        settled = row.state in offer.FINAL and not row.in_flight
    elif type(row) in FINALS:
        settled = row.state in FINALS[type(row)]  # type: ignore[union-attr]
    else:
        return None
    if not settled and row.deadline is None:  # type: ignore[union-attr]
        return "what is not settled has a deadline"
    if settled and row.deadline is not None:  # type: ignore[union-attr]
        return "what is settled has no deadline"
    return None


__all__ = [
    "Agent",
    "AgentState",
    "Budget",
    "Call",
    "CallState",
    "Callback",
    "Caller",
    "CustomerLeg",
    "Entry",
    "FINALS",
    "Fate",
    "Kind",
    "Membership",
    "Message",
    "MessageState",
    "Obligation",
    "Offer",
    "Published",
    "Queue",
    "QueueState",
    "Row",
    "Source",
    "Task",
    "Transfer",
    "Turn",
    "problem",
]
