"""A stage per test: the real product and the simulated carrier over HTTP; at its end nothing may be left over."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ivr.app.parts import PATIENT, Parts, make_parts
from ivr.authoring.folder import load_folder
from ivr.authoring.publish import Edition, editions
from ivr.local.claims import free_port
from ivr.rehearsal.stage import Stage
from ivr.settings import Settings
from ivr.switchboard import flows
from ivr.switchboard.ports import Store, work
from tests.databases import SqliteDatabases
from tests.paths import ROOT
from tests.scenarios.shop import CALLFLOWS, Shop
from tests.servers import swift_base

SECRETS = {"TWILIO_AUTH_TOKEN": "a" * 32, "SIMULATOR_TOKEN": "b" * 32, "TWILIO_ACCOUNT_SID": "AC" + "5" * 32}
MakeShop = Callable[..., Shop]
PATIENCE = 180.0
"""Real seconds that a command may take on a busy machine; the longest takes ten on a quiet one."""


def environment(database: str, redis: str | None, var: Path) -> dict[str, str]:
    """The settings of an installation on ports of its own."""
    env = SECRETS | {
        "DATABASE_URL": database,
        "PORT": str(free_port()),
        "TWILIO_API_BASE_URL": f"http://127.0.0.1:{free_port()}",
        "VAR_DIR": str(var),
        "CALLS_PER_SECOND": "10",
        "SWEEP_SECONDS": "0.1",
    }
    return env | ({"REDIS_URL": redis} if redis else {})


def ivr(env: dict[str, str], *command: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A command of ours in a process of its own; `root`: where the program stands."""
    argv = [sys.executable, "-m", "ivr", *command]
    return subprocess.run(argv, env=os.environ | env, cwd=root, capture_output=True, text=True, timeout=PATIENCE)


@cache
def compiled(callflows: Path) -> tuple[Edition, ...]:
    """What a folder of call flows says, checked and compiled once."""
    return tuple(editions(load_folder(callflows)))


def publish(store: Store, callflows: Path = CALLFLOWS) -> None:
    """These call flows answer from now on."""
    offered = compiled(callflows)
    work(store, lambda unit: [flows.publish(unit, one.kind, one.name, one.hash, one.compiled) for one in offered])


def open_shop(env: dict[str, str], callflows: Path = CALLFLOWS) -> tuple[Parts, int, int]:
    """The parts of an installation with its flows published, and the ports of its web and its carrier."""
    port, carrier = int(env["PORT"]), int(env["TWILIO_API_BASE_URL"].rpartition(":")[2])
    parts = make_parts(Settings.from_env(env), PATIENT)
    publish(parts.store, callflows)
    return parts, port, carrier


@pytest.fixture
def sqlite_url(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    """A SQLite file in memory: a story commits hundreds of times, and that each lasts is not what it tells."""
    with TemporaryDirectory(prefix="ivr-story-", dir=swift_base()) as folder:
        yield sqlite_databases.make(Path(folder))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A story that broke off is not blamed for what it left over."""
    report = yield
    item.broke_off = getattr(item, "broke_off", False) or report.failed
    return report


@pytest.fixture
def make_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeShop]:
    """Makes shops; each is closed at the end of the test, and its books are looked at."""
    with ExitStack() as ends:
        shops: list[Shop] = []

        def make(database: str, redis: str | None = None, callflows: Path = CALLFLOWS, stage: type = Stage) -> Shop:
            env = environment(database, redis, tmp_path / f"var{len(shops)}")
            parts, port, carrier = open_shop(env, callflows)
            ends.callback(parts.store.engine.dispose)
            shops.append(Shop(ends.enter_context(stage(parts, port, carrier))))
            return shops[-1]

        yield make
        if not request.node.broke_off:
            for shop in shops:
                shop.nothing_is_left()


@pytest.fixture
def shop(database_url: str, make_shop: MakeShop) -> Shop:
    """A shop without Redis, on either database: the sweep drives everything."""
    return make_shop(database_url)


@pytest.fixture
def sqlite_shop(sqlite_url: str, make_shop: MakeShop) -> Shop:
    """The same on SQLite only: for a story in which the database cannot matter."""
    return make_shop(sqlite_url)
