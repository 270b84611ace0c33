"""An agent is to be reached elsewhere: asked for, proved by a call there, told to the old number, done after a pause.

Whoever could send an agent's callers to another telephone at once could have them all: that is what this is against.
What the new telephone hears is `proving`'s; when it is rung, `drive.number_change`'s.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from enum import StrEnum

from ivr.access import Action
from ivr.calendar import to_local
from ivr.frozen import replace
from ivr.language import Moment, Word
from ivr.line.outcomes import LegReport, LegState
from ivr.switchboard import trail
from ivr.switchboard.board import Board
from ivr.switchboard.crew import reached
from ivr.switchboard.ports import Conflict, Unit, work
from ivr.switchboard.rows import FINALS, Account, Agent, Message, MessageState, NumberChange, NumberState, Offer
from ivr.switchboard.rows.people import PAGE
from ivr.switchboard.speech import text

log = logging.getLogger(__name__)

PAUSE = timedelta(hours=1)
"""Between the proof and the change: time for whoever has the old telephone to object."""
TRIES = 3
"""Codes that may be keyed."""
MOST_A_DAY = 5
"""Changes asked for an agent within a day: each rings a telephone that may be a stranger's."""
DAY = timedelta(days=1)
LOOK_AGAIN = timedelta(seconds=60)
NOTICE = "number_change:"
"""How the key of the message begins that the old number gets."""
OPEN = tuple(state for state in NumberState if state not in FINALS[NumberChange])


class Refused(StrEnum):
    """Why nothing was begun."""

    UNKNOWN = "there is no such agent"
    SAME = "this agent is reached there already"
    TAKEN = "another agent is reached there"
    UNDER_WAY = "another change of this agent's number is under way: withdraw it first"
    TOO_OFTEN = "this was asked too often today"


def ask(board: Board, by: trail.By, agent_id: int, typed: str) -> NumberChange | Refused | reached.Refused:
    """The agent is to be reached at this address. A telephone is rung first, and whoever has it keys the code of the
    row; a page rings nobody, so that only the pause is left. `typed`: as people of the business's country write it."""
    business = board.library.business()
    address = reached.parse_address(typed, business, business.country)
    if isinstance(address, reached.Refused):
        return address
    try:
        return work(board.store, lambda unit: _ask(unit, board, by, agent_id, address), by.actor)
    except Conflict:
        return Refused.UNDER_WAY


def _ask(unit: Unit, board: Board, by: trail.By, agent_id: int, address: str) -> NumberChange | Refused:
    agent, known = unit.get(Agent, agent_id), unit.one(Agent, address=address)
    if agent is None:
        return Refused.UNKNOWN
    if known is not None:
        return Refused.SAME if known.id == agent.id else Refused.TAKEN
    if under_way(unit, agent_id) is not None:
        return Refused.UNDER_WAY
    lately = [one for one in unit.many(NumberChange, agent_id=agent_id) if one.asked_at > unit.now - DAY]
    if len(lately) >= MOST_A_DAY:
        return Refused.TOO_OFTEN
    trail.note(unit, by, Action.EDIT_PERSON, subject(agent), {"address": agent.address}, {"asked": address})
    made = NumberChange(
        0, unit.token(), agent_id, address, _code(unit), NumberState.ASKED, by.actor, unit.now, unit.now
    )  # fmt: skip
    made = unit.insert(made, "ask")
    return prove(unit, board, made) if address.startswith(PAGE) else made


def _code(unit: Unit) -> str:
    """Six digits that nobody can guess."""
    return f"{int(hashlib.sha256(unit.token().encode()).hexdigest(), 16) % 10**6:06}"


def subject(agent: Agent) -> str:
    """How the trail names an agent."""
    return f"agent {agent.name}"


def under_way(unit: Unit, agent_id: int) -> NumberChange | None:
    """The change of this agent's number that is not over; there is one at most."""
    return next(iter(unit.many(NumberChange, agent_id=agent_id, state=OPEN)), None)


