"""What we owe at this moment, for the phones page: the audit's figures, who waits, and the open callbacks."""

from __future__ import annotations

from datetime import datetime

from ivr import phone
from ivr.console.phones.people import Json, title
from ivr.promise import callback, transfer
from ivr.promise.business import Business
from ivr.reports.equation.audit import audit
from ivr.store.sql.store import SqlStore
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import FINALS, Callback, Caller, Transfer

OPEN = tuple(state for state in callback.State if state not in FINALS[Callback])
WAITING = tuple(state for state in transfer.State if state not in FINALS[Transfer])


def promises(store: SqlStore, board: Board) -> Json:
    """As JSON; callers by name, and by a number with dots in its middle."""
    business = board.library.business()
    books = audit(store, board.rules.sweep_period)
    with store.reading() as unit:
        return {
            "now": unit.now.isoformat(),
            "audit": books.as_json(),
            "waiting": [_waiting(unit, business, row) for row in unit.many(Transfer, state=WAITING)],
            "callbacks": [_owed(unit, business, row) for row in unit.many(Callback, state=OPEN)],
        }


def _waiting(unit: Unit, business: Business, row: Transfer) -> Json:
    return {
        **_who(unit, row.caller_id),
        "team": title(business, row.team),
        "state": row.state,
        "since": row.waiting_since.isoformat(),
    }


def _owed(unit: Unit, business: Business, row: Callback) -> Json:
    return {
        **_who(unit, row.caller_id),
        "id": row.public_id,
        "team": title(business, row.team),
        "state": row.state,
        "due_at": row.due_at.isoformat(),
        "promised_by": row.promised_by.isoformat(),
        "late": _late(row, unit.now),
        "attempts": row.attempts,
        "words": row.words,
        "language": row.language,
    }


def _late(row: Callback, now: datetime) -> bool:
    return row.promised_by < now


def _who(unit: Unit, caller_id: int) -> Json:
    caller = unit.get(Caller, caller_id)
    if caller is None:
        return {"name": "", "caller": ""}
    return {"name": caller.name, "caller": phone.mask(caller.number) if caller.number else ""}
