"""People who work here, by hand of whoever runs the shop: taken on, spoken to in their language, on and off duty.

Where an agent is reached changes in `number_changes` only; who signs in, and as what, in `accounts`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from ivr.access import Action, Role
from ivr.frozen import frozen, replace
from ivr.switchboard import agents, trail
from ivr.switchboard.board import Board
from ivr.switchboard.crew import reached
from ivr.switchboard.crew.number_changes import subject
from ivr.switchboard.ports import Conflict, Unit, work
from ivr.switchboard.rows import Account, Agent, AgentState, Membership
from ivr.switchboard.sign_in import accounts

LONGEST = 60
"""Characters of a name."""


class Refused(StrEnum):
    """Why nobody was taken on."""

    NAME = "they need a name"
    NAME_TAKEN = "an agent has this name already"
    TAKEN = "another agent is reached there"
    NOTHING = "give an e-mail address to sign in with, or a telephone to be asked on, or both"


Why = Refused | reached.Refused | accounts.Refused


@dataclass(frozen=True, slots=True)
class Hired:
    """Who they are now: somebody who signs in, somebody who is asked for callers, or both."""

    account: Account | None
    agent: Agent | None


@frozen
class Wanted:
    """What was written down of somebody new. Without `email` they sign in nowhere; without `address` nobody asks them
    for callers."""

    name: str
    email: str = ""
    role: Role = Role.AGENT
    address: str = ""
    teams: tuple[str, ...] = ()
    language: str = ""


class _Undone(Exception):
    """Nothing of it is to be kept."""

    def __init__(self, why: Why) -> None:
        self.why = why


def hire(board: Board, by: trail.By, wanted: Wanted) -> Hired | Why:
    """Somebody new, all of it or nothing. They begin away, and choose by a one-time link how they sign in."""
    name = unicodedata.normalize("NFC", wanted.name).strip()[:LONGEST]
    business, email = board.library.business(), accounts.parse_email(wanted.email)
    address = reached.parse_address(wanted.address, business, business.country) if wanted.address else ""
    if not name:
        return Refused.NAME
    if not wanted.email and not wanted.address:
        return Refused.NOTHING
    if wanted.email and email is None:
        return accounts.Refused.EMAIL
    if isinstance(address, reached.Refused):
        return address
    wanted = replace(wanted, name=name, email=email or "", address=address)
    try:
        return work(board.store, lambda unit: _hire(unit, board, by, wanted), by.actor)
    except _Undone as undone:
        return undone.why
    except Conflict:
        return Refused.TAKEN


def _hire(unit: Unit, board: Board, by: trail.By, wanted: Wanted) -> Hired:
    agent = _agent(unit, board, by, wanted) if wanted.address else None
    if not wanted.email:
        return Hired(None, agent)
    account = accounts.added(unit, by, wanted.email, wanted.name, wanted.role, agent.name if agent else "")
    if isinstance(account, accounts.Refused):
        raise _Undone(account)
    return Hired(account, agent)


def _agent(unit: Unit, board: Board, by: trail.By, wanted: Wanted) -> Agent:
    if unit.one(Agent, name=wanted.name) is not None:
        raise _Undone(Refused.NAME_TAKEN)
    if unit.one(Agent, address=wanted.address) is not None:
        raise _Undone(Refused.TAKEN)
    row = Agent(0, wanted.name, wanted.address, AgentState.AWAY, unit.now, language=wanted.language)
    agent = unit.insert(row)
    known = board.library.business().teams
    for team in dict.fromkeys(wanted.teams):
        if team in known:
            unit.insert(Membership(0, agent.id, team))
    after = {"address": wanted.address, "teams": ", ".join(wanted.teams)}
    trail.note(unit, by, Action.ADD_PERSON, subject(agent), after=after)
    return agent


Due = tuple[tuple[str, int], ...]


def answering(board: Board, by: trail.By, agent_id: int, state: AgentState) -> tuple[Agent, Due]:
    """On duty, or off, by somebody else's hand; and who could be offered to them now. LookupError where there is no
    such agent."""
    return work(board.store, lambda unit: _answering(unit, by, agent_id, state), by.actor)


def _answering(unit: Unit, by: trail.By, agent_id: int, state: AgentState) -> tuple[Agent, Due]:
    before = _known(unit, agent_id)
    after = agents.turn(unit, before, state)
    trail.note(unit, by, Action.EDIT_TEAMS, subject(after), *trail.changes(before, after, "state"))
    return after, agents.waiting_for(unit, after.id) if state is AgentState.AVAILABLE else ()


def speak(board: Board, by: trail.By, agent_id: int, language: str) -> Agent:
    """In which of the business's languages they are spoken to; empty: its first. LookupError where there is no such
    agent, or language."""
    if language and language not in board.library.business().voices:
        raise LookupError(language)

    def act(unit: Unit) -> Agent:
        before = _known(unit, agent_id)
        after = unit.save(replace(before, language=language))
        trail.note(unit, by, Action.EDIT_PERSON, subject(after), *trail.changes(before, after, "language"))
        return after

    return work(board.store, act, by.actor)


def _known(unit: Unit, agent_id: int) -> Agent:
    agent = unit.get(Agent, agent_id)
    if agent is None:
        raise LookupError(f"agent {agent_id}")
    return agent
