"""What `doctor` says of an installation in the world: a proxy in front of it, and agents whose telephone is a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ivr.app import checks
from ivr.app.checks import Health
from ivr.app.parts import Parts, make_parts
from ivr.settings import Settings
from ivr.switchboard import agents
from tests.app.installations import ENVIRONMENT

HTTPS = {"PUBLIC_URL": "https://calls.shop.example", "SECRET_KEY": "Zt5qV0rXb1m8LcN2wYh7uKd4eGs9aPf3JoRi6TxM"}
APPLICATION = {"TWILIO_APP_SID": "AP" + "1" * 32, "TWILIO_API_KEY": "SK" + "2" * 32, "TWILIO_API_SECRET": "s" * 32}


@contextmanager
def at_twilio(url: str, var: Path, **more: str) -> Iterator[Parts]:
    """An installation whose carrier is the real one; nobody asks it anything."""
    env = {**ENVIRONMENT, "DATABASE_URL": url, "VAR_DIR": str(var), "MAX_CALLS_AT_ONCE": "5", **HTTPS, **more}
    parts = make_parts(Settings.from_env({name: text for name, text in env.items() if name != "TWILIO_API_BASE_URL"}))
    yield parts
    parts.store.engine.dispose()


@pytest.mark.parametrize(("count", "health"), [("0", Health.WARN), ("1", Health.OK)])
def test_behind_https_somebody_stands_in_front(sqlite_url: str, tmp_path: Path, count: str, health: Health) -> None:
    with at_twilio(sqlite_url, tmp_path, PROXIES=count) as parts:
        found = checks.proxies(parts)
    assert found.health is health and ("PROXIES" in found.do) is (health is Health.WARN)


def test_a_page_is_no_telephone_at_twilio_without_an_application(database_url: str, tmp_path: Path) -> None:
    with at_twilio(database_url, tmp_path) as parts:
        agents.add(parts.store, "Asha", "+12025550111", ("support",))
        assert checks.browsers(parts).health is Health.OK, "her telephone needs none"
        agents.add(parts.store, "Mina", "client:mina", ("support",))
        found = checks.browsers(parts)
        assert found.health is Health.WARN and found.what.startswith("1 agents") and "TWILIO_APP_SID" in found.do
    with at_twilio(database_url, tmp_path, **APPLICATION) as parts:
        assert checks.browsers(parts).health is Health.OK


def test_at_a_simulated_company_a_page_is_a_telephone(sqlite_url: str, tmp_path: Path) -> None:
    with at_twilio(sqlite_url, tmp_path) as parts:
        agents.add(parts.store, "Mina", "client:mina", ("support",))
        env = {**ENVIRONMENT, "DATABASE_URL": sqlite_url, "VAR_DIR": str(tmp_path)}
        simulated = make_parts(Settings.from_env(env))
        assert checks.browsers(simulated).health is Health.OK
        simulated.store.engine.dispose()
