"""L5: nobody is passed over: whoever is asked for, everybody who goes before them has an agent left.

Each asking is judged by the rows as they are when it is committed, for that is what it was decided by.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ivr.promise import callback, offer, transfer
from ivr.switchboard.rows import Agent, AgentState, Call, Callback, CallState, Membership, Offer, Row, Transfer

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

REST = timedelta(minutes=5)
"""After a round in vain nobody is pestered for so long at the most."""


class Fair:
    """Every asking of an agent, against all who wait for one of that team."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._rest: dict[int, tuple[int, int, datetime]] = {}
        """Of each callback: how many rounds it has had, how often driving it broke, until when it rests for that."""

    def committed(self, rows: Iterable[Row]) -> None:
        """A unit that wrote these has been committed: nothing has happened since."""
        for row in rows:
            if isinstance(row, Callback):
                self._round(row)
            elif isinstance(row, Offer) and row.state is offer.State.INTENDED and row.fence == 0:
                self._asked(row)

    def _round(self, row: Callback) -> None:
        """A rest begins with the end of a round, or with a failure, and is not made longer by anything else."""
        rounds, claims, until = self._rest.get(row.id, (0, 0, row.created_at))
        if row.deadline is not None and (row.rounds > rounds or row.claims > claims):
            until = min(row.deadline, self._oracle.centre.now() + REST)
        self._rest[row.id] = (row.rounds, row.claims, until)

    def _asked(self, asked: Offer) -> None:
        chosen, now = self._target(asked), asked.intended_at
        others = [row for row in self._waiting(chosen.team, now) if row is not chosen]
        passed = [row for row in others if _place(row, now) < _place(chosen, now)]
        enough = not passed or self._free(chosen.team, now) >= len(passed)
        self._oracle.hold("L5 nobody is passed over", enough, (chosen, "is asked for before", passed))

    def _target(self, asked: Offer) -> Transfer | Callback:
        kind, id = (Transfer, asked.transfer_id) if asked.transfer_id else (Callback, asked.callback_id)
        found: Transfer | Callback = self._oracle.row(kind, id or 0)
        return found

    def _waiting(self, team: str, now: datetime) -> list[Transfer | Callback]:
        """Who has a use for an agent of this team now."""
        due = self._oracle.rows(Callback, team=team, state=callback.State.DUE)
        return [
            *self._oracle.rows(Transfer, team=team, state=transfer.State.WAITING),
            *(row for row in due if not self._rests(row, now) and not self._on_the_line(row)),
        ]

    def _rests(self, row: Callback, now: datetime) -> bool:
        return row.rounds > 0 and row.deadline is not None and now < min(row.deadline, self._rest[row.id][2])

    def _on_the_line(self, row: Callback) -> bool:
        """Whoever talks to us by themselves meanwhile is not phoned; how that ends decides."""
        return bool(self._oracle.rows(Call, caller_id=row.caller_id, state=CallState.LIVE))

    def _free(self, team: str, now: datetime) -> int:
        """How many of the team could be asked: by our rows, for that a phone is in use may be unknown to us."""
        members = self._oracle.rows(Membership, team=team)
        return sum(self._is_free(self._oracle.row(Agent, member.agent_id), now) for member in members)

    def _is_free(self, agent: Agent, now: datetime) -> bool:
        rested = agent.cool_off_until is None or agent.cool_off_until <= now
        leased = any(one.in_flight for one in self._oracle.rows(Offer, agent_id=agent.id))
        return agent.state is AgentState.AVAILABLE and rested and not leased


def _place(row: Transfer | Callback, now: datetime) -> tuple[bool, bool, datetime]:
    """Promises about to break first, then VIPs, then by when each first asked."""
    pressing = isinstance(row, Callback) and row.escalate_at <= now
    return not pressing, not row.vip, row.asked_at
