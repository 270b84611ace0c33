"""The life of a transfer: a caller asked for a person.

Rule 1: every state and every transition is in TRANSITIONS.
Rule 2: nothing here knows the time, the database or the carrier.
The caller is on the line in every state that is not final, except in the last seconds before we hear that they left.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    """In the queue, no agent is being asked at this moment."""
    OFFERED = "offered"
    """At least one offer is live."""
    ACCEPTED = "accepted"
    """One agent said yes and is on the way to the caller."""
    JOINING = "joining"
    """The caller was taken from the queue; the bridge is being made. No conversation yet."""
    TALKING = "talking"
    """Both are in one conversation, as far as anybody can see while it lasts."""
    TALKED = "talked"
    """The bridge is over; the agent's verdict, or proof of the talk, is awaited."""
    SERVED = "served"
    CALLBACK = "callback"
    WAIVED = "waived"


class Event(StrEnum):
    OFFER = "offer"
    """An agent is asked, or one who was being asked for the caller's callback is asked for this instead."""
    ROUND_OVER = "round_over"
    """No offer is live any more and nobody said yes."""
    ACCEPT = "accept"
    """An agent pressed the accept key and won."""
    AGENT_LOST = "agent_lost"
    """The agent's leg ended before the caller was taken from the queue."""
    DEQUEUE = "dequeue"
    BRIDGE = "bridge"
    TALK_OVER = "talk_over"
    SERVE = "serve"
    """The agent keyed done, or stayed silent after a talk of the minimum length, and a bridge was reported."""
    OWE = "owe"
    """Whatever else: nobody came, the caller left or chose to be called, something broke."""
    WAIVE = "waive"
    """The caller's own key press that says no."""


FINAL = frozenset({State.SERVED, State.CALLBACK, State.WAIVED})

TRANSITIONS: dict[State, dict[Event, State]] = {
    State.WAITING: {
        Event.OFFER: State.OFFERED,
        Event.OWE: State.CALLBACK,
        Event.WAIVE: State.WAIVED,
    },
    State.OFFERED: {
        Event.ACCEPT: State.ACCEPTED,
        Event.ROUND_OVER: State.WAITING,
        Event.OWE: State.CALLBACK,
        Event.WAIVE: State.WAIVED,
    },
    State.ACCEPTED: {
        Event.DEQUEUE: State.JOINING,
        Event.AGENT_LOST: State.WAITING,
        Event.BRIDGE: State.TALKING,
        Event.TALK_OVER: State.TALKED,
        Event.OWE: State.CALLBACK,
    },
    State.JOINING: {
        Event.BRIDGE: State.TALKING,
        Event.TALK_OVER: State.TALKED,
        Event.OWE: State.CALLBACK,
    },
    # What looked like a talk is settled in one place only: in TALKED, by the verdict or by the proof.
    State.TALKING: {Event.TALK_OVER: State.TALKED},
    State.TALKED: {Event.SERVE: State.SERVED, Event.OWE: State.CALLBACK},
    State.SERVED: {},
    State.CALLBACK: {},
    State.WAIVED: {},
}
