"""Who works here: everybody who signs in, is asked for callers, or both, by a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from ivr.reports.crew import accounts
from ivr.reports.crew.accounts import AccountShown
from ivr.store.sql.unit import SqlUnit
from ivr.switchboard.crew.number_changes import OPEN
from ivr.switchboard.rows import Agent, AgentState, Membership, NumberChange


@dataclass(frozen=True, slots=True)
class AgentShown:
    """Somebody who is asked for callers."""

    row: Agent
    teams: tuple[str, ...]
    change: NumberChange | None
    """To another telephone: the one that was asked for last, if any."""

    @property
    def under_way(self) -> bool:
        """Whether it is not over."""
        return self.change is not None and self.change.state in OPEN

    def ready(self, now: datetime) -> bool:
        """Whether they could be asked now: on duty, not resting, and at an open page where they work at one."""
        resting = self.row.cool_off_until is not None and self.row.cool_off_until > now
        return self.row.state is AgentState.AVAILABLE and not resting and self.row.present(now)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """One of the two is there at least."""

    account: AccountShown | None
    agent: AgentShown | None

    @property
    def name(self) -> str:
        """As their account is called, else as callers hear of them."""
        return self.account.name if self.account else self.agent.row.name if self.agent else ""


def everybody(unit: SqlUnit) -> tuple[PersonShown, ...]:
    """By name; who may not sign in any more, last."""
    agents = {one.row.name: one for one in everyone_asked(unit)}
    people = [PersonShown(one, agents.pop(one.agent or "", None)) for one in accounts.everybody(unit)]
    people += [PersonShown(None, one) for one in agents.values()]
    return tuple(sorted(people, key=lambda one: (bool(one.account and not one.account.active), one.name.casefold())))


def everyone_asked(unit: SqlUnit) -> tuple[AgentShown, ...]:
    """All agents, by name."""
    rows = unit.many(Agent, state=tuple(AgentState))
    if not rows:
        return ()
    ids, teams = tuple(row.id for row in rows), defaultdict(list)
    for one in unit.many(Membership, agent_id=ids):
        teams[one.agent_id].append(one.team)
    changes = {one.agent_id: one for one in unit.many(NumberChange, agent_id=ids)}
    shown = (AgentShown(row, tuple(teams[row.id]), changes.get(row.id)) for row in rows)
    return tuple(sorted(shown, key=lambda one: one.row.name.casefold()))


def with_account(unit: SqlUnit, id: int) -> PersonShown | None:
    """The person to whom this account belongs."""
    return next((one for one in everybody(unit) if one.account and one.account.id == id), None)


def with_agent(unit: SqlUnit, id: int) -> PersonShown | None:
    """The person who is this agent."""
    return next((one for one in everybody(unit) if one.agent and one.agent.row.id == id), None)
