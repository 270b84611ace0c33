"""Settings: what a person who installs this is told, and what can never happen by default."""

import dataclasses
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from ivr.settings import Carrier, Secret, Settings, SettingsError, example, markdown
from ivr.settings.table import TABLE
from tests.paths import ROOT

SID = "AC" + "0123456789abcdef" * 2
TOKEN = "fedcba9876543210" * 2
KEY = "k3v9-drawn-at-random-0123456789-ABCDEFG"
REAL = {
    "TWILIO_ACCOUNT_SID": SID,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "PUBLIC_URL": "https://phone.example.com",
    "SECRET_KEY": KEY,
    "MAX_CALLS_AT_ONCE": "4",
}


def refusal(environ: dict[str, str]) -> str:
    """Return what the person reads when these settings are refused."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environ)
    return str(caught.value)


def refused(environ: dict[str, str]) -> list[str]:
    """Return the first words of each refused line: the variables."""
    return [line.split()[0] for line in refusal(environ).splitlines()]


def test_a_first_call_needs_no_setting() -> None:
    settings = Settings.from_env({})
    assert settings.carrier is Carrier.SIMULATED
    assert settings.database_url == "sqlite:///var/ivr.db"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert (settings.quiescence_seconds, settings.sweep_seconds) == (120, 2)
    assert settings.callflows_dir == Path("callflows")


def test_the_port_and_the_folder_move_what_hangs_on_them() -> None:
    settings = Settings.from_env({"PORT": "8123", "VAR_DIR": "/srv/ivr"})
    assert settings.public_url == "http://127.0.0.1:8123"
    assert settings.database_url == "sqlite:////srv/ivr/ivr.db"


def test_an_empty_variable_is_an_unset_one() -> None:
    assert Settings.from_env({"REDIS_URL": " ", "PORT": ""}).port == 8000


def test_a_complete_real_account_is_accepted() -> None:
    settings = Settings.from_env(REAL)
    assert settings.carrier is Carrier.TWILIO
    assert settings.https
    assert settings.max_calls_at_once == 4


def test_an_account_alone_names_all_that_is_missing_at_once() -> None:
    assert refused({"TWILIO_ACCOUNT_SID": SID}) == ["TWILIO_AUTH_TOKEN", "PUBLIC_URL", "MAX_CALLS_AT_ONCE"]


def test_an_account_at_another_host_is_neither_real_nor_simulated() -> None:
    elsewhere = {
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_BASE_URL": "http://127.0.0.1:9/",
    }
    settings = Settings.from_env(elsewhere)
    assert settings.carrier is Carrier.ELSEWHERE
    assert settings.twilio_api_base_url == "http://127.0.0.1:9"
    assert settings.max_calls_at_once is None


def test_the_token_of_a_simulator_says_that_the_carrier_is_simulated() -> None:
    started = {
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
        "SIMULATOR_TOKEN": TOKEN,
    }
    assert Settings.from_env(started).carrier is Carrier.SIMULATED
    assert refused({"SIMULATOR_TOKEN": TOKEN}) == ["TWILIO_ACCOUNT_SID", "TWILIO_API_BASE_URL"]


def test_nothing_insecure_is_a_default_behind_https() -> None:
    assert refused({"PUBLIC_URL": "https://phone.example.com"}) == ["TWILIO_ACCOUNT_SID", "SECRET_KEY"]


@pytest.mark.parametrize("weak", ["short", "a" * 40, "change-me"])
def test_a_weak_key_is_refused_behind_https_only(weak: str) -> None:
    assert refused({**REAL, "SECRET_KEY": weak}) == ["SECRET_KEY"]
    assert Settings.from_env({"SECRET_KEY": weak}).secret_key == Secret(weak)


def test_a_short_token_is_refused_behind_https() -> None:
    assert refused({**REAL, "TWILIO_AUTH_TOKEN": "guess"}) == ["TWILIO_AUTH_TOKEN"]
    assert refused({**REAL, "TWILIO_AUTH_TOKEN_SECONDARY": "guess"}) == ["TWILIO_AUTH_TOKEN_SECONDARY"]


def test_on_a_real_account_the_quiet_time_covers_twilios_own_time_limit() -> None:
    assert refused({**REAL, "QUIESCENCE_SECONDS": "30"}) == ["QUIESCENCE_SECONDS"]
    assert Settings.from_env({"QUIESCENCE_SECONDS": "5"}).quiescence_seconds == 5


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("postgres://ivr@db/ivr", "postgresql+psycopg://ivr@db/ivr"),
        ("postgresql://ivr@/ivr?host=/run/pg", "postgresql+psycopg://ivr@/ivr?host=/run/pg"),
        ("postgresql+psycopg://db/ivr", "postgresql+psycopg://db/ivr"),
        ("sqlite:////srv/ivr.db", "sqlite:////srv/ivr.db"),
    ],
)
def test_a_database_address_always_means_the_same_driver(given: str, normal: str) -> None:
    assert Settings.from_env({"DATABASE_URL": given}).database_url == normal


WRONG = {
    "DATABASE_URL": "mysql://db/ivr",
    "REDIS_URL": "localhost:6379",
    "PUBLIC_URL": "phone.example.com",
    "PORT": "eight thousand",
    "TWILIO_ACCOUNT_SID": "AC123",
    "TWILIO_API_KEY": "SK1",
    "TWILIO_API_BASE_URL": "https://user:pass@example.com",
    "TWILIO_REGION": "Ireland",
    "FALLBACK_URL": "http://example.com/sorry.xml",
    "HEARTBEAT_URL": "ftp://example.com/ping",
    "MAX_CALLS_AT_ONCE": "0",
    "CALLS_PER_SECOND": "-1",
    "LOG_FORMAT": "xml",
    "SWEEP_SECONDS": "0",
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_each_wrong_text_is_refused_by_name(name: str) -> None:
    assert name in refused({name: WRONG[name]})


def test_a_heartbeat_may_carry_a_query_and_a_rehearsal_beats_on_this_machine_only() -> None:
    url = "https://watch.example.com/push/k3v9?status=up"
    assert Settings.from_env({**REAL, "HEARTBEAT_URL": url}).heartbeat_url == url
    assert refused({"HEARTBEAT_URL": url}) == ["HEARTBEAT_URL"]
    assert Settings.from_env({"HEARTBEAT_URL": "http://127.0.0.1:9/ping"}).heartbeat_url == "http://127.0.0.1:9/ping"
    assert refused({**REAL, "HEARTBEAT_URL": "https://me:hunter2@example.com/"}) == ["HEARTBEAT_URL"]


def test_all_wrong_texts_are_named_at_once_and_each_once() -> None:
    names = refused(WRONG)
    assert set(WRONG) <= set(names)
    assert len(names) == len(set(names))


def test_a_refusal_never_repeats_what_was_entered() -> None:
    assert "hunter2" not in refusal({"DATABASE_URL": "mysql://ivr:hunter2@db/ivr"})


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"TWILIO_API_KEY": "SK" + "0" * 32}, "TWILIO_API_SECRET"),
        ({"TWILIO_API_SECRET": TOKEN}, "TWILIO_API_KEY"),
        ({"TWILIO_REGION": "ie1"}, "TWILIO_EDGE"),
    ],
)
def test_half_of_a_pair_names_the_other_half(environ: dict[str, str], name: str) -> None:
    assert refused(environ) == [name]


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n")
    settings = Settings.from_env(
        {key: text for key, text in REAL.items() if key != "TWILIO_AUTH_TOKEN"} | {"TWILIO_AUTH_TOKEN_FILE": str(path)}
    )
    assert settings.twilio_auth_token == Secret(TOKEN)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    missing, blank = tmp_path / "nowhere", tmp_path / "blank"
    blank.write_text("\n")
    assert f"SECRET_KEY_FILE={missing}" in refusal({"SECRET_KEY_FILE": str(missing)})
    assert f"SECRET_KEY_FILE={blank}" in refusal({"SECRET_KEY_FILE": str(blank)})


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(KEY)
    assert refused({"SECRET_KEY": KEY, "SECRET_KEY_FILE": str(path)}) == ["SECRET_KEY"]


def test_no_secret_shows_when_settings_are_printed() -> None:
    environ = {
        **REAL,
        "DATABASE_URL": "postgresql://ivr:hunter2@db/ivr",
        "REDIS_URL": "redis://:hunter2@q",
        "HEARTBEAT_URL": "https://watch.example.com/hunter2",
    }
    settings = Settings.from_env(environ)
    for shown in (repr(settings), f"{settings.secret_key}", f"{settings.twilio_auth_token!r:>20}"):
        assert not any(secret in shown for secret in (TOKEN, KEY, "hunter2"))


def test_a_secret_cannot_leave_by_pickle() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(KEY))


def test_a_command_can_demand_what_others_do_without() -> None:
    with pytest.raises(SettingsError, match="TWILIO_AUTH_TOKEN is not set: web verifies signatures"):
        Settings.from_env({}).demand("TWILIO_AUTH_TOKEN", why="web verifies signatures")
    Settings.from_env(REAL).demand("TWILIO_AUTH_TOKEN", why="web verifies signatures")


def test_the_table_and_the_fields_are_the_same_list() -> None:
    fields = [field.name for field in dataclasses.fields(Settings) if field.name != "others"]
    assert [row.field for row in TABLE] == fields


def test_every_secret_in_the_table_is_hidden_and_nothing_else() -> None:
    hidden = {f.name for f in dataclasses.fields(Settings) if not f.repr or "Secret" in str(f.type)}
    assert {row.field for row in TABLE if row.secret} | {"others"} == hidden


def test_the_pages_name_every_setting() -> None:
    for row in TABLE:
        assert f"#{row.name}=" in example()
        assert f"| `{row.name}`" in markdown()


def test_the_example_file_is_the_generated_one() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == example(), "run: make env-example"


def test_reading_settings_is_cheap_and_needs_no_other_room() -> None:
    code = "import sys, ivr.settings; print(*(m for m in sys.modules if m.partition('.')[0] in {'flask', 'ivr'}))"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    shown = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert set(shown.stdout.split()) == {"ivr", "ivr.settings", "ivr.settings.table", "ivr.settings.values"}
