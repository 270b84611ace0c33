"""The life of an offer: one agent is asked to take one caller. The network's uncertainty lives here alone.
Rule 1: every state and every transition is in TRANSITIONS.
Rule 2: nothing here knows the time, the database or the carrier.
A final state ends the asking, not the leg: a row says apart from its state whether one is in flight."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    INTENDED = "intended"
    """Committed before anything was asked of the carrier: agent leased, id drawn, budget taken."""
    PLACING = "placing"
    """One worker, fenced, is asking the carrier now."""
    UNKNOWN = "unknown"
    """The carrier may or may not have placed the call: look, never ask twice, until the quiet time has passed."""
    RINGING = "ringing"
    """The leg is known."""
    SCREENING = "screening"
    """Somebody or something picked up and hears the brief; or it is shown to somebody at a page, and no leg exists."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    MISSED = "missed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    PLACE = "place"
    SHOW = "show"
    """Instead of placing a call: the agent sits at a page, and clicks."""
    PLACED = "placed"
    """The carrier gave the leg's id, or a report of the leg came first."""
    UNSURE = "unsure"
    FOUND = "found"
    NEVER_PLACED = "never_placed"
    REFUSED = "refused"
    PICK_UP = "pick_up"
    ACCEPT = "accept"
    DECLINE = "decline"
    MISS = "miss"
    """The leg ended, or silence, whatever was seen before: a voicemail, a pocket, a robot."""
    WITHDRAW = "withdraw"
    """Someone else won, or the caller is gone."""


FINAL = frozenset({State.ACCEPTED, State.DECLINED, State.MISSED, State.FAILED, State.WITHDRAWN})

TRANSITIONS: dict[State, dict[Event, State]] = {
    State.INTENDED: {Event.PLACE: State.PLACING, Event.SHOW: State.SCREENING, Event.WITHDRAW: State.WITHDRAWN},
    State.PLACING: {
        Event.PLACED: State.RINGING,
        Event.UNSURE: State.UNKNOWN,
        Event.REFUSED: State.FAILED,
        Event.PICK_UP: State.SCREENING,
        Event.MISS: State.MISSED,
        Event.WITHDRAW: State.WITHDRAWN,
    },
    State.UNKNOWN: {
        Event.FOUND: State.RINGING,
        Event.NEVER_PLACED: State.FAILED,
        Event.PICK_UP: State.SCREENING,
        Event.MISS: State.MISSED,
        Event.WITHDRAW: State.WITHDRAWN,
    },
    State.RINGING: {
        Event.PICK_UP: State.SCREENING,
        Event.MISS: State.MISSED,
        Event.WITHDRAW: State.WITHDRAWN,
    },
    State.SCREENING: {
        Event.ACCEPT: State.ACCEPTED,
        Event.DECLINE: State.DECLINED,
        Event.MISS: State.MISSED,
        Event.WITHDRAW: State.WITHDRAWN,
    },
    **{final: {} for final in sorted(FINAL)},
}
