"""Agents: who they are, whether they are available, and how their line fares. Whom they are asked for is `asking`'s."""

from __future__ import annotations

from datetime import timedelta

from ivr.frozen import replace
from ivr.promise.callback import State
from ivr.promise.policy import Policy
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Agent, AgentState, Callback, Membership


def add(store: Store, name: str, address: str, teams: tuple[str, ...], language: str = "") -> Agent:
    """A new agent, away until they say otherwise; one with this name gets the teams, the address and the language in
    which they are spoken to (empty: as it is, and for somebody new the business's first)."""
    return work(store, lambda unit: _add(unit, name, address, teams, language), "operator")


def _add(unit: Unit, name: str, address: str, teams: tuple[str, ...], language: str) -> Agent:
    agent = unit.one(Agent, name=name)
    if agent is None:
        agent = unit.insert(Agent(0, name, address, AgentState.AWAY, unit.now, language=language))
    elif (agent.address, language or agent.language) != (address, agent.language):
        agent = unit.save(replace(agent, address=address, language=language or agent.language))
    for team in teams:
        if unit.one(Membership, agent_id=agent.id, team=team) is None:
            unit.insert(Membership(0, agent.id, team))
    return agent


def available(store: Store, name: str, actor: str = "operator") -> Agent | None:
    """The agent is ready; what waits for them is found by the sweep. None: there is no such agent."""
    return work(store, lambda unit: _set(unit, name, AgentState.AVAILABLE), actor)


def away(store: Store, name: str, actor: str = "operator") -> Agent | None:
    """The agent is asked for nothing any more; what they hold, they keep."""
    return work(store, lambda unit: _set(unit, name, AgentState.AWAY), actor)


def _set(unit: Unit, name: str, state: AgentState) -> Agent | None:
    agent = unit.one(Agent, name=name)
    return None if agent is None else turn(unit, agent, state)


def turn(unit: Unit, agent: Agent, state: AgentState) -> Agent:
    """The agent is ready, or away, and has rested."""
    rested = replace(agent, misses=0, cool_off_until=None, wrap_up_until=None)
    return unit.save(replace(rested, state=state, free_since=unit.now), state)


BEAT = timedelta(seconds=5)
"""So often the row learns that a page is open, at most."""


def seen(store: Store, agent_id: int) -> tuple[tuple[str, int], ...]:
    """The agent's page is open. Returns who could be shown to them, where it was not open a moment ago; no such agent
    is nobody."""
    return work(store, lambda unit: _seen(unit, agent_id), "agent")


def _seen(unit: Unit, agent_id: int) -> tuple[tuple[str, int], ...]:
    agent = unit.get(Agent, agent_id)
    if agent is None or (agent.seen_at is not None and unit.now - agent.seen_at < BEAT):
        return ()
    back = not agent.present(unit.now)
    agent = unit.save(replace(agent, seen_at=unit.now, free_since=unit.now if back else agent.free_since))
    return waiting_for(unit, agent.id) if back and agent.state is AgentState.AVAILABLE else ()


def waiting_for(unit: Unit, agent_id: int) -> tuple[tuple[str, int], ...]:
    """Who could be offered to this agent now, to ring the doorbell for."""
    teams = [one.team for one in unit.many(Membership, agent_id=agent_id)]
    claimed = tuple(("callback", one.id) for one in unit.many(Callback, claimed_by=agent_id, state=State.DUE))
    return claimed + tuple((one.kind, one.id) for team in teams for one in unit.claimants(team)[:5])


def freed(unit: Unit, agent_id: int) -> None:
    """The agent's line is free again, and their idle time begins."""
    agent = unit.get(Agent, agent_id)
    if agent is not None:
        unit.save(replace(agent, free_since=unit.now))


def answered(unit: Unit, agent_id: int) -> None:
    """The agent pressed a key: yes or no, there is a person at that telephone."""
    agent = unit.get(Agent, agent_id)
    if agent is not None and agent.misses:
        unit.save(replace(agent, misses=0))


def missed(unit: Unit, agent_id: int, policy: Policy) -> None:
    """The agent let an offer pass; several in a row, and they cool off."""
    agent = unit.get(Agent, agent_id)
    if agent is None:
        return
    if agent.misses + 1 < policy.misses:
        unit.save(replace(agent, misses=agent.misses + 1))
    else:
        unit.save(replace(agent, misses=0, cool_off_until=unit.now + policy.cool_off))
