"""Agents being asked, and customers being rung: rows of the legs that we cause."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.frozen import frozen
from ivr.line.outcomes import LegState, Outcome
from ivr.promise import offer


class Kind(StrEnum):
    """How an agent is asked."""

    RUNG = "rung"
    SHOWN = "shown"


@frozen
class Offer:
    """One agent is asked to take one transfer or one callback, never both."""

    id: int
    public_id: str
    """Random; rides in every URL of the agent's leg, so that a leg can be recognised before its id is known."""
    agent_id: int
    caller_id: int
    state: offer.State
    intended_at: datetime
    deadline: datetime | None
    """The next look: never empty while the asking is open or a leg may live."""
    transfer_id: int | None = None
    callback_id: int | None = None
    kind: Kind = Kind.RUNG
    in_flight: bool = True
    """A leg lives, or may live: the agent's address is taken, by a unique index."""
    placed_at: datetime | None = None
    sid: str | None = None
    leg_state: LegState | None = None
    looks: int = 0
    """How often we looked for a leg whose fate is unknown."""
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    """When we heard that the leg is over."""
    fence: int = 0

    @property
    def shown(self) -> bool:
        """Whether it was put on an agent's page: then no leg is placed for it."""
        return self.kind is Kind.SHOWN


@frozen
class CustomerLeg:
    """A customer's phone is rung by an accepted agent's leg: one attempt. Committed before the instruction leaves."""

    id: int
    offer_id: int
    callback_id: int
    caller_id: int
    placed_at: datetime
    sid: str | None = None
    state: LegState = LegState.QUEUED
    outcome: Outcome | None = None
    in_flight: bool = True
    picked_up_at: datetime | None = None
    seconds: int | None = None
    fence: int = 0
