"""`reconcile`: what a person reads of the second ledger, what a program does, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.simulator.carrier import Mode
from ivr.simulator.server import Account, CarrierServer, create_server
from tests.api.worlds import NASRIN, NUMBER
from tests.app.installations import ENVIRONMENT, installation
from tests.app.test_health import publish
from tests.cli.running import Shell
from tests.twilio.far_end import error, far_end


@pytest.fixture
def carrier(database_url: str, tmp_path: Path) -> Iterator[CarrierServer]:
    """The simulated carrier beside an installation that answers nothing; a minute ago Nasrin rang."""
    parts = installation(database_url, tmp_path)
    publish(parts)
    account = Account(ENVIRONMENT["TWILIO_ACCOUNT_SID"], ENVIRONMENT["TWILIO_AUTH_TOKEN"])
    nowhere = {NUMBER: {"voice_url": "http://127.0.0.1:9/twilio/voice/incoming"}}
    start = parts.store.now().timestamp() + 1
    with create_server(account, mode=Mode.JUMP, start=start, numbers=nowhere) as running:
        running.carrier.act(lambda exchange: exchange.ring_in(NASRIN, NUMBER))
        while running.carrier.act(lambda exchange: exchange.now) < start + 60:
            if not running.carrier.sender.in_flight:
                running.carrier.jump(start + 60)
        parts.store.move_clock(70)
        yield running
    parts.store.engine.dispose()


@pytest.fixture
def shell(database_url: str, tmp_path: Path, carrier: CarrierServer) -> Shell:
    shell = Shell(database_url, tmp_path)
    shell.env["TWILIO_API_BASE_URL"] = carrier.url
    return shell


def test_a_missed_call_becomes_owed_once(shell: Shell) -> None:
    first = shell("reconcile")
    assert first.code == 0, first.err
    assert "calls to our numbers        1 in the log,      0 known to us" in first.out
    assert "callers whom nobody answered, now owed a call" in first.out and "no drift" in first.out
    assert [one["number"] for one in shell("callbacks", "list", "--json").json()] == [NASRIN]
    again = shell("reconcile", "--json")
    assert again.code == 0
    said = again.json()
    assert (said["carrier"]["inbound"], said["ours"]["inbound"], said["drift"], said["balanced"]) == (1, 1, 0, True)
    assert not any(said["found"].values())
    assert shell("audit", "--json").json()["obligations"] == 1


def test_what_was_before_the_given_time_is_left_alone(shell: Shell) -> None:
    assert shell("reconcile", "--since", "2099-01-01 10:00", "--json").json()["carrier"]["inbound"] == 0
    assert shell("callbacks", "list", "--json").json() == []
    assert shell("reconcile", "--since", "2001-01-01T00:00Z", "--json").json()["found"]["missed"] == 1


def test_a_time_that_is_none_is_a_usage_error(shell: Shell) -> None:
    ran = shell("reconcile", "--since", "yesterday")
    assert ran.code == 2 and "no time" in ran.err


@pytest.mark.parametrize("answer", [error(500, 20500), error(401, 20003)])
def test_a_log_that_cannot_be_read_says_nothing_about_us(shell: Shell, answer: object) -> None:
    with far_end(answer) as far:
        ran = shell("reconcile", TWILIO_API_BASE_URL=far.url)
    assert ran.code == 4 and "cannot reach" in ran.err and not ran.out
    assert shell("callbacks", "list", "--json").json() == []


def test_without_flows_there_is_nothing_to_compare(database_url: str, tmp_path: Path) -> None:
    ran = Shell(database_url, tmp_path)("reconcile")
    assert ran.code == 1 and "nothing is published yet" in ran.err
