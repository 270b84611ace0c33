"""What a turn may know: read once before it starts, and only as far as the flow needs it from here."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.callflow import agree, run
from ivr.callflow.facts import Facts, OpenCallback
from ivr.callflow.graph import Callflow
from ivr.callflow.position import Position
from ivr.line.instructions import Door
from ivr.switchboard import callbacks, callers, destinations, incidents, named
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Call, Callback, Caller, Obligation

_DAY = timedelta(days=1)


def gather(
    unit: Unit, board: Board, caller: Caller, call: Call, flow: Callflow, position: Position | None, reply: Door
) -> Facts:
    """The facts of the turn that continues at `position` (None: the first)."""
    wanted = run.needs(flow, position)
    owed = callbacks.open_for(unit, caller.id) if wanted.open_callback else None
    forbidden = _forbidden(unit, board) if wanted.forbidden_numbers else frozenset()
    keyed = agree.keyed(position)
    before, still = _keyed_before(unit, keyed) if keyed and caller.number is None else (False, None)
    return Facts(
        now=unit.now,
        reply=reply,
        zone=callers.zone_of(caller, flow.zone),
        number=None if destinations.refusal(board, caller, forbidden) else caller.number,
        name=caller.name,
        language=caller.language,
        open_callback=_told(owed),
        forbidden_numbers=forbidden,
        numbers_keyed_today=unit.requests_since(caller.id, unit.now - _DAY) if wanted.forbidden_numbers else 0,
        keyed_before=before,
        keyed_owed=_told(still),
        rested_at=_rested_at(unit, board, caller) if wanted.rested_at else None,
        incidents=incidents.declared(unit) if wanted.incidents else (),
        values={"caller.name": caller.name},
        withheld=caller.number is None,
        vip=caller.vip,
        dialled=call.dialled,
        fetched=named.fetch(unit, caller, call, owed is not None, wanted.named) if wanted.named else {},
    )


def _forbidden(unit: Unit, board: Board) -> frozenset[str]:
    """Our own and our agents' numbers: nobody may have us phone them."""
    return frozenset(board.library.business().numbers) | destinations.addresses(unit)


def _told(owed: Callback | None) -> OpenCallback | None:
    return OpenCallback(owed.promised_by, owed.state, owed.words, owed.due_at, owed.team) if owed else None


def _rested_at(unit: Unit, board: Board, caller: Caller) -> datetime | None:
    """By the strictest of our teams: so the promise of any of them is one that can be kept."""
    most = min((team.policy.attempts_a_day for team in board.library.business().teams.values()), default=0)
    rested = destinations.rested_at(unit, caller, most) if most else unit.now
    return rested if rested > unit.now else None


def _keyed_before(unit: Unit, number: str) -> tuple[bool, Callback | None]:
    """Whether somebody without a number had this one called in the last day, and what we owe to it still."""
    person = unit.one(Caller, number=number)
    rows = unit.many(Callback, caller_id=person.id) if person else ()
    debts = unit.many(Obligation, callback_id=tuple(row.id for row in rows)) if rows else ()
    lately = tuple({debt.caller_id for debt in debts if debt.at >= unit.now - _DAY})
    strangers = [one for one in unit.many(Caller, id=lately) if one.number is None] if lately else []
    if person is None or not strangers:
        return False, None
    return True, callbacks.open_for(unit, person.id)
