"""The heartbeat: somebody outside hears that all is well, and hears nothing as soon as it is not."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.app import checks
from ivr.app.heartbeat import Heart, beating
from ivr.app.parts import Parts
from ivr.line.inputs import Ring
from ivr.switchboard import pulses
from tests.app.installations import ENVIRONMENT, installation
from tests.app.watcher import Watcher, watching
from tests.cli.running import Shell
from tests.paths import ROOT
from tests.store import samples

RING = Ring("CA" + "1" * 32, "+8801712345678", "+12025550100")


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    with watching() as one:
        yield one


@pytest.fixture
def parts(database_url: str, tmp_path: Path, watcher: Watcher) -> Iterator[Parts]:
    """An installation whose sweep has just passed."""
    made = installation(database_url, tmp_path, HEARTBEAT_URL=f"{watcher.url}/beat")
    pulses.beat(made.store, pulses.SWEEP)
    yield made
    made.store.engine.dispose()


def heart(parts: Parts) -> Heart:
    assert parts.settings.heartbeat_url
    return Heart(parts, parts.settings.heartbeat_url)


def test_it_beats_when_all_is_well(parts: Parts, watcher: Watcher) -> None:
    assert heart(parts).beat()
    assert watcher.asked == ["/beat"]


def something_is_overdue(parts: Parts) -> None:
    with parts.store.unit() as unit:
        samples.callback_row(unit, samples.caller(unit), deadline=unit.now)
    parts.store.move_clock(5)


def the_sweep_is_dead(parts: Parts) -> None:
    parts.store.move_clock(checks.DEAD.total_seconds() + 1)


def a_debt_stands_beside_the_books(parts: Parts) -> None:
    parts.spool.add(RING)


@pytest.mark.parametrize("ill", [something_is_overdue, the_sweep_is_dead, a_debt_stands_beside_the_books])
def test_it_is_silent_and_says_why_once(
    parts: Parts, watcher: Watcher, ill: Callable[[Parts], None], caplog: pytest.LogCaptureFixture
) -> None:
    ill(parts)
    beating_heart = heart(parts)
    with caplog.at_level(logging.INFO):
        assert [beating_heart.beat() for _ in range(3)] == [False] * 3
    assert watcher.asked == []
    assert len(caplog.records) == 1 and "the heartbeat is silent" in caplog.text
    assert str(RING.from_) not in caplog.text


def test_what_has_been_due_for_a_moment_only_keeps_it_beating(parts: Parts, watcher: Watcher) -> None:
    with parts.store.unit() as unit:
        samples.callback_row(unit, samples.caller(unit), deadline=unit.now - timedelta(seconds=2))
    assert heart(parts).beat()


def test_it_comes_back_when_all_is_well_again(parts: Parts, watcher: Watcher, caplog: pytest.LogCaptureFixture) -> None:
    the_sweep_is_dead(parts)
    beating_heart = heart(parts)
    assert not beating_heart.beat()
    pulses.beat(parts.store, pulses.SWEEP)
    with caplog.at_level(logging.INFO):
        assert beating_heart.beat()
    assert "the heartbeat is back" in caplog.text and len(watcher.asked) == 1


def test_it_is_silent_before_the_first_sweep(database_url: str, tmp_path: Path, watcher: Watcher) -> None:
    made = installation(database_url, tmp_path, HEARTBEAT_URL=watcher.url)
    assert not heart(made).beat()
    assert watcher.asked == []
    made.store.engine.dispose()


def test_it_is_silent_while_the_database_is_away(tmp_path: Path, watcher: Watcher) -> None:
    made = installation("postgresql://ivr:hunter2@127.0.0.1:1/ivr", tmp_path, HEARTBEAT_URL=watcher.url)
    assert not heart(made).beat()
    assert watcher.asked == []


def test_an_address_that_does_not_answer_is_told_and_nothing_of_it(
    parts: Parts, watcher: Watcher, caplog: pytest.LogCaptureFixture
) -> None:
    watcher.answer = 404
    assert not heart(parts).beat()
    assert "HTTP 404" in caplog.text and watcher.url not in caplog.text


def test_a_watcher_who_says_nothing_never_holds_the_sweep_up(parts: Parts, watcher: Watcher) -> None:
    watcher.speaks.clear()
    with beating(parts, every=0.01, again=0.01):
        limit = time.monotonic() + 40
        while not watcher.asked and time.monotonic() < limit:
            time.sleep(0.005)
        began = time.monotonic()
    assert watcher.asked == ["/beat"]
    assert time.monotonic() - began < 8.0


def test_it_beats_again_and_again(parts: Parts, watcher: Watcher) -> None:
    with beating(parts, every=0.01, again=0.01):
        limit = time.monotonic() + 40
        while len(watcher.asked) < 3 and time.monotonic() < limit:
            time.sleep(0.005)
    assert len(watcher.asked) >= 3


def test_without_an_address_nothing_is_begun(sqlite_url: str, tmp_path: Path) -> None:
    made = installation(sqlite_url, tmp_path)
    with beating(made, every=0.01, again=0.01):
        assert made.settings.heartbeat_url is None
    made.store.engine.dispose()


def test_a_sweep_that_a_clock_starts_beats_too(sqlite_url: str, tmp_path: Path, watcher: Watcher) -> None:
    assert Shell(sqlite_url, tmp_path)("sweep", "--once", HEARTBEAT_URL=watcher.url).code == 0
    assert watcher.asked == ["/"]


def test_the_sweep_itself_beats_and_goes_silent_when_it_dies(sqlite_url: str, tmp_path: Path, watcher: Watcher) -> None:
    """A process as in production; its first beat comes a few seconds after its first pass."""
    env = ENVIRONMENT | {"DATABASE_URL": sqlite_url, "VAR_DIR": str(tmp_path), "HEARTBEAT_URL": watcher.url}
    sweep = subprocess.Popen([sys.executable, "-m", "ivr", "sweep"], env=os.environ | env, cwd=ROOT)
    try:
        limit = time.monotonic() + 90
        while not watcher.asked and sweep.poll() is None and time.monotonic() < limit:
            time.sleep(0.05)
    finally:
        sweep.terminate()
        assert sweep.wait(10) == 0
    assert watcher.asked == ["/"]
