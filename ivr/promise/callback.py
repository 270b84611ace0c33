"""The life of a callback: we phone the caller back. One open callback per caller, whatever the number of reasons.

Rule 1: every state and every transition is in TRANSITIONS.
Rule 2: nothing here knows the time, the database or the carrier.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    SCHEDULED = "scheduled"
    """Waits for its time."""
    DUE = "due"
    """Its time has come: agents are to be asked as soon as one is free and the hour is right."""
    OFFERED = "offered"
    """At least one offer is live."""
    DIALLING = "dialling"
    """An agent said yes; that agent's own leg phones the customer."""
    TALKING = "talking"
    """The customer's phone was picked up."""
    SUSPENDED = "suspended"
    """The caller is on the line with us by a call of their own; this waits for how that ends."""
    REVIEW = "review"
    """Contradictory or poisonous: a person decides. Not final, counts as open, alerts again and again."""
    CONNECTED = "connected"
    CAME_IN = "came_in"
    """The caller was helped since: on a call of their own, or when we phoned them for something else."""
    CANCELLED = "cancelled"
    """By the caller's own key or signed message."""
    EXHAUSTED = "exhausted"
    """All attempts were made; a task for a named person is open."""
    BARRED = "barred"
    """Must not be phoned: do-not-call, or a destination that we never dial."""
    UNREACHABLE = "unreachable"
    """There is no number that could be phoned, or the network says that it does not exist."""
    CLOSED_BY_AGENT = "closed_by_agent"
    """An agent's verdict: wrong number, or settled otherwise."""


class Event(StrEnum):
    FALL_DUE = "fall_due"
    PUT_OFF = "put_off"
    """Not now: outside the window or the hours, or moved by the caller."""
    OFFER = "offer"
    ROUND_OVER = "round_over"
    ACCEPT = "accept"
    NOT_RUNG = "not_rung"
    """The agent who said yes was lost before the customer's phone rang: no attempt was made."""
    PICK_UP = "pick_up"
    MISS = "miss"
    """The customer's phone rang and there was no conversation; a further attempt is allowed."""
    CONNECT = "connect"
    AGAIN = "again"
    """The agent's verdict, or a talk that was too short: call again."""
    EXHAUST = "exhaust"
    SUSPEND = "suspend"
    RESUME = "resume"
    CAME_IN = "came_in"
    CANCEL = "cancel"
    BAR = "bar"
    NO_NUMBER = "no_number"
    CLOSE = "close"
    REVIEW = "review"


FINAL = frozenset(
    {
        State.CONNECTED,
        State.CAME_IN,
        State.CANCELLED,
        State.EXHAUSTED,
        State.BARRED,
        State.UNREACHABLE,
        State.CLOSED_BY_AGENT,
    }
)

_BEFORE_DIALLING: dict[Event, State] = {
    Event.SUSPEND: State.SUSPENDED,
    Event.CANCEL: State.CANCELLED,
    Event.BAR: State.BARRED,
    Event.NO_NUMBER: State.UNREACHABLE,
    Event.CLOSE: State.CLOSED_BY_AGENT,
    Event.REVIEW: State.REVIEW,
}

_AFTER_RINGING: dict[Event, State] = {
    Event.CONNECT: State.CONNECTED,
    Event.AGAIN: State.SCHEDULED,
    Event.EXHAUST: State.EXHAUSTED,
    Event.CLOSE: State.CLOSED_BY_AGENT,
    Event.REVIEW: State.REVIEW,
}

TRANSITIONS: dict[State, dict[Event, State]] = {
    State.SCHEDULED: {
        Event.FALL_DUE: State.DUE,
        Event.PUT_OFF: State.SCHEDULED,
        Event.EXHAUST: State.EXHAUSTED,
        **_BEFORE_DIALLING,
    },
    State.DUE: {Event.OFFER: State.OFFERED, Event.PUT_OFF: State.SCHEDULED, **_BEFORE_DIALLING},
    State.OFFERED: {
        Event.ACCEPT: State.DIALLING,
        Event.ROUND_OVER: State.DUE,
        Event.PUT_OFF: State.SCHEDULED,
        **_BEFORE_DIALLING,
    },
    State.DIALLING: {
        Event.PICK_UP: State.TALKING,
        Event.NOT_RUNG: State.DUE,
        Event.MISS: State.SCHEDULED,
        Event.NO_NUMBER: State.UNREACHABLE,
        Event.SUSPEND: State.SUSPENDED,
        **_AFTER_RINGING,
    },
    State.TALKING: _AFTER_RINGING,
    State.SUSPENDED: {
        Event.CAME_IN: State.CAME_IN,
        Event.RESUME: State.SCHEDULED,
        Event.CANCEL: State.CANCELLED,
        Event.REVIEW: State.REVIEW,
    },
    State.REVIEW: {
        Event.RESUME: State.SCHEDULED,
        Event.CAME_IN: State.CAME_IN,
        Event.CONNECT: State.CONNECTED,
        Event.CANCEL: State.CANCELLED,
        Event.EXHAUST: State.EXHAUSTED,
        Event.BAR: State.BARRED,
        Event.NO_NUMBER: State.UNREACHABLE,
        Event.CLOSE: State.CLOSED_BY_AGENT,
    },
    **{final: {} for final in sorted(FINAL)},
}
