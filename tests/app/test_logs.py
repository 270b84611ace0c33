"""What the log holds: what happened to which id; and what it never holds, whatever is thrown at it."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ivr.app import logs
from ivr.app.logs import Cleaner, JsonForm, TextForm
from ivr.app.parts import make_parts
from ivr.app.web import create_app
from ivr.line.inputs import Ring
from ivr.settings import Settings
from ivr.simulator.exchange import answers
from ivr.store.sql.store import SqlStore
from ivr.switchboard import agents, rescue
from ivr.switchboard.ports import Conflict
from ivr.switchboard.rows import Caller
from tests.api.worlds import ASHA, NASRIN, NUMBER, SqlWorld, an_agent, owed, served
from tests.app.installations import ENVIRONMENT, installation
from tests.store import samples

NAMES = ("Nasrin", "Asha")


@contextmanager
def written(form: logging.Formatter) -> Iterator[io.StringIO]:
    """All that is logged meanwhile, as this form writes it, third parties included."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(form)
    root, own = logging.getLogger(), logging.getLogger("ivr")
    before = root.level, own.level
    root.addHandler(handler)
    root.setLevel(logging.INFO), own.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before[0]), own.setLevel(before[1])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("from +8801712345678", "from +880•••678"),
        ("from +1 (202) 555-0123 to us", "from +1•••123 to us"),
        ("To=%2B12025550123&From=x", "To=+1•••123&From=x"),
        ("called 01712345678.", "called •••678."),
        ("8801712345678", "•••678"),
        ("sip:+12025550123@example.com", "sip:+1•••123@example.com"),
        ("tel:+12025550123", "tel:+1•••123"),
        ("+৮৮০১৭১২৩৪৫৬৭৮", "•••"),
        ("at 2026-11-22T10:00:00.123456+00:00 in 1234567.8 ms", "at 2026-11-22T10:00:00.123456+00:00 in 1234567.8 ms"),
        ("CA0123456789abcdef0123456789abcdef", "CA0123456789abcdef0123456789abcdef"),
        ("call k3v9abcdefghijkl turn 12", "call k3v9abcdefghijkl turn 12"),
        ("row 12345678 of 42", "row 12345678 of 42"),
    ],
)
def test_numbers_are_masked_and_nothing_else_is(text: str, shown: str) -> None:
    cleaned = Cleaner().clean(text)
    assert cleaned == shown or (shown == "•••" and "৮" not in cleaned)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abcdef0123456789",
        "Authorization: Basic QUM1OmFiY2RlZg==",
        "ivr_kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
        "postgresql+psycopg://ivr:hunter2hunter@db/ivr",
        "the secret is s3cr3t-of-ours!",
    ],
)
def test_secrets_are_hidden(text: str) -> None:
    cleaned = Cleaner(("s3cr3t-of-ours!",)).clean(text)
    assert "•••" in cleaned
    for secret in ("abcdef0123456789", "QUM1Om", "kkkkkkkk", "hunter2", "s3cr3t"):
        assert secret not in cleaned


def test_every_secret_of_the_settings_is_known() -> None:
    settings = Settings.from_env(
        ENVIRONMENT | {"DATABASE_URL": "postgresql://u:pass1234@db/x", "REDIS_URL": "redis://:redispass@r"}
    )
    assert {*logs.secrets_of(settings)} == {ENVIRONMENT["TWILIO_AUTH_TOKEN"], "pass1234", "redispass"}


def test_no_stranger_begins_a_line() -> None:
    for form in (JsonForm("web", ()), TextForm("web", ())):
        with written(form) as stream:
            logging.getLogger("ivr.x").warning("a\r\nb\x1b[31m\u2028c\x85d", extra={"field": "e\nforged"})
            try:
                raise ValueError("f\r\n2026-11-22 forged line")
            except ValueError:
                logging.getLogger("ivr.x").exception("broke")
        lines = stream.getvalue().split("\n")[:-1]
        assert all(line.startswith(("{", "20", "    | ")) for line in lines)
        assert not any(line.startswith("2026-11-22 forged") for line in lines)
        assert not any(char in stream.getvalue() for char in "\r\x1b\u2028\x85")


def test_json_is_one_object_per_line_with_ids_as_fields() -> None:
    with written(JsonForm("sweep", ())) as stream:
        logging.getLogger("ivr.x").info("transfer is %s", "waiting", extra={"transfer": "k3v9", "was": "", "ms": 1.5})
    event = json.loads(stream.getvalue())
    assert event["event"] == "transfer is waiting" and event["transfer"] == "k3v9" and event["ms"] == 1.5
    assert (event["part"], event["level"], event["logger"]) == ("sweep", "info", "ivr.x") and "was" not in event
    assert event["at"].endswith("+00:00")


