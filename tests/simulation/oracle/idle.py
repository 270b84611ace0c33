"""L7: without the doorbell, too, somebody is asked at once for a caller who could have them, and nobody sits idle
while a caller waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.promise import callback, transfer
from ivr.switchboard.rows import Agent, AgentState, Call, Callback, CallState, Entry, Membership, Offer, Transfer
from tests.simulation.oracle.sweeping import Sweeping

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

AT_ONCE = 1.0
"""Seconds beside a period of the sweep."""
LOOKED_AT = 3.0
"""Seconds after which a waiting caller's chances are looked at again, whoever says nothing (product: LOOK_AGAIN)."""
PUT_ASIDE = 30.0
"""Seconds for which a row that could not be driven is left alone (product: PUT_ASIDE)."""
SEEN = 8.0
"""Seconds between two of our own looks, twice."""


class Idle:
    """Since when each waiting caller could have had somebody."""

    def __init__(self, oracle: Oracle, sweeping: Sweeping) -> None:
        self._oracle, self._sweeping = oracle, sweeping
        self._period = oracle.centre.board.rules.sweep_period.total_seconds()
        self._asked: list[tuple[float, int]] = []
        """When callers asked for a person while they could have one, and their transfers."""
        self._since: dict[int, float] = {}

    def line(self, entry: Entry) -> None:
        """A caller asks for a person."""
        if entry.to_state == transfer.State.WAITING and not entry.from_state:
            row: Transfer = self._oracle.row(Transfer, entry.entity_id)
            if row.state is transfer.State.WAITING and self._could_have_one(row):
                self._asked.append((self._oracle.now, row.id))

    def around(self) -> None:
        """Those who asked a moment ago, and everybody who waits."""
        while self._asked and self._asked[0][0] + self._period + AT_ONCE < self._oracle.now:
            at, id = self._asked.pop(0)
            if not self._sweeping.held_up(at):
                self._oracle.hold("L7 begun without the doorbell", self._begun(id), (id, "waits since", at))
        self._nobody_idles()

    def _begun(self, id: int) -> bool:
        row = self._oracle.row(Transfer, id)
        asked = row.state is not transfer.State.WAITING or bool(self._oracle.rows(Offer, transfer_id=id))
        # Whoever was free may be of two teams, and have been asked for a caller of the other one.
        return asked or not free_agents(self._oracle, row.team)

    def _nobody_idles(self) -> None:
        now, before = self._oracle.now, self._since
        waiting = filter(self._in_the_queue, self._oracle.rows(Transfer, state=transfer.State.WAITING))
        self._since = {row.id: before.get(row.id, now) for row in waiting if self._could_have_one(row)}
        for id, since in self._since.items():
            late = now - since > LOOKED_AT + self._period + SEEN and not self._sweeping.held_up(since - PUT_ASIDE)
            self._oracle.hold("L7 nobody idles while a caller waits", not late, (id, "could be served since", since))

    def _in_the_queue(self, row: Transfer) -> bool:
        return self._oracle.centre.truth.legs[self._oracle.row(Call, row.call_id).sid].waits_since is not None

    def _could_have_one(self, row: Transfer) -> bool:
        """Whether more people of the team are free than others have a use for."""
        rung = self._oracle.rows(Callback, caller_id=row.caller_id, state=callback.State.DIALLING)
        return not rung and free_agents(self._oracle, row.team) > self._others(row)

    def _others(self, row: Transfer) -> int:
        """How many others of the team may be asked for before this one: callers, and callbacks whose time has come."""
        waiting = self._oracle.rows(Transfer, team=row.team, state=transfer.State.WAITING)
        due = self._oracle.rows(Callback, team=row.team, state=callback.State.DUE)
        return len(waiting) - 1 + sum(self._seeks(one) for one in due)

    def _seeks(self, row: Callback) -> bool:
        rests = row.rounds > 0 and row.deadline is not None and row.deadline.timestamp() > self._oracle.now
        return not rests and not self._oracle.rows(Call, caller_id=row.caller_id, state=CallState.LIVE)


def free_agents(oracle: Oracle, team: str) -> int:
    """How many of the team are there, and their phones are in use neither in our rows nor in truth."""
    members = oracle.rows(Membership, team=team)
    return sum(_free(oracle, oracle.row(Agent, member.agent_id)) for member in members)


def _free(oracle: Oracle, agent: Agent) -> bool:
    rested = agent.cool_off_until is None or agent.cool_off_until.timestamp() <= oracle.now
    there = agent.state is AgentState.AVAILABLE and rested and agent.present(oracle.centre.now())
    leased = any(one.in_flight for one in oracle.rows(Offer, agent_id=agent.id))
    return there and not leased and not oracle.centre.truth.busy(agent.address)
