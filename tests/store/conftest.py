"""The stores under test: each test that asks for `store` runs on memory, SQLite and PostgreSQL."""

from collections.abc import Iterator

import pytest

from ivr.store.memory.store import MemoryStore
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from tests.store.samples import NOON


@pytest.fixture
def sql_store(database_url: str) -> Iterator[SqlStore]:
    """SQLite, then PostgreSQL."""
    engine = make_engine(database_url)
    yield SqlStore(engine)
    engine.dispose()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[MemoryStore | SqlStore]:
    """A store of each sort, empty."""
    if request.param == "memory":
        yield MemoryStore(lambda: NOON)
        return
    engine = make_engine(str(request.getfixturevalue(f"{request.param}_url")))
    yield SqlStore(engine)
    engine.dispose()
