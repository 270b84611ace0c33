"""A load that was killed goes on where it stood, and one for which there is no room does not begin."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.bench import history
from tests.bench.ground import Ground, Refused
from tests.paths import ROOT

CALLS, CHUNK = 12_000, 400
LOADS = f"""
import sys
from tests.bench import history
from tests.bench.test_history import Kept
history.CHUNK = {CHUNK}
history.kept(Kept(sys.argv[1]), "any", int(sys.argv[2]))
"""
EACH = {"callers": 0.1, "calls": 1, "turns": 5, "obligations": 1, "transfers": 1, "ledger": 5}
"""Rows to a call."""


class Kept(Ground):
    """A database that is there already, below a folder."""

    def __init__(self, url: str, at: Path = ROOT) -> None:
        super().__init__(at)
        self._url = url

    def kept(self, name: str) -> str:
        return self._url


def found(url: str) -> Mapping[str, Any]:
    """How many rows there are, and how many chunks they came in."""
    engine = create_engine(url)
    with engine.connect() as on:
        if on.execute(text("SELECT to_regclass('bench_loaded')")).scalar() is None:
            return {"chunks": 0}
        counts = {name: on.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in EACH}
        counts["chunks"] = on.execute(text("SELECT count(*) FROM bench_loaded WHERE chunk >= 0")).scalar_one()
        counts["indexes"] = on.execute(text("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'")).scalar_one()
    engine.dispose()
    return counts


def chunks(url: str) -> int:
    """How many are there; the tables themselves belong to whoever loads."""
    engine = create_engine(url)
    with engine.connect() as on:
        begun = on.execute(text("SELECT to_regclass('bench_loaded')")).scalar() is not None
        counted = "SELECT count(*) FROM bench_loaded WHERE chunk >= 0"
        many: int = on.execute(text(counted)).scalar_one() if begun else 0
    engine.dispose()
    return many


def words(url: str, calls: int) -> list[str]:
    """A program that loads so many calls, in small chunks."""
    return [sys.executable, "-c", LOADS, url, str(calls)]


def loaded(url: str, calls: int) -> str:
    """What it said, once it is done."""
    return subprocess.run(words(url, calls), cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout


def test_a_load_that_was_killed_goes_on_where_it_stood(postgresql_url: str) -> None:
    program = subprocess.Popen(words(postgresql_url, CALLS), cwd=ROOT, stdout=subprocess.PIPE)
    until = time.monotonic() + 40
    while chunks(postgresql_url) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    program.kill()
    program.communicate(timeout=40)
    there = found(postgresql_url)
    assert 2 <= there["chunks"] < CALLS // CHUNK and there["calls"] == there["chunks"] * CHUNK
    told = loaded(postgresql_url, CALLS)
    assert f"loading {CALLS - there['chunks'] * CHUNK:,} calls and" in told, "said before it begins"
    whole = found(postgresql_url)
    assert {name: whole[name] for name in EACH} == {name: CALLS * each for name, each in EACH.items()}
    assert whole["indexes"] > there["indexes"]
    assert loaded(postgresql_url, CALLS) == "", "nothing is missing"


def test_each_month_of_what_was_loaded_has_its_part(postgresql_url: str) -> None:
    loaded(postgresql_url, CHUNK)
    with create_engine(postgresql_url).connect() as on:
        assert on.execute(text("SELECT count(*) FROM turns_2026_08")).scalar_one() == CHUNK * history.TURNS
        asked = "SELECT count(*) FROM pg_indexes WHERE indexname ~ '^turns_.*_leg_n_key$'"
        parts = on.execute(text(history.PARTS)).scalars().all()
        assert on.execute(text(asked)).scalar_one() == len(parts) > 5


def test_a_load_for_which_there_is_no_room_says_so_before_it_begins(
    postgresql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = shutil.disk_usage(tmp_path).total // history.BYTES_A_CALL
    with pytest.raises(Refused, match="GB below"):
        history.kept(Kept(postgresql_url, tmp_path), "any", calls)
    assert " GB, about " in capsys.readouterr().out
    assert found(postgresql_url)["calls"] == 0
