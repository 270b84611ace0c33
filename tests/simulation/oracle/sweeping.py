"""L2 and L7: whatever is due is touched by the next pass of the sweep, and a caller for whom an agent is free does not
wait for a doorbell that never rings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ivr.promise import callback, transfer
from ivr.store.keys import DUE
from ivr.switchboard.rows import Agent, AgentState, Callback, Entry, Membership, Offer, Transfer
from ivr.switchboard.sweep import BATCH, Swept
from tests.simulation.world.chance import PEOPLE, Fault

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

AT_ONCE = 1.0
"""Seconds beside a period of the sweep in which something that can be done is begun."""
JUDGED = 0.3
"""Of the passes."""
HARMLESS = (*PEOPLE, Fault.DOORBELL)


class Sweeping:
    """One pass of the sweep after the other."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._limit = oracle.centre.board.rules.sweep_period.total_seconds() + AT_ONCE
        self._dice = oracle.centre.chance.dice("passes")
        self._due: list[Any] = []
        self._under_way = False
        self._began = self._disturbed = 0.0
        self._asked: list[tuple[float, int]] = []
        """When callers asked for a person while one was free, and their transfers."""

    def begins(self) -> None:
        """What is due now is to be touched by this pass."""
        if self._under_way:
            self._disturbed = self._oracle.now  # whoever made the last pass died in it
        store = self._oracle.centre.store
        self._began, self._under_way = self._oracle.now, True
        judged = self._dice.random() < JUDGED
        self._due = [self._oracle.row(kind, id) for kind in DUE for id in store.due(kind, BATCH)] if judged else []

    def ends(self, swept: Swept) -> None:
        """The pass is over. What could not be had, or was snatched away every time, stays due and is not judged."""
        self._under_way = False
        if swept.failed or self._oracle.now - self._began > AT_ONCE:
            self._disturbed = self._oracle.now
        if swept.failed:
            return
        for old in self._due:
            now = self._oracle.every(type(old)).get(old.id)
            self._oracle.hold("L2 what is due is touched", now != old, old)

    def line(self, entry: Entry) -> None:
        """A caller asks for a person."""
        if entry.to_state == transfer.State.WAITING and not entry.from_state:
            row: Transfer = self._oracle.row(Transfer, entry.entity_id)
            if self._first(row) and self._somebody_free(row.team):
                self._asked.append((self._oracle.now, row.id))

    def _first(self, row: Transfer) -> bool:
        """Whether nobody else waits for an agent of this team, and nobody phones this caller at this moment: what
        becomes of that comes first."""
        waiting = self._oracle.rows(Transfer, team=row.team, state=transfer.State.WAITING)
        due = self._oracle.rows(Callback, team=row.team, state=callback.State.DUE)
        rung = self._oracle.rows(Callback, caller_id=row.caller_id, state=callback.State.DIALLING)
        return len(waiting) == 1 and not due and not rung

    def _somebody_free(self, team: str) -> bool:
        """Whether somebody of the team is there, and their phone is not in use, neither in our rows nor in truth."""
        return any(
            self._free(self._oracle.row(Agent, member.agent_id)) for member in self._oracle.rows(Membership, team=team)
        )

    def _free(self, agent: Agent) -> bool:
        there = agent.state is AgentState.AVAILABLE and agent.cool_off_until is None
        leased = any(one.in_flight for one in self._oracle.rows(Offer, agent_id=agent.id))
        return there and not leased and not self._oracle.centre.truth.busy(agent.address)

    def around(self) -> None:
        """Those who asked are being served by now; unless the sweep itself was held up, or more than the doorbell."""
        now = self._oracle.now
        if self._under_way:
            self._disturbed = now
        while self._asked and self._asked[0][0] + self._limit < now:
            at, id = self._asked.pop(0)
            if self._disturbed < at and not self._troubled(at):
                self._oracle.hold("L7 begun without the doorbell", self._begun(id), f"transfer {id} waits since {at}")

    def _begun(self, id: int) -> bool:
        row = self._oracle.row(Transfer, id)
        return row.state is not transfer.State.WAITING or bool(self._oracle.rows(Offer, transfer_id=id))

    def _troubled(self, since: float) -> bool:
        last = self._oracle.centre.chance.last
        return any(at >= since for fault, at in last.items() if fault not in HARMLESS)
