"""What scripts rely on: how every command ends where the settings, the database or Redis are not as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.cli import COMMANDS
from ivr.settings.table import TABLE
from ivr.store.sql import schema
from tests.cli.running import Shell

ASKING = [
    ("audit",),
    ("agents", "list"),
    ("agents", "add", "Asha", "+12025550111", "--team", "support"),
    ("agents", "available", "Asha"),
    ("callers", "show", "+12025550123"),
    ("callbacks", "list"),
    ("callbacks", "cancel", "x"),
    ("callbacks", "reschedule", "x", "2040-01-01 10:00"),
    ("token", "create", "x"),
    ("token", "list"),
    ("flows", "list"),
    ("db", "current"),
    ("sweep", "--once"),
    ("web",),
    ("worker",),
]
"""Commands that need the database."""


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
@pytest.mark.parametrize("away", ["postgresql://ivr:hunter2@127.0.0.1:1/ivr", "sqlite:///{var}/nowhere/ivr.db"])
def test_a_database_that_is_away_is_exit_code_4_and_one_line(
    tmp_path: Path, command: tuple[str, ...], away: str
) -> None:
    ran = Shell(away.format(var=tmp_path), tmp_path)(*command)
    assert ran.code == 4, ran
    (line,) = ran.err.strip().splitlines()
    assert "database" in line and "hunter2" not in line and not ran.out


@pytest.mark.parametrize("command", [one for one in ASKING if one[0] not in ("db", "flows")], ids=" ".join)
def test_a_database_that_is_behind_is_named_with_the_command_that_helps(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    ran = Shell(f"sqlite:///{tmp_path}/empty.db", tmp_path)(*command)
    assert ran.code == 4 and "python -m ivr db upgrade" in ran.err and not ran.out


def test_the_web_part_does_not_serve_behind_migrations(tmp_path: Path, shell: Shell) -> None:
    schema.downgrade(shell.env["DATABASE_URL"], "base")
    ran = shell("web")
    assert ran.code == 4 and "python -m ivr db upgrade" in ran.err
    assert shell("db", "current").code == 1
    assert shell("db", "upgrade").code == 0 and shell("db", "current").code == 0


@pytest.mark.parametrize("command", [*ASKING, ("run",), ("demo",)], ids=" ".join)
def test_settings_that_are_wrong_are_all_named_with_exit_code_2(tmp_path: Path, command: tuple[str, ...]) -> None:
    ran = Shell("mysql://x", tmp_path)(*command, PORT="many")
    assert ran.code == 2, ran
    assert "DATABASE_URL" in ran.err and "PORT" in ran.err and not ran.out


def wrong_password(redis_url: str) -> str:
    """For a user that does not exist."""
    return redis_url.replace("://", "://nobody:hunter2@", 1)


def test_a_worker_without_redis_is_told_so(shell: Shell) -> None:
    ran = shell("worker")
    assert ran.code == 2 and "REDIS_URL" in ran.err


def test_a_worker_whom_redis_does_not_let_in_is_exit_code_4(shell: Shell, redis_url: str) -> None:
    """One that is away is waited for instead; a password does not get right by waiting."""
    ran = shell("worker", REDIS_URL=wrong_password(redis_url))
    assert ran.code == 4 and "Redis" in ran.err and "hunter2" not in ran.err


def test_whoever_guards_calls_needs_a_token(shell: Shell) -> None:
    without = {name: value for name, value in shell.env.items() if not name.startswith("TWILIO")}
    shell.env = without
    ran = shell("web")
    assert ran.code == 2 and "TWILIO_ACCOUNT_SID" in ran.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    ran = shell(command, "--help")
    assert ran.code == 0 and ran.out.startswith("Usage: ")


def test_what_nobody_knows_is_a_usage_error(shell: Shell) -> None:
    for command in (("fly",), ("callbacks", "fly"), ("audit", "--fly"), ("token", "create")):
        ran = shell(*command)
        assert ran.code == 2 and ran.err and not ran.out


def test_no_setting_is_shown_with_its_secret(tmp_path: Path) -> None:
    secrets = {row.name: "s3cr3tvalue" + "x" * 30 for row in TABLE if row.secret}
    ran = Shell("nonsense://u:s3cr3tvalue@h/x", tmp_path)("audit", **secrets)
    assert ran.code == 2 and "s3cr3tvalue" not in ran.err
