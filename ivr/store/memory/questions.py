"""What is asked across many rows, answered from memory; the databases answer the same, in one statement each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from ivr.line.outcomes import LegState, Outcome
from ivr.promise import callback, offer, transfer
from ivr.store.memory.shelf import Shelf
from ivr.store.rules.keys import ANSWERED, FLYING, LEASED, LIVE_CALLS
from ivr.switchboard.ports import Claimant
from ivr.switchboard.rows import (
    Agent,
    AgentState,
    Call,
    Callback,
    Caller,
    CallState,
    CustomerLeg,
    Membership,
    Obligation,
    Offer,
    Transfer,
)

WAITS = 20
"""So many answered callers make an honest estimate of the wait."""


class Questions:
    """The reading half of a unit in memory."""

    __slots__ = ("_now", "_shelves")

    _now: datetime
    _shelves: Mapping[type, Shelf]

    def free_agents(self, team: str) -> tuple[Agent, ...]:
        members = self._shelves[Membership].find({"team": team})
        agents = (self._shelves[Agent].rows[id] for id in sorted(member.agent_id for member in members))
        return tuple(agent for agent in agents if self._is_free(agent))

    def _is_free(self, agent: Agent) -> bool:
        return (
            agent.state is AgentState.AVAILABLE
            and (agent.cool_off_until is None or agent.cool_off_until <= self._now)
            and (agent.wrap_up_until is None or agent.wrap_up_until <= self._now)
            and agent.present(self._now)
            and not self._shelves[Offer].under(LEASED, agent.id)
        )

    def claimants(self, team: str) -> tuple[Claimant, ...]:
        waiting = self._shelves[Transfer].find({"team": team, "state": transfer.State.WAITING})
        due = filter(self._seeks, self._shelves[Callback].find({"team": team, "state": callback.State.DUE}))
        found = [Claimant("transfer", row.id, row.asked_at, row.vip, None) for row in waiting]
        found += [Claimant("callback", row.id, row.asked_at, row.vip, row.escalate_at) for row in due]
        return tuple(sorted(found, key=lambda one: (one.asked_at, one.kind, one.id)))

    def _seeks(self, row: Callback) -> bool:
        rests = row.rounds > 0 and row.deadline is not None and row.deadline > self._now
        claimed = row.claimed_until is not None and row.claimed_until > self._now
        if rests or claimed:
            return False
        return not self._shelves[Call].find({"caller_id": row.caller_id, "state": CallState.LIVE})

    def waits(self, team: str) -> tuple[float, ...]:
        shelf = self._shelves[Transfer]
        last = islice(reversed(shelf.under(ANSWERED, team)), WAITS)
        rows = sorted((shelf.rows[id] for id in last), key=lambda row: (row.answered_at, row.id), reverse=True)
        return tuple((row.answered_at - row.waiting_since).total_seconds() for row in rows)

    def legs_in_flight(self) -> int:
        ours = sum(len(self._shelves[kind].under(FLYING, True)) for kind in (Offer, CustomerLeg))
        asked = (self._shelves[Offer].rows[id] for id in self._shelves[Offer].under(FLYING, True))
        ours -= sum(1 for one in asked if one.shown and one.state is offer.State.SCREENING)
        return ours + len(self._shelves[Call].under(LIVE_CALLS, CallState.LIVE))

    def attempts_since(self, caller_id: int, since: datetime) -> int:
        legs = self._shelves[CustomerLeg].find({"caller_id": caller_id})
        return sum(leg.placed_at >= since and _rang(leg) for leg in legs)

    def rings_since(self, since: datetime, block: str | None = None) -> int:
        callers = self._shelves[Caller].rows
        legs = (leg for leg in self._shelves[CustomerLeg].rows.values() if leg.placed_at >= since)
        return sum(block is None or (callers[leg.caller_id].number or "")[:-4] == block for leg in legs)

    def requests_since(self, caller_id: int, since: datetime) -> int:
        debts = self._shelves[Obligation].find({"caller_id": caller_id})
        callbacks = self._shelves[Callback].rows
        return sum(
            debt.at >= since and debt.callback_id is not None and callbacks[debt.callback_id].caller_id != caller_id
            for debt in debts
        )


def _rang(leg: CustomerLeg) -> bool:
    """A phone rang unless it is known that it did not: the leg failed, or was given up before it began."""
    return leg.outcome is not Outcome.FAILED and (leg.in_flight or leg.state is not LegState.QUEUED)
