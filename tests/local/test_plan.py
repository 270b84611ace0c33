"""What `run` starts, for whom, and what no process list may show."""

import os
import re
from pathlib import Path

import redis
import requests

from ivr.local.credentials import Credentials
from ivr.local.plan import Plan, overlaid, plan
from ivr.settings import Carrier, Settings
from tests.local.trees import Grown, bare

KEPT = Credentials("AC" + "0a" * 16, "token-" + "1b" * 16, "control-" + "2c" * 16, "key-" + "3d" * 16)
REAL = {
    "TWILIO_ACCOUNT_SID": "AC" + "4e" * 16,
    "TWILIO_AUTH_TOKEN": "0123456789abcdef" * 2,
    "PUBLIC_URL": "https://phone.example.com",
    "SECRET_KEY": "k3v9-drawn-at-random-0123456789-ABCDEFG",
    "MAX_CALLS_AT_ONCE": "4",
    "REDIS_URL": "redis://queue/0",
}


def planned(environ: dict[str, str], var: Path) -> Plan:
    """Plan a run with these variables."""
    environ = {**environ, "VAR_DIR": str(var)}
    return plan(Settings.from_env(environ), environ, KEPT, var / "redis.sock")


def stages(made: Plan) -> list[list[str]]:
    """Return the names of the children, stage by stage."""
    return [[child.name for child in stage] for stage in made.stages]


def test_without_any_setting_all_parts_are_embedded(tmp_path: Path) -> None:
    made = planned({}, tmp_path)
    assert stages(made) == [["redis", "simulator"], ["web", "worker", "sweep"]]
    assert [step.argv[1:] for step in made.preparations] == [
        ("-m", "ivr", "db", "upgrade"),
        ("-m", "ivr", "flows", "publish"),
        ("-m", "ivr", "agents", "sample"),
    ]


def test_the_parts_find_each_other_through_their_settings(tmp_path: Path) -> None:
    made = planned({}, tmp_path)
    settings = Settings.from_env(made.env)
    assert settings.carrier is Carrier.SIMULATED
    assert settings.redis_url == f"unix://{tmp_path / 'redis.sock'}"
    assert settings.simulator_token and settings.simulator_token.reveal() == KEPT.simulator_token
    assert settings.twilio_api_base_url and settings.twilio_api_base_url.startswith("http://127.0.0.1:")
    assert all(child.env == made.env for stage in made.stages for child in stage)


def test_a_real_account_gets_no_simulator_and_a_given_redis_is_used(tmp_path: Path) -> None:
    made = planned(REAL, tmp_path)
    assert stages(made) == [[], ["web", "worker", "sweep"]]
    assert {name: made.env[name] for name in REAL} == REAL
    assert not any("simulator" in line for line in made.greeting)
    assert any("https://phone.example.com/twilio/voice/incoming" in line for line in made.greeting)
    assert not [step for step in made.preparations if "sample" in step.argv], "a real business has its own people"


def test_another_carrier_is_left_alone(tmp_path: Path) -> None:
    elsewhere = {key: REAL[key] for key in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")}
    made = planned({**elsewhere, "TWILIO_API_BASE_URL": "http://127.0.0.1:9"}, tmp_path)
    assert stages(made)[0] == ["redis"]
    assert made.env["TWILIO_API_BASE_URL"] == "http://127.0.0.1:9"


def test_the_persons_own_key_is_kept(tmp_path: Path) -> None:
    assert planned({"SECRET_KEY": "mine"}, tmp_path).env["SECRET_KEY"] == "mine"
    assert planned({}, tmp_path).env["SECRET_KEY"] == KEPT.secret_key


def test_no_secret_is_on_a_command_line(tmp_path: Path) -> None:
    secrets = (KEPT.auth_token, KEPT.simulator_token, KEPT.secret_key)
    made = planned({}, tmp_path)
    words = [word for stage in made.stages for child in stage for word in child.argv]
    assert not [word for word in words if word in secrets]


def test_a_value_that_we_set_has_no_file_beside_it() -> None:
    assert overlaid({"SECRET_KEY_FILE": os.devnull, "LANG": "C"}, {"SECRET_KEY": "x"}) == {
        "SECRET_KEY": "x",
        "LANG": "C",
    }


def test_the_person_is_told_where_to_look(tmp_path: Path) -> None:
    greeting = "\n".join(planned({"PORT": "8123"}, tmp_path).greeting)
    assert re.findall(r"http\S+", greeting) == ["http://127.0.0.1:8123/simulator"], (
        "nothing else is there to be looked at"
    )
    assert "Ctrl-C" in greeting


def test_the_embedded_parts_answer_under_the_settings_that_the_others_get(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    made = planned(bare(), tmp_path)
    settings = Settings.from_env(made.env)
    with Grown(list(made.stages[0]), logs=tmp_path, answer_seconds=30) as grown:
        assert grown.started.wait(30), grown.said
        with redis.Redis.from_url(str(settings.redis_url)) as queue:
            assert queue.ping()
        account = f"{settings.twilio_api_base_url}/2010-04-01/Accounts/{KEPT.account_sid}/Calls.json"
        calls = requests.get(account, auth=(KEPT.account_sid, KEPT.auth_token), timeout=5)
        assert calls.json()["calls"] == []
        assert requests.get(account, auth=(KEPT.account_sid, "guess"), timeout=5).status_code == 401
    assert grown.ended_well
