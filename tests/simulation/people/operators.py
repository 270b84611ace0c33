"""Somebody of the business: changes by hand what is owed, publishes another flow; and a bug that one row sets off."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ivr.promise import callback, transfer
from ivr.switchboard.deeds import interventions
from ivr.switchboard.ports import Conflict, Unreachable
from ivr.switchboard.rows import Callback, Caller, Transfer
from tests.simulation.world.chance import Fault

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

ROUNDS = 1800.0
"""Seconds between two looks at what waits for a person."""
AWAY = (Unreachable, Conflict)
"""What may come instead: then nothing was done, or nobody knows, and it is left at that."""


class Operator:
    """One person at the console."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("operator")
        centre.at(centre.exchange.now + ROUNDS, self._reviews, "operator")

    def intervenes(self, row: Callback | None = None) -> None:
        """Calls a callback off, or puts it off: any; or this one, which they would rather not lose."""
        off = 0.4 if row is None else 0.15
        row = row or self._some_callback()
        if row is None:
            return
        with suppress(*AWAY):
            if self._dice.random() < off:
                self._centre.chance.count(Fault.BY_HAND, "called off")
                self._centre.called_off.add(row.id)
                interventions.cancel(self._centre.board, row.public_id)
            else:
                self._centre.chance.count(Fault.BY_HAND, "put off")
                later = self._centre.now() + timedelta(minutes=self._dice.choice((-5, 5, 60, 600)))
                said = interventions.reschedule(self._centre.board, row.public_id, later)
                if isinstance(said, Callback):
                    self._centre.oracle.witnesses.put_off(said)

    def _some_callback(self) -> Callback | None:
        rows = [row for row in self._centre.oracle.every(Callback).values() if row.state not in callback.FINAL]
        return self._dice.choice(rows) if rows else None

    def bars(self) -> None:
        """Somebody wrote to us that they must not be phoned; from when on that stands in our rows, is noted."""
        centre, person = self._centre, self._dice.choice(self._centre.people.callers)
        # Where it could not be noted, it may stand there even so.
        with suppress(*AWAY), centre.board.store.unit("operator") as unit:
            row = unit.one(Caller, number=person.number)
            if row is not None:
                unit.save(replace(unit.lock(row.id), do_not_call=True))
        if any(row.do_not_call for row in centre.oracle.rows(Caller, number=person.number)):
            centre.chance.count(Fault.BY_HAND, "must not be phoned")
            centre.barred.setdefault(person.number, centre.exchange.now)

    def publishes(self) -> None:
        """Another edition of the flow: calls end on theirs, new ones hear the new one."""
        self._centre.chance.count(Fault.REPUBLISHED)
        self._centre.library.publish(self._dice)

    def poisons(self) -> None:
        """From now on one row breaks whoever drives it."""
        every = self._centre.oracle.every
        rows = [row for row in every(Callback).values() if row.state not in callback.FINAL]
        rows += [row for row in every(Transfer).values() if row.state not in transfer.FINAL]
        if rows:
            row = self._dice.choice(rows)
            self._centre.trouble.poisoned.add((type(row), row.id))

    def _reviews(self) -> None:
        """What a row made impossible is looked at by a person, and tried again; later, if it is still poisoned."""
        self._centre.at(self._centre.exchange.now + ROUNDS, self._reviews, "operator")
        for row in self._centre.oracle.rows(Callback, state=callback.State.REVIEW):
            with suppress(*AWAY):
                interventions.reschedule(self._centre.board, row.public_id, self._centre.now())
