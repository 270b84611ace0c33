"""`numbers`: what is wrong at the telephone company is shown, set, and read back; nothing is set that was right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.simulator.server import Account, CarrierServer, create_server
from tests.api.worlds import NUMBER
from tests.app.installations import ENVIRONMENT, installation
from tests.app.test_health import publish
from tests.cli.running import Shell
from tests.referee.twiml import problems
from tests.twilio.far_end import error, far_end

PUBLIC = "https://ivr.example.com"
HTTPS = {"PUBLIC_URL": PUBLIC, "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", "MAX_CALLS_AT_ONCE": "5"}
FALLBACK = "https://static.example.com/sorry.xml"


@pytest.fixture
def carrier() -> Iterator[CarrierServer]:
    """An account whose number leads to somebody else's program."""
    account = Account(ENVIRONMENT["TWILIO_ACCOUNT_SID"], ENVIRONMENT["TWILIO_AUTH_TOKEN"])
    numbers = {NUMBER: {"voice_url": "https://old.example.com/voice"}, "+12025550199": {"voice_url": ""}}
    with create_server(account, numbers=numbers) as running:
        yield running


@pytest.fixture
def shell(sqlite_url: str, tmp_path: Path, carrier: CarrierServer) -> Shell:
    parts = installation(sqlite_url, tmp_path)
    publish(parts)
    parts.store.engine.dispose()
    shell = Shell(sqlite_url, tmp_path)
    shell.env |= {"TWILIO_API_BASE_URL": carrier.url, **HTTPS}
    return shell


def test_what_differs_is_shown_and_nothing_is_set(shell: Shell, carrier: CarrierServer) -> None:
    shown = shell("numbers", "plan", "--json", FALLBACK_URL=FALLBACK)
    assert shown.code == 1, shown.err
    [number] = shown.json()["numbers"]
    changes = {one["name"]: (one["now"], one["wanted"].partition("#")[0]) for one in number["changes"]}
    assert changes == {
        "voice_url": ("https://old.example.com/voice", f"{PUBLIC}/twilio/voice/incoming"),
        "status_callback": ("", f"{PUBLIC}/twilio/voice/status"),
        "voice_fallback_url": ("", FALLBACK),
    }
    assert "differs" in shell("numbers", "plan", FALLBACK_URL=FALLBACK).out
    seen = carrier.carrier.act(lambda exchange: exchange.list_numbers())
    assert [one.voice_url for one in seen] == ["https://old.example.com/voice", ""]


def test_it_is_set_once_and_read_back(shell: Shell, carrier: CarrierServer) -> None:
    done = shell("numbers", "apply", FALLBACK_URL=FALLBACK)
    assert done.code == 0, done.err
    assert f"{NUMBER}: set voice_url, status_callback, voice_fallback_url" in done.err
    assert "as it should be" in done.out
    ours, other = carrier.carrier.act(lambda exchange: exchange.list_numbers())
    assert ours.voice_url.startswith(f"{PUBLIC}/twilio/voice/incoming#rc=1")
    assert (ours.voice_fallback_url, other.voice_url) == (FALLBACK, "")
    again = shell("numbers", "apply", FALLBACK_URL=FALLBACK)
    assert (again.code, again.err) == (0, "")


def test_without_a_fallback_the_document_is_printed_with_where_to_put_it(shell: Shell) -> None:
    shown = shell("numbers", "plan")
    words, _, document = shown.out.partition("<?xml")
    assert "TwiML Bin" in words and "FALLBACK_URL" in words
    assert problems(("<?xml" + document).strip().encode()) == []
    assert "We have noted your call, and we will call you back" in document and "আমরাই আপনাকে ফোন করব" in document
    assert shell("numbers", "plan", FALLBACK_URL=FALLBACK).out.count("<?xml") == 0


def test_a_number_of_somebody_else_is_told_and_not_touched(sqlite_url: str, tmp_path: Path, shell: Shell) -> None:
    account = Account(ENVIRONMENT["TWILIO_ACCOUNT_SID"], ENVIRONMENT["TWILIO_AUTH_TOKEN"])
    with create_server(account) as empty:
        ran = shell("numbers", "apply", TWILIO_API_BASE_URL=empty.url)
    assert ran.code == 1 and "no number of this account" in ran.out


@pytest.mark.parametrize(("answer", "code"), [(error(401, 20003), 1), (error(500, 20500), 4), ((200, "<html>"), 4)])
@pytest.mark.parametrize("command", ["plan", "apply"])
def test_who_is_not_let_in_and_who_finds_nobody(shell: Shell, answer: object, code: int, command: str) -> None:
    with far_end(answer) as far:
        ran = shell("numbers", command, TWILIO_API_BASE_URL=far.url)
    assert ran.code == code and not ran.out, (ran.out, ran.err)


def test_on_the_simulated_carrier_there_is_nothing_to_set(sqlite_url: str, tmp_path: Path) -> None:
    shell = Shell(sqlite_url, tmp_path)
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_BASE_URL"):
        del shell.env[name]
    ran = shell("numbers", "plan")
    assert ran.code == 2 and "TWILIO_ACCOUNT_SID" in ran.err
