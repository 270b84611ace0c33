"""The people of the sample business, for an installation on the simulated carrier: so that there is somebody to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ivr.language import sought
from ivr.switchboard import agents, callers
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, AgentState


@dataclass(frozen=True, slots=True)
class Someone:
    name: str
    number: str


ASHA = Someone("Asha", "+12025550111")
BABUL = Someone("Babul", "+12025550112")
CALLER = Someone("Nasrin", "+8801712345678")
ZONE = "Asia/Dhaka"


def move_in(board: Board) -> tuple[Agent, ...]:
    """Asha and Babul, available, in every team, unless there are agents already; and one caller whom we know."""
    if work(board.store, _agents):
        return ()
    teams = tuple(board.library.business().teams)
    made = tuple(agents.add(board.store, one.name, one.number, teams) for one in (ASHA, BABUL))
    for one in made:
        agents.available(board.store, one.name)
    work(board.store, lambda unit: know(unit, CALLER))
    return made


def _agents(unit: Unit) -> tuple[Agent, ...]:
    return unit.many(Agent, state=(AgentState.AVAILABLE, AgentState.AWAY))


def know(unit: Unit, someone: Someone) -> None:
    """A caller whose name and zone we keep."""
    caller = callers.meet(unit, someone.number)
    unit.save(replace(caller, name=someone.name, search=sought.key(someone.name), zone=ZONE))
