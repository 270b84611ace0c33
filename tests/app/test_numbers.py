"""What the simulated carrier is told by its installation: where calls go, and what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.app.numbers import Announcer
from ivr.app.parts import Parts
from ivr.simulator.carrier import Mode
from ivr.simulator.server import Account, CarrierServer, create_server
from tests.console.phones.town import NUMBER, install

YESTERDAY = 86400.0


@pytest.fixture
def parts(sqlite_url: str, tmp_path: Path) -> Iterator[Parts]:
    """An installation whose clock was moved a day ahead, as by a demo or by hand."""
    parts = install(sqlite_url, tmp_path / "var")
    parts.store.move_clock(YESTERDAY)
    yield parts
    parts.store.engine.dispose()


def company(parts: Parts, mode: Mode) -> CarrierServer:
    """A simulated carrier that has just been started: by the wall's clock, and without a number."""
    settings = parts.settings
    assert settings.twilio_auth_token and settings.simulator_token and settings.twilio_api_base_url
    account = Account(
        str(settings.twilio_account_sid), settings.twilio_auth_token.reveal(), settings.simulator_token.reveal()
    )
    return create_server(account, port=int(settings.twilio_api_base_url.rpartition(":")[2]), mode=mode)


def behind(parts: Parts, running: CarrierServer) -> float:
    """Seconds."""
    return parts.store.now().timestamp() - running.carrier.act(lambda exchange: exchange.now)


def test_it_begins_at_the_products_time_and_knows_our_numbers(parts: Parts) -> None:
    with company(parts, Mode.REAL) as running:
        assert behind(parts, running) > YESTERDAY - 60
        Announcer(parts).announce()
        assert behind(parts, running) < 2
        [number] = running.carrier.act(lambda exchange: exchange.list_numbers())
        assert number.number == NUMBER
        assert number.voice_url.startswith(parts.settings.public_url)


def test_a_clock_that_somebody_else_moves_is_left_alone(parts: Parts) -> None:
    with company(parts, Mode.JUMP) as running:
        Announcer(parts).announce()
        assert behind(parts, running) > YESTERDAY - 60


def test_a_company_that_comes_later_is_told_then(parts: Parts) -> None:
    announcer = Announcer(parts)
    announcer.announce()
    with company(parts, Mode.REAL) as running:
        announcer.announce()
        assert behind(parts, running) < 2
        assert running.carrier.act(lambda exchange: exchange.list_numbers())
