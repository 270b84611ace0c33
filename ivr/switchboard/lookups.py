"""What the business's own system is asked for a call: read in one unit, asked outside of any, and the call goes on."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.callflow.looking_up import FAILED, Inquiry, inquiry, judged
from ivr.callflow.nodes import Lookup
from ivr.callflow.position import LOOKING_UP, read
from ivr.line.inputs import LookedUp
from ivr.line.instructions import Answer
from ivr.line.stored import load_answer
from ivr.switchboard import turns
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Systems
from ivr.switchboard.rows import Call, Caller, Turn


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be asked, of which node."""

    node: Lookup
    inquiry: Inquiry | None
    """None: a value that it names is not known, so nobody is asked."""


def go_on(board: Board, systems: Systems, public_id: str, n: int, sid: str) -> Answer:
    """The whole door: nothing is asked where the turn was answered already, or is another's."""
    asking = prepare(board, public_id, n, sid)
    if isinstance(asking, Answer):
        return asking
    return finish(board, public_id, n, sid, ask(systems, asking))


def prepare(board: Board, public_id: str, n: int, sid: str) -> Asking | Answer:
    """What to ask; or the answer, where there is nothing to ask."""
    with board.store.reading() as unit:
        call = unit.one(Call, public_id=public_id)
        if call is None or call.sid != sid:
            return Answer(())
        answered = unit.one(Turn, leg=public_id, n=n)
        if answered is not None:
            return Answer(load_answer(answered.answer))
        caller = unit.get(Caller, call.caller_id)
    position = read(call.position) if call.position else None
    node = board.library.flow(call.flow).nodes.get(position.node) if position else None
    if position is None or position.stage != LOOKING_UP or not isinstance(node, Lookup) or n != call.turn:
        return turns.next(board, public_id, n, sid, LookedUp(FAILED))
    numbers = (caller.number if caller else None), call.dialled
    return Asking(node, inquiry(node, position, numbers, f"{public_id}-{n}"))


def ask(systems: Systems, asking: Asking) -> LookedUp:
    """Takes as long as the node allows; whatever breaks, has failed."""
    if asking.inquiry is None:
        return LookedUp(FAILED)
    return judged(asking.node, systems.ask(asking.inquiry))


def finish(board: Board, public_id: str, n: int, sid: str, found: LookedUp) -> Answer:
    """The next turn, once: who comes later hears what the first one heard."""
    return turns.next(board, public_id, n, sid, found)
