"""`doctor`: what it finds, what it says to do about it, and how it ends, whatever the account is like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ivr.app.parts import make_parts
from ivr.line.instructions import Door
from ivr.settings import Settings
from ivr.simulator.server import Account, CarrierServer, create_server
from ivr.store.sql import schema
from ivr.switchboard import agents, pulses
from ivr.twilio.urls import Urls
from tests.api.worlds import NUMBER
from tests.app.installations import ENVIRONMENT, installation
from tests.app.test_health import publish
from tests.cli.running import Ran, Shell
from tests.twilio.far_end import FarEnd, error, far_end

PUBLIC = "http://127.0.0.1:9"
OURS = {
    "voice_url": Urls(PUBLIC).door(Door("incoming")),
    "status_callback": Urls(PUBLIC).door(Door("status")),
}


def findings(ran: Ran) -> dict[str, dict[str, str]]:
    """What was found, by name; of several with one name the first that is not well."""
    found: dict[str, dict[str, str]] = {}
    for one in ran.json()["checks"]:
        if one["name"] not in found or found[one["name"]]["health"] == "ok":
            found[one["name"]] = one
    return found


@pytest.fixture
def well(database_url: str, tmp_path: Path) -> Iterator[Shell]:
    """An installation with flows, an agent, and a sweep that has just passed."""
    parts = installation(database_url, tmp_path)
    publish(parts)
    pulses.beat(parts.store, pulses.SWEEP)
    agents.add(parts.store, "Asha", "+12025550111", ("support",))
    agents.available(parts.store, "Asha")
    shell = Shell(database_url, tmp_path)
    shell.env |= {"PUBLIC_URL": PUBLIC, "MAX_CALLS_AT_ONCE": "5"}
    yield shell
    parts.store.engine.dispose()


@pytest.fixture
def company(well: Shell) -> Iterator[CarrierServer]:
    """A telephone company at which our number is set as it should be."""
    account = Account(well.env["TWILIO_ACCOUNT_SID"], well.env["TWILIO_AUTH_TOKEN"])
    with create_server(account, numbers={NUMBER: {**OURS, "voice_fallback_url": "https://example.com/f"}}) as running:
        well.env["TWILIO_API_BASE_URL"] = running.url
        yield running


def test_a_well_installation_gets_no_advice_but_for_what_it_cannot_see(well: Shell, company: CarrierServer) -> None:
    ran = well("doctor", "--json")
    found = findings(ran)
    assert ran.code == 0, ran.out
    assert {name for name, one in found.items() if one["health"] != "ok"} == {"public_url", "fallback"}
    assert all(one["do"] for one in found.values() if one["health"] != "ok")
    plain = well("doctor")
    assert plain.code == 0 and "ok    number" in plain.out and "→" in plain.out and not plain.err


def test_a_number_that_goes_elsewhere_is_bad(well: Shell, company: CarrierServer) -> None:
    company.carrier.act(lambda exchange: exchange.own_number(NUMBER, voice_url="https://example.com/old"))
    ran = well("doctor", "--json")
    found = findings(ran)["number"]
    assert ran.code == 1 and found["health"] == "bad"
    assert "https://example.com/old" in found["what"] and OURS["voice_url"] in found["do"]


def test_a_number_that_is_not_ours_is_bad_and_one_without_a_flow_is_told(well: Shell, company: CarrierServer) -> None:
    company.carrier.act(lambda exchange: exchange.own_number("+12025550199", **OURS))
    assert "no flow names it" in well("doctor").out
    with create_server(Account(well.env["TWILIO_ACCOUNT_SID"], well.env["TWILIO_AUTH_TOKEN"])) as empty:
        ran = well("doctor", TWILIO_API_BASE_URL=empty.url)
    assert ran.code == 1 and f"{NUMBER} is not a number of this account" in ran.out


def test_without_a_status_callback_or_a_fallback_there_is_a_warning(well: Shell, company: CarrierServer) -> None:
    company.carrier.act(lambda exchange: exchange.own_number(NUMBER, voice_url=OURS["voice_url"]))
    ran = well("doctor")
    assert ran.code == 0 and "does not tell us when a call ends" in ran.out
    company.carrier.act(lambda exchange: exchange.own_number(NUMBER, **OURS))
    assert "have no fallback" in well("doctor").out


def test_wrong_credentials_are_bad(well: Shell, company: CarrierServer) -> None:
    ran = well("doctor", TWILIO_AUTH_TOKEN="another-token-of-enough-length")
    assert ran.code == 1 and "error 20003" in ran.out and "TWILIO_AUTH_TOKEN" in ran.out


def _account(**changes: Any) -> tuple[int, dict[str, Any]]:
    sid = ENVIRONMENT["TWILIO_ACCOUNT_SID"]
    return 200, {"sid": sid, "status": "active", "type": "Full", "friendly_name": "x"} | changes


def _listed(key: str, *rows: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    return 200, {key: list(rows), "next_page_uri": None}


@pytest.fixture
def trial(well: Shell) -> Iterator[FarEnd]:
    """Twilio's API with a trial account behind it."""
    number = {"phone_number": NUMBER, "voice_fallback_url": "", **OURS}
    with far_end(
        _account(type="Trial"),
        _listed("incoming_phone_numbers", number),
        _listed("outgoing_caller_ids", {"phone_number": "+12025550123"}),
    ) as far:
        well.env["TWILIO_API_BASE_URL"] = far.url
        yield far


