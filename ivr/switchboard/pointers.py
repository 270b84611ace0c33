"""Whoever said yes by telephone, and has no page open, is sent the way to it: there stands the caller's brief.

The text names nobody, and the page asks who is there: it may be read by whoever holds that telephone.
"""

from __future__ import annotations

from ivr.promise.offer import State
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Account, Agent, Message, MessageState, Offer
from ivr.switchboard.rows.people import PRESENCE

KEY = "pointer:"
"""How the key of such a message begins."""


def send(unit: Unit, board: Board, row: Offer) -> tuple[tuple[str, int], ...]:
    """A text to the agent who has just said yes, once, where the installation sends any; for the doorbell."""
    now, key = unit.get(Offer, row.id), KEY + row.public_id
    if not board.rules.desk or now is None or now.state is not State.ACCEPTED:
        return ()
    if not _needs_it(unit, row.agent_id) or unit.one(Message, key=key) is not None:
        return ()
    told = f"{board.library.business().title}: {board.rules.desk}"
    return (("message", unit.insert(Message(0, key, "", told, MessageState.INTENDED, unit.now, unit.now)).id),)


def _needs_it(unit: Unit, agent_id: int) -> bool:
    """Who can sign in, and has not the page before them."""
    agent, account = unit.get(Agent, agent_id), unit.one(Account, agent_id=agent_id)
    if agent is None or account is None or not account.active or not agent.address.startswith("+"):
        return False
    return agent.seen_at is None or unit.now - agent.seen_at >= PRESENCE


def told_at(unit: Unit, message: Message) -> str | None:
    """The telephone that said yes; None: there is no such any more."""
    row = unit.one(Offer, public_id=message.key.removeprefix(KEY))
    agent = unit.get(Agent, row.agent_id) if row is not None else None
    return agent.address if agent is not None and agent.address.startswith("+") else None
