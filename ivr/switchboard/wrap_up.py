"""After a talk an agent who works at the console has a while for what is left to write, and is offered nobody.

It ends by itself: a moment stands in the agent's row, and nothing has to come about. Whoever has only a telephone says
by key how it went, and needs no such while.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from ivr.frozen import replace
from ivr.switchboard import agents
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Account, Agent, AgentState, Callback, Membership, Transfer, Visit
from ivr.switchboard.trail import By

AT_WORK = timedelta(hours=12)
"""Whoever has done nothing at the console for so long works elsewhere."""


class Mode(StrEnum):
    """How an agent stands, as pages show it."""

    AVAILABLE = "available"
    AWAY = "away"
    WRAP_UP = "wrap_up"
    RESTING = "resting"
    """Let several offers pass, and cools off."""


def mode(unit: Unit, agent: Agent) -> Mode:
    """How the agent stands now."""
    if agent.state is AgentState.AWAY:
        return Mode.AWAY
    if agent.wrap_up_until is not None and agent.wrap_up_until > unit.now:
        return Mode.WRAP_UP
    resting = agent.cool_off_until is not None and agent.cool_off_until > unit.now
    return Mode.RESTING if resting else Mode.AVAILABLE


def begin(unit: Unit, board: Board, agent_id: int, target: Transfer | Callback) -> None:
    """A talk for this caller is over; called by whoever hears of the end of the agent's leg."""
    agent = unit.get(Agent, agent_id)
    if agent is None or agent.state is AgentState.AWAY or not _at_the_console(unit, agent_id):
        return
    until = unit.now + team_of(board, target.team).policy.wrap_up
    unit.tell(unit.save(replace(agent, wrap_up_until=until, wrap_up_longer=False)), "wrap_up")


def _at_the_console(unit: Unit, agent_id: int) -> bool:
    account = unit.one(Account, agent_id=agent_id)
    if account is None or not account.active:
        return False
    visits = unit.many(Visit, account_id=account.id, ended_at=None)
    return any(visit.seen_at > unit.now - AT_WORK for visit in visits)


def longer(board: Board, by: By, agent_id: int) -> Agent | None:
    """The team's time once more, from now on, once per talk; None where there is no wrap-up, or it was made longer."""
    return work(board.store, lambda unit: _longer(unit, board, agent_id), by.actor)


def _longer(unit: Unit, board: Board, agent_id: int) -> Agent | None:
    agent = unit.get(Agent, agent_id)
    if agent is None or mode(unit, agent) is not Mode.WRAP_UP or agent.wrap_up_longer:
        return None
    teams = unit.many(Membership, agent_id=agent_id)
    more = max((team_of(board, one.team).policy.wrap_up for one in teams), default=timedelta(0))
    agent = unit.save(replace(agent, wrap_up_until=unit.now + more, wrap_up_longer=True))
    unit.tell(agent, "wrap_up_longer")
    return agent


def finish(board: Board, by: By, agent_id: int) -> tuple[tuple[str, int], ...]:
    """Ready again before the time is over; what is returned is to be given to the doorbell. Harmless where there is no
    wrap-up."""
    return work(board.store, lambda unit: _finish(unit, agent_id), by.actor)


def _finish(unit: Unit, agent_id: int) -> tuple[tuple[str, int], ...]:
    agent = unit.get(Agent, agent_id)
    if agent is None or mode(unit, agent) is not Mode.WRAP_UP:
        return ()
    unit.tell(unit.save(replace(agent, wrap_up_until=None, free_since=unit.now)), "wrap_up_over")
    return agents.waiting_for(unit, agent_id)
