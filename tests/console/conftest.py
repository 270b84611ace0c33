"""The pages on either database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.floor import Floor


@pytest.fixture
def floor(database_url: str, tmp_path: Path) -> Iterator[Floor]:
    """On SQLite and on PostgreSQL."""
    made = Floor(database_url, tmp_path / "var")
    yield made
    made.close()


@pytest.fixture
def light_floor(sqlite_url: str, tmp_path: Path) -> Iterator[Floor]:
    """On SQLite only: for what no database decides."""
    made = Floor(sqlite_url, tmp_path / "var")
    yield made
    made.close()
