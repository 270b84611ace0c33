"""How a talk went, said at the console: it drives what we owe exactly as the keys after the talk do.

Whoever says it first decides, key or click; where nobody had said anything, so does a word that comes late. A wish
that comes later opens a new obligation, and never an old row.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ivr.access import Action
from ivr.frozen import replace
from ivr.promise import attempts as timing
from ivr.promise import callback, transfer
from ivr.promise.offer import State
from ivr.switchboard import attempts, callbacks, legs, obligations, trail, transfers
from ivr.switchboard.board import Board, team_of
from ivr.switchboard.change import can, move_callback
from ivr.switchboard.deeds import late_words
from ivr.switchboard.known import consents, notes
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Call, Callback, Obligation, Offer, Source, Transfer
from ivr.switchboard.trail import By


class Disposition(StrEnum):
    RESOLVED = "resolved"
    CALL_AGAIN = "call_again"
    WRONG_NUMBER = "wrong_number"
    DO_NOT_CALL = "do_not_call"
    """They do not want to be phoned by us, ever again."""


class Taken(StrEnum):
    """What became of a disposition."""

    DECIDED = "decided"
    LATE = "late"
    """It had been decided by a key, or before, or something has happened since: what we owe is as that said. A note is
    kept, and so is a do-not-call."""
    ANEW = "anew"
    """It had been decided before; the wish to be called again is owed by itself."""
    UNKNOWN = "unknown"
    """No agent said yes to such an offer."""


def decide(board: Board, by: By, offer: str, what: Disposition, at: datetime | None = None, note: str = "") -> Taken:
    """How the talk of this offer (its public id) went. `at`: when to call again, as agreed with the caller; left out,
    it is as the team's policy says. `note` is kept with the caller. The doorbell need not be rung."""
    return work(board.store, lambda unit: _decide(unit, board, by, offer, what, at, note), by.actor)


def _decide(unit: Unit, board: Board, by: By, offer: str, what: Disposition, at: datetime | None, note: str) -> Taken:
    row = legs.locked(unit, offer)
    if row is None or row.state is not State.ACCEPTED:
        return Taken.UNKNOWN
    target = legs.target_of(unit, row)
    if isinstance(target, Transfer):
        taken = _of_transfer(unit, board, row, target, what, at)
    else:
        taken = _of_callback(unit, board, row, target, what, at)
    if taken is Taken.LATE and what is Disposition.CALL_AGAIN:
        taken = _anew(unit, board, row, target, at)
    elif taken is Taken.LATE and late_words.close(unit, row, target, what):
        taken = Taken.DECIDED
    if what is Disposition.DO_NOT_CALL:
        consents.forbid_calls(unit, board, by, row.caller_id, "said to an agent")
    if note.strip():
        notes.write(unit, by, row.caller_id, note, _call_of(unit, target), target.id if _is_callback(target) else None)
    trail.note(unit, by, Action.ANSWER, f"offer {offer}", after={"said": what, "taken": taken})
    return taken


def _is_callback(target: Transfer | Callback) -> bool:
    return isinstance(target, Callback)


def _call_of(unit: Unit, target: Transfer | Callback) -> int | None:
    return target.call_id if isinstance(target, Transfer) else None


def _of_callback(
    unit: Unit, board: Board, row: Offer, target: Callback, what: Disposition, at: datetime | None
) -> Taken:
    if target.offer_id != row.id or target.state not in (callback.State.DIALLING, callback.State.TALKING):
        return Taken.LATE
    match what:
        case Disposition.RESOLVED:
            attempts.conclude(unit, target, callback.Event.CONNECT)
        case Disposition.CALL_AGAIN if at is not None:
            again = replace(_at(unit, board, target, at), attempts=target.attempts + 1, rounds=0, offer_id=None)
            move_callback(unit, again, callback.Event.AGAIN, callbacks.next_look(again, again.due_at))
        case Disposition.CALL_AGAIN:
            attempts.try_again(unit, board, target, callback.Event.AGAIN)
        case _:
            attempts.conclude(unit, target, callback.Event.CLOSE)
    return Taken.DECIDED


def _at(unit: Unit, board: Board, row: Callback, at: datetime) -> Callback:
    """Promised for a time that caller and agent agreed on: it is inside the window by itself."""
    due = max(at, unit.now)
    promised = due + team_of(board, row.team).policy.within
    alarm = timing.escalate_at(unit.now, promised)
    return replace(
        row, due_at=due, promised_by=promised, escalate_at=alarm, escalated=False, chosen=True, words="", before=""
    )


_TALKS = (transfer.State.JOINING, transfer.State.TALKING, transfer.State.TALKED)


def _of_transfer(
    unit: Unit, board: Board, row: Offer, target: Transfer, what: Disposition, at: datetime | None
) -> Taken:
    """A time that was agreed on is a promise of its own: the talk itself has served what the caller had asked for."""
    if target.offer_id != row.id or target.state not in _TALKS or transfers.is_judged(target):
        return Taken.LATE
    again = what is Disposition.CALL_AGAIN and at is None
    judged = unit.save(replace(target, verdict=transfers.AGAIN if again else transfers.DONE))
    transfers.settle(unit, board, judged)
    if what is Disposition.CALL_AGAIN and at is not None:
        _anew(unit, board, row, target, at)
    return Taken.DECIDED


def _anew(unit: Unit, board: Board, row: Offer, target: Transfer | Callback, at: datetime | None) -> Taken:
    """Once per talk, however often it is clicked."""
    key = f"wish:{row.public_id}"
    if unit.one(Obligation, source_key=key) is not None:
        return Taken.LATE
    caller = unit.lock(row.caller_id)
    debt = obligations.begin(unit, Source.REQUEST, key, caller.id, _call_of(unit, target))
    wish = callbacks.Wish(target.team, target.topic, target.language, _dialled(unit, target), unit.now, caller.vip)
    owed = callbacks.owe(unit, board, caller, debt, wish)
    if at is not None and can(owed, callback.Event.PUT_OFF):
        owed = _at(unit, board, owed, at)
        move_callback(unit, owed, callback.Event.PUT_OFF, callbacks.next_look(owed, owed.due_at))
    return Taken.ANEW


def _dialled(unit: Unit, target: Transfer | Callback) -> str:
    if isinstance(target, Callback):
        return target.dialled
    call = unit.get(Call, target.call_id)
    assert call is not None
    return call.dialled
