"""L6: the owner of a team hears of what they must see to, and of a promise before it breaks."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from ivr.promise import callback
from ivr.switchboard.rows import Callback, Entry, Message, Task
from tests.simulation.world.faults import NOTHING_WRITTEN

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

SOON = timedelta(minutes=3)
"""A row whose time has come may be put aside a few times before it can be driven."""


class Noticed:
    """Every open callback, and what is written of it to its team's owner."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._open: dict[int, None] = {}

    def line(self, entry: Entry) -> None:
        """A callback has changed its state."""
        row: Callback = self._oracle.row(Callback, entry.entity_id)
        in_time = row.escalate_at <= row.promised_by
        self._oracle.hold("L6 told before a promise breaks", in_time, f"{row.escalate_at}, {row.promised_by}")
        if entry.to_state in callback.FINAL:
            self._open.pop(row.id, None)
        else:
            self._open[row.id] = None
        if entry.to_state in (callback.State.EXHAUSTED, callback.State.REVIEW):
            self._has_task(row, entry.to_state)

    def around(self) -> None:
        """No alarm is long overdue."""
        now = self._oracle.centre.now()
        for id in self._open:
            row: Callback = self._oracle.row(Callback, id)
            told = row.escalated or row.state is callback.State.REVIEW  # of which its owner was told, and more loudly
            late = not told and row.escalate_at < now - SOON
            late = late and row.escalate_at < now - SOON - self._nothing_could_be_written(row)
            self._oracle.hold("L6 told before a promise breaks", not late, row)

    def _nothing_could_be_written(self, row: Callback) -> timedelta:
        """For how long since its alarm, and since the look before it."""
        since = (row.escalate_at - SOON).timestamp()
        return timedelta(seconds=self._oracle.centre.chance.lasted(NOTHING_WRITTEN, since))

    def end(self) -> None:
        """Everything has come to an end."""
        told = [one.key for one in self._oracle.every(Message).values()]
        for task in self._oracle.every(Task).values():
            heard = any(key.startswith(task.key) for key in told)
            self._oracle.hold("L6 what a person must do reaches them", heard, f"{task.key}")

        self._once()

    def _once(self) -> None:
        """What may have been sent is not sent again."""
        sent = Counter(one.body for one in self._oracle.centre.exchange.list_messages())
        written = Counter(one.text for one in self._oracle.every(Message).values())
        again = [body for body, count in sent.items() if count > written[body]]
        self._oracle.hold("L6 told once", not again, f"{again}")

    def _has_task(self, row: Callback, reason: str) -> None:
        tasks = self._oracle.every(Task).values()
        found = any(one.reason == reason and row.public_id in one.subject for one in tasks)
        self._oracle.hold("L6 what a person must do reaches them", found, f"callback {row.id} is {reason}")
