"""A worker whose Redis comes and goes: it waits, says so, goes on, and ends at once when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ivr.jobs import worker
from ivr.jobs.bell import RqDoorbell
from tests.app.installations import ENVIRONMENT
from tests.live.ground import Redis
from tests.paths import ROOT
from tests.servers import home_base

PATIENCE = 60.0
"""Real seconds in which it must have done what is waited for."""
AT_ONCE = 5.0
"""Real seconds in which it must have ended: it has nothing in hand, and a pause may not hold it up."""


def until(done: Callable[[], bool]) -> None:
    """Waits in real time."""
    limit = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < limit
        time.sleep(0.02)


@contextmanager
def started(env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`ivr worker` as a process of its own; what it says stands in the log."""
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "ivr", "worker"], env=os.environ | env, cwd=ROOT, stdout=said, stderr=said
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def redis() -> Iterator[Redis]:
    """One that is away, until it is started."""
    with TemporaryDirectory(prefix="ivr-redis-", dir=home_base()) as home:
        made = Redis(Path(home))
        made.kill()
        yield made
        made.close()


def rings_and_is_heard(address: str) -> None:
    """A job is taken: of a row that does not exist, so nothing else comes of it."""
    RqDoorbell(address).ring([("transfer", 4711)])
    until(lambda: not worker.waiting(address))


def test_a_worker_waits_for_a_redis_that_is_away_and_goes_on_when_it_is_there(sqlite_url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with redis() as server:
        env = ENVIRONMENT | {"DATABASE_URL": sqlite_url, "VAR_DIR": str(tmp_path), "REDIS_URL": server.url}
        with started(env, log) as process:
            until(lambda: "Redis is away" in log.read_text())
            server.start()
            rings_and_is_heard(server.url)
            server.kill()
            time.sleep(0.5)
            server.start()
            rings_and_is_heard(server.url)
            assert process.poll() is None
            server.kill()
            time.sleep(0.5)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
            assert time.monotonic() - began < AT_ONCE
