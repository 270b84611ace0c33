"""Text messages to callers: the row stands before anything is sent, and what may have been sent is looked for first.

Messages to owners of teams are `tasks`'.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from ivr.callflow.events import TextAsked
from ivr.line.outcomes import TextsResult, Uncertain
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, Caller, Message, MessageState

LOOK_AGAIN = timedelta(seconds=30)
DAY, MOST_A_DAY = timedelta(days=1), 5
"""So many texts a number gets from us: whoever shows a stranger's number has us write to the stranger."""

log = logging.getLogger(__name__)


def ask(unit: Unit, caller: Caller, call: Call, event: TextAsked) -> tuple[tuple[str, int], ...]:
    """One message per node and call, however often the caller comes by: nobody has us send a hundred."""
    key = f"text:{call.public_id}:{event.node}"
    if unit.one(Message, key=key) is not None:
        return ()
    lately = [one for one in unit.many(Message, caller_id=caller.id) if one.at > unit.now - DAY]
    if len(lately) >= MOST_A_DAY:
        log.warning("no text is sent for call %s: this caller had %s within a day", call.public_id, MOST_A_DAY)
        return ()
    row = Message(0, key, "", event.text, MessageState.INTENDED, unit.now, unit.now, caller_id=caller.id)
    return (("message", unit.insert(row).id),)


def look(unit: Unit, board: Board, id: int, said: TextsResult) -> None:
    """Whether it was sent after all. It is never sent again: once the quiet time is over, what was not found failed."""
    row = unit.get(Message, id)
    if row is None or row.state is not MessageState.UNKNOWN:
        return
    known = () if isinstance(said, Uncertain) else said
    taken = {one.sid for one in unit.many(Message, caller_id=row.caller_id) if one.id != row.id}
    found = next((one for one in known if one.body == row.text and one.sid not in taken), None)
    if found is not None:
        state = MessageState.FAILED if found.failed else MessageState.SENT
        unit.save(replace(row, state=state, sid=found.sid, deadline=None), "found")
    elif not isinstance(said, Uncertain) and unit.now - row.at > board.rules.quiescence:
        unit.save(replace(row, state=MessageState.FAILED, deadline=None), "give_up")
    else:
        unit.save(replace(row, deadline=unit.now + LOOK_AGAIN))
