"""What an agent's leg asks: each question is one unit of work, and is answered once, however often it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable

from ivr.line.instructions import Answer, HangUp, Instructions
from ivr.line.stored import dump_answer, load_answer
from ivr.switchboard import legs
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Offer, Turn

BRIEF, REPLY, OVER_HOLD, OVER_RING, VERDICT, GONE, OVER_TAKEN, PHONE, ARRIVED = range(1, 10)
"""Numbers of the questions of one leg."""

Said = tuple[Instructions, tuple[tuple[str, int], ...]]
"""What the leg does next, and what has become due."""


def _any(unit: Unit, row: Offer) -> bool:
    return True


def once(
    board: Board,
    public_id: str,
    sid: str,
    n: int,
    say: Callable[[Unit, Offer], Said],
    may: Callable[[Unit, Offer], bool] = _any,
    keys: str = "",
) -> Answer:
    """The answer to question `n` of the leg `sid` of this offer: `say`'s, the first time. A leg that is not the
    offer's, or that `may` not ask, is hung up, and nothing is kept of it. `keys`: pressed by the agent, and kept."""

    def act(unit: Unit) -> Answer:
        row = legs.locked(unit, public_id, sid)
        if row is None or not may(unit, row):
            return Answer((HangUp(),))
        return _kept(unit, public_id, n) or _keep(unit, public_id, n, say(unit, row), keys)

    return work(board.store, act, "agent")


def was_asked(unit: Unit, row: Offer, n: int) -> bool:
    """Whether question `n` of this offer's leg was answered before."""
    return _kept(unit, row.public_id, n) is not None


def keyed(unit: Unit, row: Offer, n: int) -> str:
    """What the agent pressed, the first time that question `n` was asked; empty: nothing."""
    stored = unit.one(Turn, leg=row.public_id, n=n)
    return "".join(event["keys"] for event in json.loads(stored.events)) if stored else ""


def _kept(unit: Unit, public_id: str, n: int) -> Answer | None:
    stored = unit.one(Turn, leg=public_id, n=n)
    return Answer(load_answer(stored.answer)) if stored else None


def _keep(unit: Unit, public_id: str, n: int, said: Said, keys: str) -> Answer:
    instructions, due = said
    events = json.dumps([{"kind": "Keyed", "keys": keys}] if keys else [])
    unit.insert(Turn(0, public_id, n, dump_answer(instructions), events, unit.now))
    return Answer(instructions, due)
