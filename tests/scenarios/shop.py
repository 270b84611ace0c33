"""The sample shop as a story sees it: its people, its clock, its books."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from ivr.calendar import is_open, to_local, to_utc
from ivr.rehearsal.people import Person
from ivr.rehearsal.stage import Stage, moment
from ivr.reports.equation.audit import audit
from ivr.simulator.exchange import Fact, no_answer
from ivr.simulator.faults import Fault, FaultKind
from ivr.switchboard import agents, callers
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Agent, Callback, Caller, Obligation, Offer, Task, Transfer
from tests.paths import ROOT

CALLFLOWS = ROOT / "callflows"
NUMBER = "+12025550100"
NASRIN = "+8801712345678"
ZONE = "Asia/Dhaka"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FRIDAY = 4
"""The shop is closed on Fridays."""


class Shop:
    """Meghna Electronics, at ten past ten on a Monday in Dhaka, in a fortnight without holidays."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.store = stage.parts.store
        self.undisturbed = True
        """Whether the carrier must have nothing to report at the end; False where the story breaks something."""
        self.nasrin = self.caller("Nasrin", NASRIN)
        self.is_at(self._quiet_monday())

    def _quiet_monday(self) -> datetime:
        day = to_local(self.stage.now(), ZONE).date() + timedelta(days=1)
        while day.weekday() or not all(self._works(day + timedelta(days=ahead)) for ahead in range(14)):
            day += timedelta(days=1)
        return at(day, 10, 10)

    def _works(self, day: date) -> bool:
        schedule = self.stage.parts.board.library.business().schedules["shop"]
        return day.weekday() == FRIDAY or is_open(schedule, at(day, 12))

    # --- people -----------------------------------------------------------------------------------------

    def caller(self, name: str, number: str, language: str = "en") -> Person:
        """Somebody who may call us; their phone is answered by hand."""
        person = self.stage.person(name, number, language)
        person.behaves(no_answer())
        return person

    def knows(self, person: Person, **what: object) -> None:
        """What stands in the caller's row: a name, a zone, that they are a VIP or must not be called."""
        work(self.store, lambda unit: unit.save(replace(callers.meet(unit, person.number), **what)))

    def agent(
        self, name: str, number: str, team: str = "support", on_duty: bool = True, language: str = "en"
    ) -> Person:
        """An agent with a telephone, who answers it by hand."""
        agents.add(self.store, name, number, (team,))
        work(self.store, lambda unit: unit.save(replace(unit.one(Agent, name=name), language=language)))
        if on_duty:
            agents.available(self.store, name)
        person = self.stage.person(name, number, language)
        person.behaves(no_answer())
        return person

    def comes_on_duty(self, name: str) -> None:
        agents.available(self.store, name)

    def goes_home(self, name: str) -> None:
        agents.away(self.store, name)

    # --- time -------------------------------------------------------------------------------------------

    def passes(self, seconds: float) -> None:
        """Time passes."""
        self.stage.run_for(seconds)

    def is_at(self, moment: datetime) -> None:
        """Time passes until then."""
        self.stage.run_for((moment - self.stage.now()).total_seconds())

    def becomes(self, clock: str) -> None:
        """Time passes until it is, say, `thursday 21:15` in Dhaka."""
        weekday, _, clock = clock.partition(" ")
        hour = time.fromisoformat(clock)
        day = to_local(self.stage.now(), ZONE).date()
        while day.weekday() != DAYS.index(weekday) or at(day, hour.hour, hour.minute) < self.stage.now():
            day += timedelta(days=1)
        self.is_at(at(day, hour.hour, hour.minute))

    # --- what goes wrong ---------------------------------------------------------------------------------

    def next_time(self, kind: FaultKind, purpose: str = "any", seconds: float = 0.0, times: int = 1) -> None:
        """What the carrier does wrong with its next requests of this purpose, or with our next order of a call."""
        for _ in range(times):
            self.stage.company.carrier.faults.order(Fault(kind, purpose, seconds))

    # --- books ------------------------------------------------------------------------------------------

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

    def offers(self, caller: Person) -> list[Offer]:
        """Who was asked for this caller, in order."""
        return list(self._rows(caller, Offer))

    def tasks(self) -> list[str]:
        """The reasons of all tasks."""
        with self.store.reading() as unit:
            return [task.reason for id in range(1, 20) if (task := unit.get(Task, id)) is not None]

    def messages(self) -> list[tuple[str, str]]:
        """To whom the carrier sent what: the numbers, and the words."""
        return [(message.to, message.body) for message in self.stage.exchange.list_messages()]

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
        assert not self.undisturbed or list(self.stage.exchange.notifications) == []


def at(day: date, hour: int, minute: int = 0, zone: str = ZONE) -> datetime:
    """That moment of a day on the clocks of a zone."""
    return to_utc(datetime.combine(day, time(hour, minute)), zone)


def clock(fact: Fact, zone: str = ZONE) -> str:
    """When something happened, on the clocks of a zone: `Mon 15:00`."""
    return f"{to_local(moment(fact.at), zone):%a %H:%M}"


def rewritten(folder: Path, **changes: tuple[str, str]) -> Path:
    """The sample's call flows in a folder of their own, with one text replaced in each file that is named."""
    shutil.copytree(CALLFLOWS, folder)
    for name, (old, new) in changes.items():
        path = folder / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{path.name} does not say {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder
