"""The sweep as a program: whatever goes wrong beside it, what is due is driven."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ivr.app.parts import Parts
from ivr.app.serve import Sweeper
from ivr.line.inputs import Ring
from ivr.store.sql.schema import OtherSchema
from ivr.switchboard.rows import Obligation, Source, Task
from ivr.switchboard.sweep import Swept
from tests.app.installations import installation
from tests.switchboard.sample import publish_sample

NUMBER = "+12025550100"


@pytest.fixture
def parts(sqlite_url: str, tmp_path: Path) -> Iterator[Parts]:
    """An installation on the simulated carrier, which is away; nothing was ever published."""
    made = installation(sqlite_url, tmp_path, SIMULATOR_TOKEN="b" * 32)
    yield made
    made.store.engine.dispose()


def something_is_due(parts: Parts) -> None:
    with parts.store.unit() as unit:
        unit.insert(Task(0, "setup:x", "setup", "Rahima", "x", unit.now, unit.now - timedelta(seconds=1)))


def test_what_is_due_is_driven_although_an_errand_beside_it_fails(parts: Parts, tmp_path: Path, caplog) -> None:
    something_is_due(parts)
    (tmp_path / "spool" / "missed.jsonl").mkdir(parents=True)
    with caplog.at_level(logging.ERROR):
        assert Sweeper(parts).once() == Swept(1, 0)
    assert "an errand of the sweep failed" in caplog.text


def test_a_debt_that_cannot_be_noted_yet_is_told_without_its_number_and_kept(parts: Parts, caplog) -> None:
    """Nothing was ever published: so nobody knows which team owes it."""
    something_is_due(parts)
    ring = Ring("CA" + "1" * 32, "+8801712345678", NUMBER)
    parts.spool.add(ring)
    with caplog.at_level(logging.ERROR):
        assert Sweeper(parts).once() == Swept(1, 0)
    (record,) = caplog.records
    assert ring.sid in record.getMessage()
    assert str(ring.from_) not in caplog.text
    kept: list[Ring] = []
    parts.spool.replay(kept.append)
    assert kept == [ring]


def test_a_database_that_is_away_is_tried_again_at_the_next_pass(tmp_path: Path, caplog) -> None:
    parts = installation(f"sqlite:///{tmp_path}/nowhere/ivr.db", tmp_path)
    with caplog.at_level(logging.WARNING):
        assert Sweeper(parts).once() == Swept(0, 0)
    assert "the database is away" in caplog.text


def test_the_spool_is_read_back_once_whatever_happened_in_the_middle(sqlite_url: str, tmp_path: Path) -> None:
    """The program died after the debt was noted and before the file was taken away: it is noted once all the same."""
    parts = installation(sqlite_url, tmp_path)
    publish_sample(parts.store)
    ring = Ring("CA" + "1" * 32, "+8801712345678", NUMBER)
    parts.spool.add(ring)
    folder = tmp_path / "spool"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for _ in range(2):
        Sweeper(parts).once()
        for name, content in before.items():
            (folder / name).write_bytes(content)
    with parts.store.reading() as unit:
        assert unit.one(Obligation, source_key=ring.sid).source is Source.MISSED_CALL
    parts.store.engine.dispose()


def test_what_a_newer_program_made_is_left_to_it(parts: Parts) -> None:
    something_is_due(parts)
    with parts.store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OtherSchema, match="newer program"):
        Sweeper(parts).once()
    with parts.store.reading() as unit:
        assert unit.get(Task, 1).fence == 0
