"""L5: nobody who has waited long for an agent is passed over for somebody who comes later in the order of service."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ivr.promise import callback, offer
from ivr.switchboard.rows import Call, Callback, CallState, Entry, Offer, Transfer
from tests.simulation.oracle.idle import free_agents
from tests.simulation.oracle.sweeping import HARMLESS

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

LONG = timedelta(minutes=1)
"""Long enough for everybody to be looked at. The promise says half an hour; the order of service knows no time."""

REST = timedelta(seconds=400)
"""The longest pause between two rounds (five minutes), two looks, and what a look may be late."""


class Fair:
    """Every asking of an agent, against the callbacks that have been due for long."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._since: dict[int, datetime] = {}
        """Since when each callback is due and nobody is asked for it."""
        self._tired: dict[int, datetime] = {}
        """Since when those among them rest, as far as was seen."""

    def line(self, entry: Entry) -> None:
        """A callback falls due, or goes another way; or an agent is asked for somebody."""
        if entry.entity == "offer" and entry.to_state == offer.State.INTENDED:
            self._asked(entry)
        elif entry.entity != "callback":
            return
        elif entry.to_state == callback.State.DUE:
            self._since[entry.entity_id] = entry.at
            self._sees(self._oracle.row(Callback, entry.entity_id), entry.at)
        else:
            self._since.pop(entry.entity_id, None)
            self._tired.pop(entry.entity_id, None)

    def _sees(self, row: Callback, now: datetime) -> datetime:
        """Since when it rests after a round in vain."""
        if row.rounds == 0:
            self._tired.pop(row.id, None)
        return self._tired.setdefault(row.id, now) if row.rounds else now

    def _asked(self, entry: Entry) -> None:
        """Whoever has been due for a while and goes first has somebody left to be asked."""
        chosen = self._target(self._oracle.row(Offer, entry.entity_id))
        due = self._oracle.rows(Callback, team=chosen.team, state=callback.State.DUE)
        passed = [row for row in due if row is not chosen and self._goes_before(row, chosen, entry.at)]
        enough = not passed or free_agents(self._oracle, chosen.team) >= len(passed)
        self._oracle.hold("L5 nobody is passed over", enough, (chosen, "is asked for before", passed))

    def _goes_before(self, row: Callback, chosen: Transfer | Callback, now: datetime) -> bool:
        # What began to wait while a paused process was at work for `chosen` was not there to be chosen.
        late = now - self._since.get(row.id, now) > LONG and row.due_at <= now and not self._on_the_line(row)
        rests = self._rests(row, now)
        return late and not rests and _place(row, now) < _place(chosen, now)

    def _rests(self, row: Callback, now: datetime) -> bool:
        """After a round in vain nobody is pestered for a while: for so long, and not for ever."""
        rests = row.rounds > 0 and row.deadline is not None and row.deadline > now
        return rests and (now - self._sees(row, now) < REST or self._held_up(row, now - REST))

    def _held_up(self, row: Callback, since: datetime) -> bool:
        """Whether anything kept us from looking at it: trouble of ours, or the caller was on the line."""
        chance, then = self._oracle.centre.chance, since.timestamp()
        struck = any(at >= then for fault, at in chance.last.items() if fault not in HARMLESS)
        lasts = any(spell.until >= then for spell in chance.spells if spell.fault not in HARMLESS)
        calls = self._oracle.rows(Call, caller_id=row.caller_id)
        return struck or lasts or any(call.ended_at is None or call.ended_at >= since for call in calls)

    def _target(self, asked: Offer) -> Transfer | Callback:
        kind, id = (Transfer, asked.transfer_id) if asked.transfer_id else (Callback, asked.callback_id)
        found: Transfer | Callback = self._oracle.row(kind, id or 0)
        return found

    def _on_the_line(self, row: Callback) -> bool:
        """Whoever talks to us by themselves meanwhile is not phoned; how that ends decides."""
        return bool(self._oracle.rows(Call, caller_id=row.caller_id, state=CallState.LIVE))


def _place(row: Transfer | Callback, now: datetime) -> tuple[bool, bool, datetime]:
    """Promises about to break first, then VIPs, then by when each first asked."""
    pressing = isinstance(row, Callback) and row.escalate_at <= now
    return not pressing, not row.vip, row.asked_at
