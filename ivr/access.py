"""Who may do what in the console: the roles, every action, and the one table of both. Whoever is not named, may not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for."""

    OWNER = "owner"
    """Answers for the business: accounts, tokens, what is erased."""
    SUPERVISOR = "supervisor"
    """Runs the floor."""
    AGENT = "agent"
    """Talks with callers."""
    VIEWER = "viewer"
    """Looks, and changes nothing but the own account."""


class Action(StrEnum):
    """All that can be seen or done in the console. Every route names exactly one."""

    OWN_ACCOUNT = "own account"
    """The own language, password, second factor and passkeys; signing out."""
    FOLLOW = "follow"
    """Hearing that something has changed: the mark, the stream."""
    SEE_HOME = "see home"
    ANSWER = "answer"
    """The agent's page: offers, the brief, what came of a call."""
    OWN_STATUS = "own status"
    """Available, away."""

    SEE_CALLBACKS = "see callbacks"
    CLAIM_CALLBACK = "claim callback"
    CALL_CALLBACK = "call callback"
    MOVE_CALLBACK = "move callback"
    CANCEL_CALLBACK = "cancel callback"
    HAND_OVER_CALLBACK = "hand over callback"
    NOTE_CALLBACK = "note callback"

    SEE_CALLERS = "see callers"
    EDIT_CALLER = "edit caller"
    """Name, tags, language, do-not-call, consent, notes."""
    MERGE_CALLERS = "merge callers"
    """Splitting included."""
    IMPORT_CALLERS = "import callers"
    EXPORT_CALLER = "export caller"
    ERASE_CALLER = "erase caller"

    SEE_CALLS = "see calls"
    HEAR_RECORDING = "hear recording"
    SIMULATE = "simulate"
    """The simulated telephones; a call that is played again, or kept as a script."""

    SEE_KNOWLEDGE = "see knowledge"
    REMARK = "remark"
    """What an agent says of a node of a flow, for its author."""
    SETTLE_REMARK = "settle remark"

    SEE_PEOPLE = "see people"
    ADD_PERSON = "add person"
    EDIT_PERSON = "edit person"
    """Role, agent, whether the account counts; where an agent is reached."""
    LINK_PERSON = "link person"
    """A one-time link for somebody who cannot sign in."""
    SEE_TEAMS = "see teams"
    EDIT_TEAMS = "edit teams"
    """Who is in which team, who is on duty, shifts."""

    SEE_SETTINGS = "see settings"
    FINISH_TASK = "finish task"
    """That what a person had to do was done."""
    ROLL_BACK_FLOW = "roll back flow"
    """A former version of a call flow answers again."""
    EDIT_TOKENS = "edit tokens"
    EDIT_WEBHOOKS = "edit webhooks"
    SEE_TRAIL = "see trail"
    """Who saw and changed what; its export."""


_OWNER = frozenset({Role.OWNER})
_FLOOR = _OWNER | {Role.SUPERVISOR}
_TALKING = _FLOOR | {Role.AGENT}
_ALL = frozenset(Role)

TABLE: Mapping[Action, frozenset[Role]] = {
    Action.OWN_ACCOUNT: _ALL,
    Action.FOLLOW: _ALL,
    Action.SEE_HOME: _ALL,
    Action.ANSWER: _TALKING,
    Action.OWN_STATUS: _TALKING,
    Action.SEE_CALLBACKS: _ALL,
    Action.CLAIM_CALLBACK: _TALKING,
    Action.CALL_CALLBACK: _TALKING,
    Action.MOVE_CALLBACK: _TALKING,
    Action.CANCEL_CALLBACK: _TALKING,
    Action.HAND_OVER_CALLBACK: _TALKING,
    Action.NOTE_CALLBACK: _TALKING,
    Action.SEE_CALLERS: _ALL,
    Action.EDIT_CALLER: _TALKING,
    Action.MERGE_CALLERS: _FLOOR,
    Action.IMPORT_CALLERS: _FLOOR,
    Action.EXPORT_CALLER: _FLOOR,
    Action.ERASE_CALLER: _OWNER,
    Action.SEE_CALLS: _ALL,
    Action.HEAR_RECORDING: _TALKING,
    Action.SIMULATE: _FLOOR,
    Action.SEE_KNOWLEDGE: _ALL,
    Action.REMARK: _TALKING,
    Action.SETTLE_REMARK: _FLOOR,
    Action.SEE_PEOPLE: _FLOOR,
    Action.ADD_PERSON: _OWNER,
    Action.EDIT_PERSON: _OWNER,
    Action.LINK_PERSON: _OWNER,
    Action.SEE_TEAMS: _ALL,
    Action.EDIT_TEAMS: _FLOOR,
    Action.SEE_SETTINGS: _FLOOR,
    Action.FINISH_TASK: _FLOOR,
    Action.ROLL_BACK_FLOW: _OWNER,
    Action.EDIT_TOKENS: _OWNER,
    Action.EDIT_WEBHOOKS: _OWNER,
    Action.SEE_TRAIL: _FLOOR,
}
"""Who may."""


def may(role: Role, action: Action) -> bool:
    """Whether somebody with this role may do this. What the table does not name, nobody may."""
    return role in TABLE.get(action, frozenset())


def markdown() -> str:
    """The table for people to read."""
    lines = [f"| | {' | '.join(Role)} |", f"| --- |{' --- |' * len(Role)}"]
    lines += [f"| {action} | {' | '.join('yes' if may(role, action) else '–' for role in Role)} |" for action in Action]
    return "\n".join(lines) + "\n"
