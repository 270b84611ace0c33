"""The sample shop over a real database, in virtual time: what reports, the API and the command line are tried on."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ivr.authoring.folder import load_folder
from ivr.authoring.publish import editions
from ivr.calendar import next_opening
from ivr.rehearsal.people import Person
from ivr.rehearsal.world import ACCOUNT, World
from ivr.simulator.exchange import answers, no_answer
from ivr.store.library import PublishedLibrary
from ivr.store.sql.store import SqlStore
from ivr.switchboard import agents, flows
from ivr.switchboard.board import Board, Rules
from ivr.switchboard.ports import work
from tests.paths import ROOT

NUMBER = "+12025550100"
NASRIN = "+8801712345678"
ASHA = "+12025550111"


class SqlWorld(World):
    """A World whose store is a database: its clock jumps along. The flows are published, the shop has just opened."""

    def __init__(self, store: SqlStore, folder: Path = ROOT / "callflows") -> None:
        found = load_folder(folder)
        assert found.business is not None
        super().__init__(found.business, {flow.name: flow for flow in found.flows}, store.now())
        offered = editions(found)
        work(store, lambda unit: [flows.publish(unit, it.kind, it.name, it.hash, it.compiled) for it in offered])
        self.store: Any = store
        self.board = Board(store, PublishedLibrary(store), Rules(ACCOUNT))
        opening = next_opening(found.business.schedules["shop"], store.now() + timedelta(hours=1))
        assert opening is not None
        self.run_until(opening + timedelta(minutes=10))

    def run_until(self, to: datetime) -> None:
        super().run_until(to)
        self._catch_up(to.timestamp())

    def _jump(self, at: float) -> None:
        self._catch_up(at)
        super()._jump(at)

    def _catch_up(self, at: float) -> None:
        ahead = at - self.store.now().timestamp()
        if ahead > 0:
            self.store.move_clock(ahead)


def asks_for_a_person(world: World, number: str = NASRIN) -> Person:
    """Somebody rings, chooses English, and asks for a person about an order."""
    caller = Person(world, "Nasrin", number)
    caller.behaves(answers(after=2, leaves=40.0))
    caller.rings(NUMBER)
    caller.hears("For English")
    caller.presses("1")
    caller.hears("For an order")
    caller.presses("1")
    return caller


def an_agent(world: World, name: str = "Asha", number: str = ASHA) -> Person:
    """On duty, with a telephone that is picked up by hand."""
    agents.add(world.store, name, number, ("support",))
    agents.available(world.store, name)
    person = Person(world, name, number)
    person.behaves(no_answer())
    return person


def served(world: World) -> None:
    """Nasrin asks for a person; Asha lets it ring once, then answers and talks with her."""
    asha = an_agent(world)
    nasrin = asks_for_a_person(world)
    asha.is_rung()
    asha.picks_up()
    asha.hears("To take the call")
    asha.presses("1")
    nasrin.is_bridged()
    world.run_for(30)
    nasrin.hangs_up()
    asha.hears("press 1")
    asha.presses("1")
    world.run_for(30)


def owed(world: World, number: str = NASRIN) -> None:
    """Somebody asks for a person, nobody is there, they hang up: we owe them a callback."""
    caller = asks_for_a_person(world, number)
    world.run_for(2)
    caller.hangs_up()
    world.run_for(1)
