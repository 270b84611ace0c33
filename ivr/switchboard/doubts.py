"""Talks from the queue of which nobody can tell yet whether they were conversations: what is learned of the caller
meanwhile settles them. How their own proof is sought is `drive.transfer`'s."""

from __future__ import annotations

from datetime import datetime

from ivr.promise.transfer import Event, State
from ivr.switchboard import callers, obligations
from ivr.switchboard.change import move_transfer
from ivr.switchboard.ports import Unit
from ivr.switchboard.rows import Callback, Obligation, Offer, Transfer


def before(unit: Unit, caller_id: int, helped_at: datetime) -> tuple[Transfer, ...]:
    """This caller's unproved talks that began before a conversation at `helped_at`: it helped with them too. One whose
    agent is still on the line is no doubt: they are about to say how it went."""
    found = unit.many(Transfer, caller_id=callers.theirs(unit, caller_id), state=State.TALKED)
    earlier = (row for row in found if (row.joined_at or row.answered_at or row.asked_at) < helped_at)
    return tuple(row for row in earlier if not _told_by_agent(unit, row))


def _told_by_agent(unit: Unit, row: Transfer) -> bool:
    accepted = unit.get(Offer, row.offer_id) if row.offer_id else None
    return accepted is not None and accepted.in_flight


def kept_by(unit: Unit, row: Transfer, callback: Callback) -> None:
    """The callback by which we have reached the caller keeps what this talk may have left open: nobody who was helped
    is phoned again for a doubt of ours."""
    obligation = unit.get(Obligation, row.obligation_id)
    assert obligation is not None
    obligations.hand_to(unit, obligation, callback)
    move_transfer(unit, row, Event.OWE)
