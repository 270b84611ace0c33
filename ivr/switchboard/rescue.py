"""When a call could not be given what it came for: the debt that stays, whatever broke."""

from __future__ import annotations

import logging
from datetime import datetime

from ivr import phone
from ivr.frozen import replace
from ivr.language import Word
from ivr.line.inputs import Ring
from ivr.line.instructions import Answer, HangUp
from ivr.promise.policy import Team
from ivr.switchboard import callbacks, callers, helped, obligations
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Call, Obligation, Source
from ivr.switchboard.speech import say

log = logging.getLogger(__name__)


def missed(board: Board, ring: Ring) -> None:
    """A call that got no service: an obligation, once per call however often this is said."""
    work(board.store, lambda unit: owe(unit, board, ring), "rescue")


def unknown_number(unit: Unit, board: Board, ring: Ring) -> Answer:
    """Somebody reached us on a number that no flow names: a fault of ours, so the caller is owed."""
    log.error("no call flow names the number %s that was called: add it to a flow's numbers", phone.mask(ring.to))
    owe(unit, board, ring)
    business = board.library.business()
    apologies = tuple(say(business, language, Word.UNKNOWN_NUMBER) for language in business.voices)
    return Answer((*apologies, HangUp()))


def owe(unit: Unit, board: Board, ring: Ring, at: datetime | None = None, gone_at: datetime | None = None) -> None:
    """The same inside a unit of work. `at`: when they rang, where that was a while ago; it gives them their turn.
    `gone_at`: when that call had ended, where it is known: with whom we have talked since, the debt is settled."""
    if unit.one(Obligation, source_key=ring.sid) is not None:
        return
    caller = callers.meet(unit, ring.from_)
    call = unit.one(Call, sid=ring.sid)
    obligation = obligations.begin(unit, Source.MISSED_CALL, ring.sid, caller.id, call.id if call else None, at)
    team = _team(board)
    language = call.language if call else caller.language or next(iter(team.titles), "en")
    wish = callbacks.Wish(team.name, call.topic if call else "", language, ring.to, at or unit.now, caller.vip)
    callback = callbacks.owe(unit, board, caller, obligation, wish)
    if gone_at is not None:
        helped.settle(unit, replace(obligation, callback_id=callback.id), gone_at)


def _team(board: Board) -> Team:
    """The first team of the business takes what belongs to no other."""
    return next(iter(board.library.business().teams.values()))
