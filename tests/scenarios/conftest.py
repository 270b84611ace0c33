"""A stage per test: the real product and the simulated carrier over HTTP; at its end nothing may be left over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ivr.app.parts import PATIENT, Parts, make_parts
from ivr.authoring.folder import load_folder
from ivr.authoring.publish import editions
from ivr.local.claims import free_port
from ivr.rehearsal.stage import Stage
from ivr.settings import Settings
from ivr.switchboard import flows
from ivr.switchboard.ports import work
from tests.paths import ROOT
from tests.scenarios.shop import Shop

SECRETS = {"TWILIO_AUTH_TOKEN": "a" * 32, "SIMULATOR_TOKEN": "b" * 32, "TWILIO_ACCOUNT_SID": "AC" + "5" * 32}


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


def open_shop(env: dict[str, str], callflows: Path = ROOT / "callflows") -> tuple[Parts, int, int]:
    """The parts of an installation with its flows published, and the ports of its web and its carrier."""
    port, carrier = int(env["PORT"]), int(env["TWILIO_API_BASE_URL"].rpartition(":")[2])
    parts = make_parts(Settings.from_env(env), PATIENT)
    offered = editions(load_folder(callflows))
    work(
        parts.store,
        lambda unit: [flows.publish(unit, one.kind, one.name, one.hash, one.compiled) for one in offered],
    )
    return parts, port, carrier


@pytest.fixture
def make_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Shop]]:
    """Makes shops; each is closed at the end of the test, and its books are looked at."""
    with ExitStack() as ends:
        shops = []

        def make(database: str, redis: str | None = None, callflows: Path = ROOT / "callflows") -> Shop:
            env = environment(database, redis, tmp_path / f"var{len(shops)}")
            parts, port, carrier = open_shop(env, callflows)
            stage = ends.enter_context(Stage(parts, port, carrier))
            ends.callback(parts.store.engine.dispose)
            shops.append(Shop(stage))
            return shops[-1]

        yield make
        if not getattr(request.node, "failed", False):
            for shop in shops:
                shop.nothing_is_left()


@pytest.fixture
def shop(database_url: str, make_shop: Callable[..., Shop]) -> Shop:
    """A shop without Redis: the sweep drives everything."""
    return make_shop(database_url)
