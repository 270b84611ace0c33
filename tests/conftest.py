"""What every test may ask for: databases, Redis. TEST_DATABASE_URL and TEST_REDIS_URL name servers to use instead.

A part that cannot be had is a failure that says so, never a skip.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import redis

from ivr.settings.values import database_url as normalised
from tests.databases import PostgresqlDatabases, SqliteDatabases
from tests.servers import Kept, swift_base
from tests.shared import share

# The same examples in every run, so that a red build is red for everybody; HYPOTHESIS_PROFILE=explore looks further.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000, database=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# Every test's own folder stands in memory: that what is written lasts is told by tests that kill or copy, not by disks.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", swift_base())
share()

REDIS_DATABASES = 16
"""How many numbered databases a Redis has unless told otherwise."""

GARBAGE = (20_000, 20, 20)
"""How many new things there may be before the youngest are looked through, and how often that is done before older ones
are."""


def kept(kind: str, variable: str) -> Iterator[str]:
    """Yield the URL of the server that the variable names, else of one that lives as long as this run."""
    if given := os.environ.get(variable):
        yield given
        return
    server = Kept(kind)
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL on which databases may be made: its URL."""
    for url in kept("postgresql", "TEST_DATABASE_URL"):
        yield normalised(url)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A Redis or Valkey: its URL without a database number."""
    yield from kept("valkey", "TEST_REDIS_URL")


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_server: str) -> Iterator[PostgresqlDatabases]:
    """The migrated template on PostgreSQL."""
    databases = PostgresqlDatabases(postgresql_server)
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """The migrated template as a SQLite file."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def postgresql_url(postgresql_databases: PostgresqlDatabases) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database that is this test's own."""
    url = postgresql_databases.make()
    yield url
    postgresql_databases.drop(url)


@pytest.fixture
def sqlite_url(sqlite_databases: SqliteDatabases, tmp_path: Path) -> str:
    """The URL of a migrated SQLite file that is this test's own."""
    return sqlite_databases.make(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for this runs twice: on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def redis_url(redis_server: str, worker_id: str) -> Iterator[str]:
    """The URL of an empty Redis database that no test running beside this one uses."""
    number = int(worker_id.removeprefix("gw")) % REDIS_DATABASES if worker_id.startswith("gw") else 0
    url = f"{redis_server}?db={number}" if redis_server.startswith("unix:") else f"{redis_server.rstrip('/')}/{number}"
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()


def pytest_collection_finish() -> None:
    """All that was imported stays to the end: whoever looks for garbage need not look at it each time. And it is
    looked for less often: what is large is else gone through again and again while it is built."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many damaged inputs the checker of call flows was given."""
    ended = terminalreporter.getreports("")  # of what comes before and after each test
    count = sum(value for report in ended for name, value in report.user_properties if name == "fuzzed")
    if count:
        terminalreporter.write_line(f"fuzz: {count} damaged folders of call flows were checked")