def test_of_a_trial_account_it_is_said_what_will_not_work(well: Shell, trial: FarEnd) -> None:
    ran = well("doctor", "--json")
    found = findings(ran)
    assert ran.code == 1
    assert (
        found["trial_callbacks"]["health"] == "bad" and "callbacks cannot be kept" in found["trial_callbacks"]["what"]
    )
    assert "1 verified" in found["trial"]["what"] and "+12025550123" not in ran.out
    assert all(method == "GET" for method, _, _ in trial.asked), "nothing is changed"


def test_more_calls_than_a_trial_account_has_is_bad(well: Shell, trial: FarEnd) -> None:
    found = findings(well("doctor", "--json", MAX_CALLS_AT_ONCE="20"))
    assert found["calls_at_once"]["health"] == "bad" and "set it to 5" in found["calls_at_once"]["do"]


def test_an_account_that_is_suspended_is_bad(well: Shell) -> None:
    with far_end(_account(status="suspended"), _listed("incoming_phone_numbers")) as far:
        ran = well("doctor", TWILIO_API_BASE_URL=far.url)
    assert ran.code == 1 and "suspended" in ran.out


def _country(code: str, ordinary: bool = True, special: bool = False, fraud: bool = False) -> dict[str, Any]:
    return {
        "iso_code": code,
        "low_risk_numbers_enabled": ordinary,
        "high_risk_special_numbers_enabled": special,
        "high_risk_tollfraud_numbers_enabled": fraud,
    }


@pytest.mark.parametrize(
    ("countries", "health", "said"),
    [
        ([_country("US"), _country("BD"), _country("LV", ordinary=False)], "ok", "nowhere else"),
        ([_country("US"), _country("BD"), _country("LV")], "warn", "does not list: 1"),
        ([_country("US", special=True), _country("BD", fraud=True)], "warn", "fraudulent numbers may be phoned: 2"),
        ([_country("US"), _country("BD", ordinary=False)], "bad", "phones nobody in BD"),
        ([], "ok", "look in Twilio's console"),
    ],
)
def test_an_account_that_phones_more_or_fewer_countries_than_the_business_is_told_of(
    well: Shell, countries: list[dict[str, Any]], health: str, said: str
) -> None:
    number = {"phone_number": NUMBER, "voice_fallback_url": "", **OURS}
    with far_end(_account(), _listed("incoming_phone_numbers", number), _listed("content", *countries)) as far:
        ran = well("doctor", "--json", TWILIO_API_BASE_URL=far.url)
    found = findings(ran)["countries"]
    assert found["health"] == health and said in found["what"], found
    assert ran.code == (1 if health == "bad" else 0)
    assert far.asked[-1][1] == "/v1/DialingPermissions/Countries" and all(how == "GET" for how, _, _ in far.asked)


@pytest.mark.parametrize("answer", [error(500, 20500), (200, "<html>"), (503, "")])
def test_a_company_that_makes_no_sense_or_is_not_there_is_exit_code_4(well: Shell, answer: tuple[int, Any]) -> None:
    with far_end(answer) as far:
        ran = well("doctor", TWILIO_API_BASE_URL=far.url)
    assert ran.code == 4 and "away  carrier" in ran.out
    assert well("doctor", TWILIO_API_BASE_URL="http://127.0.0.1:1").code == 4


def test_settings_that_are_wrong_are_all_that_can_be_said(well: Shell) -> None:
    ran = well("doctor", "--json", PORT="many", LOG_FORMAT="xml")
    assert ran.code == 1 and ran.json()["healthy"] is False
    assert {one["health"] for one in ran.json()["checks"]} == {"bad"} and len(ran.json()["checks"]) == 2


def test_a_database_that_is_away_is_exit_code_4_and_what_hangs_on_it_is_left_out(well: Shell) -> None:
    ran = well("doctor", "--json", DATABASE_URL="postgresql://ivr:hunter2@127.0.0.1:1/ivr")
    assert ran.code == 4 and "hunter2" not in ran.out and "flows" not in findings(ran)


def test_behind_migrations_is_bad_with_the_command_that_helps(well: Shell, company: CarrierServer) -> None:
    schema.downgrade(well.env["DATABASE_URL"], "base")
    ran = well("doctor")
    assert ran.code == 1 and "python -m ivr db upgrade" in ran.out


def test_a_rehearsals_database_is_not_for_the_real_carrier(well: Shell, company: CarrierServer) -> None:
    parts = make_parts(Settings.from_env(well.env))
    parts.store.move_clock(3600)
    parts.store.engine.dispose()
    found = findings(well("doctor", "--json"))["clock"]
    assert found["health"] == "bad" and "3600 s ahead" in found["what"]


def test_nobody_to_answer_is_told(shell: Shell) -> None:
    assert "there is nobody to answer" in shell("doctor").out


def test_our_own_address_is_asked_as_the_public_would(well: Shell, company: CarrierServer) -> None:
    """The simulated company answers there, which is somebody else."""
    found = findings(well("doctor", "--json", PUBLIC_URL=company.url))["public_url"]
    assert found["health"] == "warn" and "somebody else answers" in found["what"]
