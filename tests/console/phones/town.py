"""The sample shop on a weekday's morning, with both its agents on duty and one caller, for tests of the phones page."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from ivr.app import sample
from ivr.app.parts import PATIENT, Parts, make_parts
from ivr.authoring.folder import load_folder
from ivr.authoring.publish import editions
from ivr.calendar import next_opening
from ivr.local.claims import free_port
from ivr.rehearsal.stage import Stage
from ivr.settings import Settings
from ivr.switchboard import flows
from ivr.switchboard.ports import work
from ivr.switchboard.rows import Agent
from tests.paths import ROOT

NUMBER = "+12025550100"
NASRIN = sample.CALLER.number


def install(database: str, var: Path) -> Parts:
    """The parts of an installation on ports of its own, its flows published, its people there."""
    env = {
        "TWILIO_ACCOUNT_SID": "AC" + "5" * 32,
        "TWILIO_AUTH_TOKEN": "a" * 32,
        "SIMULATOR_TOKEN": "b" * 32,
        "TWILIO_API_BASE_URL": f"http://127.0.0.1:{free_port()}",
        "DATABASE_URL": database,
        "PORT": str(free_port()),
        "VAR_DIR": str(var),
        "CALLS_PER_SECOND": "10",
    }
    parts = make_parts(Settings.from_env(env), PATIENT)
    for one in editions(load_folder(ROOT / "callflows")):
        work(parts.store, lambda unit, one=one: flows.publish(unit, one.kind, one.name, one.hash, one.compiled))
    return parts


def stage_for(parts: Parts) -> Stage:
    """Product and carrier, over HTTP."""
    base = parts.settings.twilio_api_base_url or ""
    return Stage(parts, parts.settings.port, int(base.rpartition(":")[2]))


class Town:
    """People, and what the books say of them."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.store = stage.parts.store
        sample.move_in(stage.parts.board)
        self.nasrin = stage.person(sample.CALLER.name, NASRIN)
        schedule = stage.parts.board.library.business().schedules["shop"]
        opening = next_opening(schedule, stage.now())
        assert opening is not None
        stage.run_for((opening + timedelta(minutes=10) - stage.now()).total_seconds())

    def asks_for_a_person(self) -> None:
        """Nasrin rings, chooses English, and asks for somebody."""
        self.nasrin.rings(NUMBER)
        self.nasrin.hears("For English")
        self.nasrin.presses("1")
        self.nasrin.hears("press 0")
        self.nasrin.presses("0")
        self.nasrin.hears("stay on the line")

    def hangs_up(self) -> None:
        """Nasrin, who may have been told goodbye in the meantime."""
        with suppress(AssertionError):
            self.nasrin.hangs_up()

    def state_of(self, name: str) -> str:
        """Whether an agent is available or away."""
        with self.store.reading() as unit:
            agent = unit.one(Agent, name=name)
        assert agent is not None
        return agent.state
