"""Who works in which team, and when somebody is expected. Being expected changes nothing but what pages tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time

from ivr.access import Action
from ivr.calendar import Hours, Part, is_open
from ivr.frozen import replace
from ivr.switchboard import trail
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, Membership
from ivr.switchboard.trail import By

Week = Mapping[int, tuple[Part, ...]]
"""Monday is 0; a day that is left out is free. As in `calendar.Hours`."""


def join(board: Board, by: By, agent_id: int, team: str) -> bool:
    """The agent is asked for this team's callers from now on; False where there is no such agent or team."""
    return work(board.store, lambda unit: _join(unit, board, by, agent_id, team), by.actor)


def _join(unit: Unit, board: Board, by: By, agent_id: int, team: str) -> bool:
    agent = unit.get(Agent, agent_id)
    if agent is None or team not in board.library.business().teams:
        return False
    if unit.one(Membership, agent_id=agent_id, team=team) is None:
        unit.insert(Membership(0, agent_id, team))
        _told(unit, by, agent, f"joined {team}")
    return True


def leave(board: Board, by: By, agent_id: int, team: str) -> bool:
    """The agent is asked for this team's callers no more; who is with them, stays. Whether they were in it."""
    return work(board.store, lambda unit: _leave(unit, by, agent_id, team), by.actor)


def _leave(unit: Unit, by: By, agent_id: int, team: str) -> bool:
    agent, row = unit.get(Agent, agent_id), unit.one(Membership, agent_id=agent_id, team=team)
    if agent is None or row is None:
        return False
    unit.remove(row)
    _told(unit, by, agent, f"left {team}")
    return True


def expect(board: Board, by: By, agent_id: int, week: Week) -> Agent | None:
    """When the agent is expected, by the business's clock, week after week; an empty week: nobody says. None: there is
    no such agent."""
    return work(board.store, lambda unit: _expect(unit, by, agent_id, week), by.actor)


def _expect(unit: Unit, by: By, agent_id: int, week: Week) -> Agent | None:
    agent = unit.get(Agent, agent_id)
    text = write(week)
    if agent is None or agent.week == text:
        return agent
    agent = unit.save(replace(agent, week=text))
    _told(unit, by, agent, "week")
    return agent


def _told(unit: Unit, by: By, agent: Agent, what: str) -> None:
    unit.tell(agent, what)
    trail.note(unit, by, Action.EDIT_TEAMS, f"agent {agent.name}", after={"what": what})


def write(week: Week) -> str:
    """The week as `Agent.week` has it; empty where no day has a part."""
    days = {str(day): [f"{start:%H:%M}-{end:%H:%M}" for start, end in parts] for day, parts in sorted(week.items())}
    return json.dumps(kept) if (kept := {day: parts for day, parts in days.items() if parts}) else ""


def read(text: str) -> Week:
    """The week that was written."""
    days: dict[str, list[str]] = json.loads(text) if text else {}
    return {int(day): tuple(_part(one) for one in parts) for day, parts in days.items()}


def _part(text: str) -> Part:
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def is_expected(agent: Agent, zone: str, at: datetime) -> bool | None:
    """Whether the agent is expected at this moment, in the business's zone; None: nobody has said when."""
    return is_open(Hours(zone, read(agent.week)), at) if agent.week else None