def withdraw(board: Board, by: trail.By, agent_id: int) -> NumberChange | None:
    """Whoever asked thinks better of it, or the agent objects: nothing is changed. None: nothing is under way."""
    return work(board.store, lambda unit: _withdraw(unit, by, agent_id), by.actor)


def _withdraw(unit: Unit, by: trail.By, agent_id: int) -> NumberChange | None:
    row, agent = under_way(unit, agent_id), unit.get(Agent, agent_id)
    if row is None or agent is None:
        return None
    trail.note(unit, by, Action.EDIT_PERSON, subject(agent), {"asked": row.address}, {"asked": None})
    return end(unit, row, NumberState.WITHDRAWN, "withdraw")


def end(unit: Unit, row: NumberChange, state: NumberState, cause: str) -> NumberChange:
    """One of the states in which it is over."""
    return unit.save(replace(row, state=state, deadline=None, ended_at=unit.now), cause)


def prove(unit: Unit, board: Board, row: NumberChange) -> NumberChange:
    """Whoever has the new telephone knew the code: the old one is told, and the pause begins."""
    agent = unit.get(Agent, row.agent_id)
    assert agent is not None, "a change is of an agent"
    row = unit.save(replace(row, state=NumberState.PROVED, deadline=unit.now + PAUSE), "prove")
    if agent.address.startswith("+"):
        business = board.library.business()
        at = Moment(to_local(unit.now + PAUSE, business.zone), to_local(unit.now, business.zone))
        told = text(business, agent.language, Word.NUMBER_NOTICE, {"agent_name": agent.name, "time": at})
        unit.insert(Message(0, NOTICE + row.public_id, "", told, MessageState.INTENDED, unit.now, unit.now))
    return row


def told_at(unit: Unit, message: Message) -> str | None:
    """The number that a notice of ours goes to: where the agent is reached now. None: it is over, or no such notice."""
    row = unit.one(NumberChange, public_id=message.key.removeprefix(NOTICE))
    agent = unit.get(Agent, row.agent_id) if row is not None and row.state is NumberState.PROVED else None
    return agent.address if agent is not None and agent.address.startswith("+") else None


def carry_out(unit: Unit, row: NumberChange) -> NumberChange:
    """The pause is over: the agent is reached there from now on. Not while their telephone is being rung, for that leg
    is looked for where they were; and not before the notice has left."""
    agent = unit.get(Agent, row.agent_id)
    assert agent is not None, "a change is of an agent"
    notice = unit.one(Message, key=NOTICE + row.public_id)
    waits = notice is not None and notice.deadline is not None
    if waits or unit.one(Offer, agent_id=agent.id, in_flight=True) is not None:
        return unit.save(replace(row, deadline=unit.now + LOOK_AGAIN))
    if unit.one(Agent, address=row.address) is not None:
        log.warning("agent %s keeps their number: another agent has the new one by now", agent.id)
        return end(unit, row, NumberState.FAILED, "taken")
    moved = unit.save(replace(agent, address=row.address))
    unit.tell(moved, "address")
    trail.note(unit, _asker(unit, row), Action.EDIT_PERSON, subject(agent), *trail.changes(agent, moved, "address"))
    return end(unit, row, NumberState.CHANGED, "change")


def _asker(unit: Unit, row: NumberChange) -> trail.By:
    kind, _, id = row.asked_by.partition(":")
    account = unit.get(Account, int(id)) if kind == "account" else None
    return trail.By(account.id, account.name) if account else trail.OPERATOR


def heard(unit: Unit, row: NumberChange, said: LegReport) -> None:
    """A report of the verifying leg. Its end without the right code is the end of the matter."""
    if row.sid is None:
        row = unit.save(replace(row, sid=said.sid))
    if row.sid == said.sid and said.state is LegState.ENDED and row.state is NumberState.RINGING:
        end(unit, row, NumberState.FAILED, "unproved")