@pytest.mark.parametrize("form", [JsonForm, TextForm])
def test_a_whole_day_with_a_fault_leaves_no_number_no_name_and_no_token(
    database_url: str, tmp_path: Path, form: type[JsonForm] | type[TextForm]
) -> None:
    parts = installation(database_url, tmp_path)
    secrets = logs.secrets_of(parts.settings)
    with written(form("web", secrets)) as stream:
        world = SqlWorld(parts.store)
        served(world)
        owed(world, "+8801712345699")
        agents.away(world.store, "Asha")
        babul = an_agent(world, "Babul", "+12025550112")
        babul.behaves(answers(after=2, keys=((1.0, "1"),), leaves=90.0))
        world.run_for(900)
        rescue.missed(world.board, Ring("CA" + "1" * 32, "+12025550177", "+12025550199"))
        _a_bad_day(parts.store, secrets)
        client = create_app(parts).test_client()
        client.get("/api/v1/callers/+8801712345678", headers={"Authorization": "Bearer ivr_" + "q" * 43})
        client.post("/twilio/voice/incoming", data={"From": NASRIN, "CallSid": "CA" + "2" * 32})
        client.get("/nothing/+8801712345678?token=x")
        client.get("/api/v1/openapi.json")
    text = stream.getvalue()
    assert len(text.splitlines()) > 30 and "callback is connected" in text and "transfer is served" in text
    for number in (NASRIN, ASHA, NUMBER, "+8801712345699", "+12025550177", "+12025550112", "+12025550199"):
        assert number not in text and number[1:] not in text and number[-9:] not in text
    for word in (*NAMES, "Babul", "q" * 20, *secrets):
        assert word not in text
    parts.store.engine.dispose()


def _a_bad_day(store: SqlStore, secrets: tuple[str, ...]) -> None:
    """Faults whose messages hold what they should not."""
    log = logging.getLogger("ivr.bad")
    try:
        with store.unit() as unit:
            unit.insert(Caller(0, NASRIN, name=NAMES[0]))
    except Conflict:
        log.exception("broke on %s with %s", NASRIN, "Bearer " + "q" * 43)
    try:
        raise ValueError(f"{NASRIN} {secrets}")
    except ValueError:
        log.exception("broke again")


def test_a_turn_and_each_change_of_state_have_a_line_with_their_ids(database_url: str, tmp_path: Path) -> None:
    parts = installation(database_url, tmp_path)
    with written(JsonForm("web", ())) as stream:
        served(SqlWorld(parts.store))
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    states = [event["event"] for event in events if event.get("transfer")]
    assert states[0] == "transfer is waiting" and states[-1] == "transfer is served"
    assert len({event["transfer"] for event in events if "transfer" in event}) == 1
    assert all(event.get("actor") for event in events if "cause" in event)
    parts.store.engine.dispose()


def test_what_was_taken_back_is_not_told(database_url: str, tmp_path: Path) -> None:
    parts = installation(database_url, tmp_path)
    with written(JsonForm("web", ())) as stream, pytest.raises(RuntimeError), parts.store.unit() as unit:
        samples.message(unit)
        raise RuntimeError("never mind")
    assert "is intended" not in stream.getvalue()
    parts.store.engine.dispose()


def test_commands_and_parts_write_as_the_settings_say(tmp_path: Path) -> None:
    env = {**os.environ, **ENVIRONMENT, "VAR_DIR": str(tmp_path), "LOG_FORMAT": "json"}
    program = (
        "import logging, os; from ivr.cli import context; context.settings();"
        "logging.getLogger('ivr.x').warning('called +8801712345678'); logging.getLogger('ivr.x').info('quiet')"
    )
    ran = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True)
    (line,) = ran.stderr.splitlines()
    assert json.loads(line)["event"] == "called +880•••678" and not ran.stdout


def test_a_flood_of_denied_requests_is_counted_not_listed(database_url: str, tmp_path: Path) -> None:
    parts = installation(database_url, tmp_path)
    client = create_app(parts).test_client()
    with written(JsonForm("web", ())) as stream:
        for _ in range(50):
            client.post("/twilio/voice/incoming", data={"From": NASRIN})
    assert len(stream.getvalue().splitlines()) == 1
    parts.store.engine.dispose()


def test_the_log_is_set_up_once_however_often_it_is_asked(tmp_path: Path) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        settings = make_parts(Settings.from_env(ENVIRONMENT | {"VAR_DIR": str(tmp_path)})).settings
        for _ in range(3):
            logs.set_up(settings, "web")
        assert len(root.handlers) == 1
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        logging.captureWarnings(False)
