"""One nursery for all rigs of a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.nursery import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()
