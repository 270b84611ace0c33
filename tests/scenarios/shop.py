"""The sample shop as a story sees it: its people, its clock, its books."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.calendar import to_utc
from ivr.rehearsal.people import Person
from ivr.rehearsal.stage import Stage
from ivr.reports.audit import audit
from ivr.simulator.exchange import no_answer
from ivr.switchboard import agents
from ivr.switchboard.rows import Callback, Caller, Obligation, Task, Transfer

NUMBER = "+12025550100"
NASRIN = "+8801712345678"


class Shop:
    """Meghna Electronics, opened at ten on a Monday in Dhaka unless told otherwise."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.store = stage.parts.store
        self.nasrin = self.caller("Nasrin", NASRIN)
        self.is_at(self._next_morning())

    def _next_morning(self) -> datetime:
        """Ten past ten on a day on which the sample shop is open, at least a day ahead."""
        today = self.stage.now()
        ahead = (0 - today.weekday()) % 7 or 7
        day = (today + timedelta(days=ahead)).date()
        return to_utc(datetime(day.year, day.month, day.day, 10, 10), "Asia/Dhaka")  # noqa: DTZ001

    def is_at(self, moment: datetime) -> None:
        """Time passes until then."""
        self.stage.run_for((moment - self.stage.now()).total_seconds())

    def caller(self, name: str, number: str) -> Person:
        """Somebody who may call us; their phone is answered by hand."""
        person = self.stage.person(name, number)
        person.behaves(no_answer())
        return person

    def agent(self, name: str, number: str, team: str = "support", on_duty: bool = True) -> Person:
        """An agent with a telephone, who answers it by hand."""
        agents.add(self.store, name, number, (team,))
        if on_duty:
            agents.available(self.store, name)
        person = self.stage.person(name, number)
        person.behaves(no_answer())
        return person

    def comes_on_duty(self, name: str) -> None:
        agents.available(self.store, name)

    def goes_home(self, name: str) -> None:
        agents.away(self.store, name)

    def passes(self, seconds: float) -> None:
        """Time passes."""
        self.stage.run_for(seconds)

    def asks_for_a_person(self, caller: Person) -> None:
        """Rings, chooses English, and asks for somebody."""
        caller.rings(NUMBER)
        caller.hears("For English")
        caller.presses("1")
        caller.hears("press 0")
        caller.presses("0")
        caller.hears("stay on the line")

    @property
    def books(self) -> dict[str, object]:
        """The audit's figures."""
        return audit(self.store).as_json()

    def transfer(self, caller: Person) -> Transfer:
        """The caller's last transfer."""
        return self._rows(caller, Transfer)[-1]

    def callback(self, caller: Person) -> Callback:
        """The caller's last callback."""
        return self._rows(caller, Callback)[-1]

    def owed(self, caller: Person) -> list[Obligation]:
        return list(self._rows(caller, Obligation))

    def tasks(self) -> list[Task]:
        with self.store.reading() as unit:
            return [task for id in range(1, 20) if (task := unit.get(Task, id)) is not None]

    def _rows(self, caller: Person, kind):
        with self.store.reading() as unit:
            row = unit.one(Caller, number=caller.number)
            return unit.many(kind, caller_id=row.id) if row else ()

    def nothing_is_left(self) -> None:
        """The books balance, nobody is on a phone, and the carrier has nothing to complain of."""
        books = self.books
        assert books["balanced"], audit(self.store).findings
        assert books["overdue"] == 0, books
        assert not self.stage.exchange.live(), self.stage.exchange.live()
        assert list(self.stage.exchange.complaints) == []
