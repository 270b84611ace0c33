"""Faults ordered in advance: what the carrier does wrong the next time, once for each order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ivr.simulator.exchange import WebRequest


class FaultKind(StrEnum):
    """Of a request to the application: drop, duplicate, delay. Of the next POST /Calls: the rest."""

    DROP = "drop"
    DUPLICATE = "duplicate"
    DELAY = "delay"
    SWALLOW = "swallow"
    """the call is placed, the connection closed without an answer"""
    REFUSE = "refuse"
    """the connection is closed, no call is placed"""
    CRASH = "crash"
    """HTTP 500, no call is placed"""
    THROTTLE = "throttle"
    """HTTP 429 with code 20429, no call is placed"""


CREATE_FAULTS = (FaultKind.SWALLOW, FaultKind.REFUSE, FaultKind.CRASH, FaultKind.THROTTLE)


@dataclass(frozen=True, slots=True)
class Fault:
    """One order. `purpose` narrows webhooks (voice, action, wait, joining, status, …; `any`), `seconds` is virtual."""

    kind: FaultKind
    purpose: str = "any"
    seconds: float = 0.0

    def hits(self, request: WebRequest) -> bool:
        """True where this request is meant."""
        return self.kind not in CREATE_FAULTS and self.purpose in ("any", request.purpose)


class Faults:
    """Orders not yet carried out, first come first served."""

    def __init__(self) -> None:
        self.ordered: list[Fault] = []

    def order(self, fault: Fault) -> None:
        """Remember an order."""
        self.ordered.append(fault)

    def claim_for(self, request: WebRequest) -> Fault | None:
        """The order that this request meets, used up by it."""
        return self._claim(next((fault for fault in self.ordered if fault.hits(request)), None))

    def claim_for_create(self) -> Fault | None:
        """The order that the next POST /Calls meets."""
        return self._claim(next((fault for fault in self.ordered if fault.kind in CREATE_FAULTS), None))

    def _claim(self, fault: Fault | None) -> Fault | None:
        if fault:
            self.ordered.remove(fault)
        return fault
