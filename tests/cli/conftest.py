"""An installation and a shell on it, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from tests.api.worlds import SqlWorld
from tests.cli.running import Shell


@pytest.fixture
def shell(database_url: str, tmp_path: Path) -> Shell:
    return Shell(database_url, tmp_path)


@pytest.fixture
def world(database_url: str) -> Iterator[SqlWorld]:
    """The sample shop on the same database, just opened."""
    engine = make_engine(database_url)
    yield SqlWorld(SqlStore(engine))
    engine.dispose()
