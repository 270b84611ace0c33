"""What is true of one agent, and what our rows say of them: values, and nothing that happens."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ivr.promise.offer import FINAL, State


class Leg(StrEnum):
    """Where the agent's telephone truly is, whatever our rows say."""

    NONE = "silent"
    RINGING = "ringing"
    COMING = "expected from a page"
    """The agent has clicked, and is on no line yet."""
    UP = "picked up"
    """The agent hears who waits, and may say yes."""
    TAKING = "taking the caller"
    """Was told to take the caller from the queue."""
    JOINING = "joining"
    """The caller hears that somebody comes."""
    DIALLING = "dialling"
    """Was told to ring the customer."""
    TALKING = "talking"
    OVER = "over"
    """The bridge is over or never was; the line is about to ask us what comes next."""
    ASKED = "asked for a verdict"
    LEFT = "told that the caller left"
    """And asked whether to phone them now."""
    ENDED = "ended"


class Customer(StrEnum):
    """Where the customer's telephone truly is that this agent's leg was told to ring."""

    SILENT = "silent"
    RINGING = "ringing"
    UP = "picked up"
    TALKING = "talking for the minimum"
    UNANSWERED = "rung in vain"
    CUT = "cut off by us"
    SHORT = "talked too short"
    LONG = "talked"


RUNG, BRIDGED, NOT_BRIDGED = "rung", "bridged", "not bridged"
"""What an agent's line reports: the customer's leg is over; the bridge with the caller on the line ended so."""


class Agent(NamedTuple):
    """One agent. Two are never told apart: what can happen to one can happen to the other."""

    offer: State | None = None
    """Our row; None: this agent is free."""
    leg: Leg = Leg.NONE
    wire: bool = False
    """A request to phone this agent is on its way to the carrier."""
    worker: bool = False
    """Somebody waits for the carrier's answer."""
    in_flight: bool = False
    """Our row says that a leg may live."""
    ours: bool = False
    """The transfer or the callback points to this offer: it is the one that was accepted."""
    for_caller: bool = False
    """Asked for the caller on the line; else for the callback."""
    rings: bool = False
    """Our row says that a customer's leg may live that this agent's leg was told to ring."""
    customer: Customer = Customer.SILENT
    over: str = ""
    """What the agent's line reports and has not yet delivered."""
    turns: int = 0
    """How often this agent may still be asked; a world that needs no end leaves it alone."""
    page: bool = False
    """Asked on a page: nothing was placed."""
    stray: bool = False
    """A leg of an earlier offer lives, or may come to live, that no row of ours knows any more."""

    def live(self) -> bool:
        """Whether the offer is open."""
        return self.offer is not None and self.offer not in FINAL

    def on_the_phone(self) -> bool:
        """Whether the agent's leg truly lives."""
        return self.leg not in (Leg.NONE, Leg.COMING, Leg.ENDED)

    def show(self) -> str:
        if self.offer is None:
            return "agent free"
        customer = f", customer {self.customer}" if self.rings or self.customer is not Customer.SILENT else ""
        return f"agent {self.offer}, phone {self.leg}{customer}"


Pair = tuple[Agent, Agent]
