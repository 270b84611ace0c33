"""What the telephone hears to which an agent is to be moved: who rings, and that the code of the page is to be keyed.

Nobody says who the agent is: a stranger may have picked up. Each question is answered once, however often it is asked.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from ivr.frozen import replace
from ivr.language import Word
from ivr.line.inputs import Digits, Input
from ivr.line.instructions import Answer, Ask, HangUp, Instructions, Say
from ivr.line.outcomes import LegReport
from ivr.line.stored import dump_answer, load_answer
from ivr.switchboard import doors
from ivr.switchboard.board import Board
from ivr.switchboard.crew import number_changes
from ivr.switchboard.crew.number_changes import TRIES
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Agent, NumberChange, NumberState, Turn
from ivr.switchboard.speech import say

KEY_WAIT = 15
"""Seconds of silence until a code is missed: they may have to walk to the page first."""
FIRST = 1
"""The question by which the leg begins; the codes are the next ones."""


def picked_up(board: Board, public_id: str, sid: str) -> Answer:
    """The new telephone was picked up, by a person or a machine."""
    return _once(board, public_id, sid, FIRST, lambda unit, row: _ask(board, unit, row, 1, Word.NUMBER_PROVE))


def code(board: Board, public_id: str, n: int, sid: str, given: Input) -> Answer:
    """The n-th code, or silence."""
    return _once(board, public_id, sid, FIRST + n, lambda unit, row: _code(board, unit, row, n, given))


def report(board: Board, public_id: str, said: LegReport) -> Answer:
    """A status report of the verifying leg."""

    def act(unit: Unit) -> Answer:
        row = unit.one(NumberChange, public_id=public_id)
        if row is not None:
            number_changes.heard(unit, row, said)
        return Answer(())

    return work(board.store, act, "carrier")


def _once(
    board: Board, public_id: str, sid: str, n: int, answer: Callable[[Unit, NumberChange], Instructions]
) -> Answer:
    def act(unit: Unit) -> Answer:
        row = unit.one(NumberChange, public_id=public_id)
        if row is None or (row.sid is not None and row.sid != sid):
            return Answer((HangUp(),))
        if (stored := unit.one(Turn, leg=public_id, n=n)) is not None:
            return Answer(load_answer(stored.answer))
        row = row if row.sid else unit.save(replace(row, sid=sid))
        said = answer(unit, row)
        unit.insert(Turn(0, public_id, n, dump_answer(said), "[]", unit.now))
        return Answer(said)

    return work(board.store, act, "agent")


def _code(board: Board, unit: Unit, row: NumberChange, n: int, given: Input) -> Instructions:
    if row.state is not NumberState.RINGING or n != row.tries + 1:
        return _last(board, unit, row, Word.NUMBER_NOT_PROVED)
    keys = given.keys if isinstance(given, Digits) else ""
    if hmac.compare_digest(keys.encode(), row.code.encode()):
        row = number_changes.prove(unit, board, row)
        return _last(board, unit, row, Word.NUMBER_PROVED)
    row = unit.save(replace(row, tries=n))
    if n < TRIES:
        return _ask(board, unit, row, n + 1, Word.NUMBER_AGAIN)
    row = number_changes.end(unit, row, NumberState.FAILED, "wrong_code")
    return _last(board, unit, row, Word.NUMBER_NOT_PROVED)


def _ask(board: Board, unit: Unit, row: NumberChange, n: int, word: Word) -> Instructions:
    if row.state is not NumberState.RINGING:
        return _last(board, unit, row, Word.NUMBER_NOT_PROVED)
    sounds = (_words(board, unit, row, word),)
    return (Ask(doors.code(row.public_id, n), sounds, max_digits=len(row.code), timeout=KEY_WAIT),)


def _last(board: Board, unit: Unit, row: NumberChange, word: Word) -> Instructions:
    return (_words(board, unit, row, word), HangUp())


def _words(board: Board, unit: Unit, row: NumberChange, word: Word) -> Say:
    agent = unit.get(Agent, row.agent_id)
    return say(board.library.business(), agent.language if agent else "", word)
