"""Which rows may not stand beside each other, and by which keys rows are found.

Written once, for the databases and for the memory store alike; it never says what a row means.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from ivr.promise import callback, offer, transfer
from ivr.store.rules import beyond, console, known
from ivr.store.rules.key import Among, Key
from ivr.switchboard.rows import (
    FINALS,
    Agent,
    Budget,
    Call,
    Callback,
    Caller,
    CallState,
    CustomerLeg,
    Entry,
    Incident,
    Membership,
    Message,
    MessageState,
    Obligation,
    Offer,
    Published,
    Pulse,
    Queue,
    QueueState,
    Recording,
    Task,
    Token,
    Transfer,
    Turn,
)


def _unique(*names: str, where: tuple[Among, ...] = ()) -> Key:
    return Key(names, True, where)


def _found(*names: str, where: tuple[Among, ...] = ()) -> Key:
    return Key(names, False, where)


def _open(states: type[StrEnum], final: frozenset[StrEnum]) -> tuple[Among, ...]:
    return (Among("state", tuple(state for state in states if state not in final)),)


_TRANSFER_OPEN = _open(transfer.State, FINALS[Transfer])
_HELD = _open(transfer.State, FINALS[Transfer] | {transfer.State.TALKED})
_CALLBACK_OPEN = _open(callback.State, FINALS[Callback])
_QUEUE_OPEN = (Among("state", (QueueState.OPEN,)),)
_MESSAGE_OPEN = _open(MessageState, FINALS[Message])
_IN_FLIGHT = (Among("in_flight", (True,)),)
_TO_CALLERS = (Among("caller_id", (None,), other=True),)
_UNRESOLVED = (Among("resolved_at", (None,)),)
_NOT_REVOKED = (Among("revoked_at", (None,)),)
_JOINED = (Among("state", (offer.State.ACCEPTED,)), *_IN_FLIGHT)
_ANSWERED = (Among("answered_at", (None,), other=True),)
_LIVE = (Among("live", (True,)),)
_SHARED = (Among("person", (None,), other=True),)
_NAMED = (Among("search", ("",), other=True),)
_CLAIMED = (Among("claimed_by", (None,), other=True),)
_ENDED = (Among("ended_at", (None,), other=True),)

LIVE_CALLS = _found("state", where=(Among("state", (CallState.LIVE,)),))
FLYING = _found("in_flight", where=_IN_FLIGHT)
LEASED = _unique("agent_id", where=_IN_FLIGHT)
"""An agent's phone rings for one caller."""
EDITIONS = _found("live", where=_LIVE)
WAITING_BY_TEAM = _found("team", "state", where=_TRANSFER_OPEN)
DUE_BY_TEAM = _found("team", "state", where=_CALLBACK_OPEN)
ANSWERED = _found("team", where=_ANSWERED)

KEYS: Mapping[type, tuple[Key, ...]] = {
    Caller: (_unique("number"), _found("person", where=_SHARED), Key(("search",), where=_NAMED, prefix=True)),
    Call: (
        _unique("public_id"),
        _unique("sid"),
        _found("caller_id"),
        LIVE_CALLS,
    ),
    Turn: (_unique("leg", "n"), _found("leg")),
    Obligation: (_unique("source_key"), _found("caller_id"), _found("call_id"), _found("callback_id")),
    Transfer: (
        _unique("public_id"),
        _unique("call_id", "turn"),
        _unique("call_id", where=_HELD),  # a caller waits, or talks, in one place
        _unique("obligation_id"),
        _unique("offer_id"),  # a yes is to one caller
        _found("call_id"),
        _found("caller_id"),
        _found("state"),
        WAITING_BY_TEAM,
        ANSWERED,
    ),
    Callback: (
        _unique("public_id"),
        _unique("caller_id", where=_CALLBACK_OPEN),  # one open callback per caller, whatever the number of reasons
        _unique("offer_id"),
        _found("caller_id"),
        _found("claimed_by", where=_CLAIMED),
        _found("state"),
        _found("ended_at", where=_ENDED),
        DUE_BY_TEAM,
    ),
    Offer: (
        _unique("public_id"),
        _unique("sid"),
        LEASED,
        _unique("transfer_id", where=_JOINED),  # never two agents with one caller
        _unique("callback_id", where=_JOINED),
        _found("agent_id"),
        _found("caller_id"),
        _found("transfer_id"),
        _found("callback_id"),
        FLYING,
    ),
    CustomerLeg: (
        _unique("offer_id"),  # a yes rings the customer once
        _unique("sid"),
        _unique("caller_id", where=_IN_FLIGHT),  # a customer's phone rings once at a time
        _found("caller_id"),
        _found("callback_id"),
        FLYING,
    ),
    Agent: (_unique("name"), _unique("address"), _found()),
    Membership: (_unique("agent_id", "team"), _found("agent_id"), _found("team"), _found()),
    Task: (_unique("key"), _found("done_at", where=(Among("done_at", (None,)),))),
    Message: (
        _unique("key"),
        _unique("sid"),
        _found("caller_id", where=_TO_CALLERS),
        _found("state", where=_MESSAGE_OPEN),
    ),
    Recording: (_unique("public_id"), _unique("call_id", "turn"), _unique("sid"), _found("call_id")),
    Incident: (_unique("topic", where=_UNRESOLVED), _found("resolved_at", where=_UNRESOLVED)),
    Published: (
        _unique("kind", "name", where=_LIVE),
        _found("kind", "name"),
        _found("kind"),
        EDITIONS,
    ),
    Queue: (_unique("sid"), _found("transfer_id"), _found("state", where=_QUEUE_OPEN)),
    Budget: (_unique("account"),),
    Pulse: (_unique("name"), _found()),
    Token: (_unique("hash"), _unique("name", where=_NOT_REVOKED), _found()),
    Entry: (_found("entity", "entity_id"),),
    **console.KEYS,
    **known.KEYS,
    **beyond.KEYS,
}
"""The keys of every kind; a key without fields finds them all, and only small tables have it."""


@cache
def candidates(kind: type, names: tuple[str, ...]) -> tuple[Key, ...]:
    """The keys under which rows with values of these names might be looked for, the best first."""
    fit = [key for key in KEYS[kind] if key.said() <= set(names)]
    return tuple(sorted(fit, key=lambda key: (not key.unique, -len(key.fields))))


def serving(kind: type, values: Mapping[str, object]) -> Key:
    """The key under which rows with these values are looked for; LookupError where there is none."""
    for key in candidates(kind, tuple(values)):
        if key.serves(values):
            return key
    raise LookupError(f"{kind.__name__} has no index for {', '.join(values) or 'everything'}")
