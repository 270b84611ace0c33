"""An agent's word that comes when a talk had been decided without one: it was short, and we were to phone again.

Who has spoken with the caller knows better than a clock: nobody is phoned. Never against a word that was said before,
nor where something has happened since: a new wish, another time, another agent.
"""

from __future__ import annotations

from datetime import datetime

from ivr.promise.callback import Event, State
from ivr.switchboard import answers, asking, callers, customers
from ivr.switchboard.change import move_callback
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Callback, Deed, Obligation, Offer, Transfer

_WAITS = (State.SCHEDULED, State.DUE, State.OFFERED)
"""Nobody phones the caller, or talks with them."""


def close(unit: Unit, row: Offer, target: Transfer | Callback, what: str) -> bool:
    """Closes what the talk of this offer had left open; False: there is nothing that this word may close."""
    owed = callers.locked(unit, target if isinstance(target, Callback) else _keeper(unit, target))
    talked_at = _talked_at(unit, row, target)
    if owed is None or talked_at is None or owed.state not in _WAITS or _was_said(unit, row):
        return False
    if not _is_all(unit, owed, target, talked_at) or not _untouched(unit, row, owed):
        return False
    asking.withdraw(unit, owed)
    move_callback(unit, owed, Event.CLOSE, why=what)
    return True


def _keeper(unit: Unit, target: Transfer) -> Callback | None:
    debt = unit.get(Obligation, target.obligation_id)
    return unit.get(Callback, debt.callback_id or 0) if debt else None


def _talked_at(unit: Unit, row: Offer, target: Transfer | Callback) -> datetime | None:
    """Since when this agent spoke with the caller; None: as far as we know they never did."""
    if isinstance(target, Transfer):
        return target.joined_at if target.offer_id == row.id and target.bridged else None
    leg = customers.of(unit, row)
    return leg.picked_up_at if leg else None


def _was_said(unit: Unit, row: Offer) -> bool:
    """Whether a key, or a click, had said before how it went."""
    if answers.keyed(unit, row, answers.VERDICT):
        return True
    return any('"said"' in deed.after for deed in unit.many(Deed, subject=f"offer {row.public_id}"))


def _is_all(unit: Unit, owed: Callback, target: Transfer | Callback, talked_at: datetime) -> bool:
    """Whether the callback keeps nothing but what the two can have talked about."""
    debts = unit.many(Obligation, callback_id=owed.id)
    if isinstance(target, Transfer):
        return [debt.id for debt in debts] == [target.obligation_id] and not owed.words
    return all(debt.at <= talked_at for debt in debts)


def _untouched(unit: Unit, row: Offer, owed: Callback) -> bool:
    """Whether nobody has agreed on another time since, holds it, or said yes to it."""
    if owed.chosen or asking.holder(unit, owed) not in (None, row.agent_id):
        return False
    return all(one.id <= row.id or one.accepted_at is None for one in asking.offers_of(unit, owed))
