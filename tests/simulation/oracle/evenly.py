"""L5, among those who answer: of the phones that one caller could ring, the one rings that nobody has asked anything of
for the longest.

Since when that is, is told here by what was asked of each, and not by the row that says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ivr.promise import offer
from ivr.promise.policy import Strategy
from ivr.switchboard.rows import Agent, AgentState, Callback, Kind, Membership, Offer, Row, Transfer

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle


class Evenly:
    """Since when nothing was asked of each agent."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._done: dict[int, datetime] = {}
        """When each had done with what was asked of them last."""
        self._busy: set[int] = set()
        """The offers of which a leg lives, or may live."""

    def committed(self, rows: Iterable[Row]) -> None:
        """A unit that wrote these has been committed: nothing has happened since."""
        asked = [row for row in rows if isinstance(row, Offer)]
        for row in asked:
            if row.id in self._busy and not row.in_flight:
                self._done[row.agent_id] = self._oracle.centre.now()
            (self._busy.add if row.in_flight else self._busy.discard)(row.id)
        for row in asked:
            if row.state is offer.State.INTENDED and row.fence == 0:
                self._asked(row)

    def _idle_since(self, agent: Agent) -> datetime:
        """That somebody has come, or is ready again after a talk, is told by nothing but their row."""
        return max(agent.free_since, self._done.get(agent.id, agent.free_since))

    def _asked(self, asked: Offer) -> None:
        kind, id = (Transfer, asked.transfer_id) if asked.transfer_id else (Callback, asked.callback_id)
        row: Transfer | Callback = self._oracle.row(kind, id or 0)
        one_by_one = self._oracle.centre.policy(row.team).strategy is Strategy.LONGEST_IDLE
        if asked.kind is not Kind.RUNG or not one_by_one or (isinstance(row, Callback) and row.claimed_by is not None):
            return
        since = self._idle_since(self._oracle.row(Agent, asked.agent_id))
        others = (self._oracle.row(Agent, one.agent_id) for one in self._oracle.rows(Membership, team=row.team))
        could = (one for one in others if self._could(one, row, asked.intended_at))
        passed = [one.name for one in could if self._idle_since(one) < since]
        told = (asked.agent_id, "was asked, free since", since, "before", passed)
        self._oracle.hold("L5 the longest idle is asked first", not passed, told)

    def _could(self, agent: Agent, row: Transfer | Callback, now: datetime) -> bool:
        """Whether this agent could have been asked for this caller, and never was."""
        theirs = self._oracle.rows(Offer, agent_id=agent.id)
        target = "transfer_id" if isinstance(row, Transfer) else "callback_id"
        asked = any(one.in_flight or getattr(one, target) == row.id for one in theirs)
        resting = any(until is not None and until > now for until in (agent.cool_off_until, agent.wrap_up_until))
        return agent.state is AgentState.AVAILABLE and not asked and not resting and agent.present(now)
