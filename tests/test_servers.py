"""The ground under the other tests: databases that are real, separate and gone afterwards."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, text

from tests.databases import PostgresqlDatabases, SqliteDatabases
from tests.paths import ROOT
from tests.servers import Kept


def ask(url: str, statement: str) -> object:
    """Run one statement and return its first value, if it has one."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            answer = connection.execute(text(statement))
            return answer.scalar() if answer.returns_rows else None
    finally:
        engine.dispose()


def test_the_two_databases_are_what_they_say(sqlite_url: str, postgresql_url: str) -> None:
    assert str(ask(postgresql_url, "SHOW server_encoding")) == "UTF8"
    assert str(ask(postgresql_url, "SELECT version()")).startswith("PostgreSQL")
    assert str(ask(sqlite_url, "SELECT sqlite_version()")).startswith("3.")


def test_what_one_test_writes_another_never_sees(
    postgresql_databases: PostgresqlDatabases, sqlite_databases: SqliteDatabases, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for first, second in (
        (postgresql_databases.make(), postgresql_databases.make()),
        (sqlite_databases.make(tmp_path / "a"), sqlite_databases.make(tmp_path / "b")),
    ):
        ask(first, "CREATE TABLE mark (n INTEGER)")
        ask(second, "CREATE TABLE mark (n INTEGER)")
        assert ask(second, "SELECT count(*) FROM mark") == 0
        if first.startswith("postgresql"):
            postgresql_databases.drop(first)
            postgresql_databases.drop(second)


def test_a_database_is_dropped_whoever_is_connected(postgresql_databases: PostgresqlDatabases) -> None:
    url = postgresql_databases.make()
    engine = create_engine(url)
    connection = engine.connect()
    connection.execute(text("SELECT 1"))
    postgresql_databases.drop(url)
    connection.invalidate()
    engine.dispose()
    with pytest.raises(Exception, match="does not exist"):
        ask(url, "SELECT 1")


def test_redis_is_empty_and_speaks(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("mark", "1")
        assert client.get("mark") == b"1"


@pytest.mark.parametrize("kind", ["postgresql", "valkey"])
def test_a_server_leaves_nothing_behind(kind: str) -> None:
    server = Kept(kind)
    home = Path(server.url.partition("host=")[2] or server.url.removeprefix("unix://"))
    assert home.exists()
    server.stop()
    assert not home.exists()


def test_a_server_ends_with_the_run_even_when_the_run_is_killed() -> None:
    code = "import os; from tests.servers import Kept; print(Kept('valkey').url, flush=True); os.kill(os.getpid(), 9)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    socket = Path(run.stdout.strip().removeprefix("unix://"))
    assert run.returncode == -9
    deadline = time.monotonic() + 40
    while socket.parent.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not socket.parent.exists()


def test_a_part_that_is_missing_fails_and_says_which() -> None:
    code = "import tests.servers as s\ntry: s.installed('no_such_package', 'bin')\nexcept s.ServerError as e: print(e)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.strip() == "no_such_package is not installed: run `make setup-dev`"
