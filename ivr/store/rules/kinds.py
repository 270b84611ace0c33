"""Which kinds of rows there are: what their tables are called, what points at what, and whose lives are told.

Written once, for the databases and for the memory store alike; by which keys rows are found, `keys` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum

from ivr.store.rules import beyond, console, known
from ivr.switchboard.rows import (
    FINALS,
    Agent,
    Ask,
    Budget,
    Call,
    Callback,
    Caller,
    Consent,
    CustomerLeg,
    Entry,
    Fate,
    Incident,
    Membership,
    Message,
    Note,
    NumberChange,
    Obligation,
    Offer,
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
)

REFERENCES: Mapping[type, Mapping[str, type]] = {
    Call: {"caller_id": Caller},
    Obligation: {"caller_id": Caller, "call_id": Call, "callback_id": Callback},
    Transfer: {"call_id": Call, "caller_id": Caller, "obligation_id": Obligation},
    Callback: {"caller_id": Caller},
    Offer: {"agent_id": Agent, "caller_id": Caller, "transfer_id": Transfer, "callback_id": Callback},
    CustomerLeg: {"offer_id": Offer, "callback_id": Callback, "caller_id": Caller},
    Membership: {"agent_id": Agent},
    Queue: {"transfer_id": Transfer},
    Recording: {"call_id": Call},
    **console.REFERENCES,
    **known.REFERENCES,
    **beyond.REFERENCES,
}
"""Foreign keys. They run one way: a transfer's and a callback's `offer_id` is not among them, the offer points back;
nor is a message's `caller_id`, which came later: SQLite names no reference of a column that was added."""

NAMES: Mapping[type, str] = {
    Caller: "callers",
    Call: "calls",
    Turn: "turns",
    Callback: "callbacks",
    Obligation: "obligations",
    Transfer: "transfers",
    Queue: "queues",
    Agent: "agents",
    Membership: "memberships",
    Offer: "offers",
    CustomerLeg: "customer_legs",
    Task: "tasks",
    Message: "messages",
    Recording: "recordings",
    Incident: "incidents",
    Published: "published",
    Budget: "budgets",
    Pulse: "pulses",
    Token: "tokens",
    **console.NAMES,
    **known.NAMES,
    **beyond.NAMES,
    Entry: "ledger",
}
"""What each kind's table is called."""

CHRONICLES: Mapping[type, str] = {
    Call: "started_at",
    Transfer: "asked_at",
    Callback: "created_at",
    CustomerLeg: "placed_at",
    **console.CHRONICLES,
}
"""The moment by which a stretch of time is looked at, in reports and limits; it has an index."""

LIVES: Mapping[type, tuple[str, str]] = {
    Call: ("call", "state"),
    Obligation: ("obligation", "fate"),
    Transfer: ("transfer", "state"),
    Callback: ("callback", "state"),
    Offer: ("offer", "state"),
    CustomerLeg: ("customer_leg", "state"),
    Queue: ("queue", "state"),
    Message: ("message", "state"),
    Agent: ("agent", "state"),
    NumberChange: ("number_change", "state"),
}
"""The kinds of which the ledger tells: its word for them (`Entry.entity`), and the field that changes."""

TOLD: Mapping[type, str] = {
    **{kind: word for kind, (word, _) in LIVES.items()},
    Caller: "caller",
    Remark: "remark",
}
"""The kinds of which the ledger can tell, and its word for them: of the last two it tells changes, not states."""

ONWARD: Mapping[type, Mapping[StrEnum, frozenset[StrEnum]]] = {
    **{kind: dict.fromkeys(final, frozenset()) for kind, final in FINALS.items()},
    Obligation: {
        Fate.SERVED: frozenset(),
        Fate.WAIVED: frozenset(),
        Fate.CALLBACK: frozenset({Fate.WAIVED}),  # a "no" of one who shares the callback with others
    },
}
"""The states out of which a row goes only to these, mostly to none: what is final stays so."""

DUE: tuple[type, ...] = tuple(kind for kind in NAMES if any(f.name == "deadline" for f in fields(kind)))
"""The kinds with a deadline: what the sweep looks after."""

FENCED: frozenset[type] = frozenset(
    kind for kind in NAMES if kind is not Entry and any(f.name == "fence" for f in fields(kind))
)
"""The kinds that can be saved again."""

REMOVED: frozenset[type] = frozenset({Ask, Consent, Membership, Note, Tag, Turn})
"""The kinds of which a row can be taken away."""
