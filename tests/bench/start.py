"""Row 10: from the start of `ivr web` until it answers, and of `ivr worker` until its first job is done; both warm:
their files have been read before."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import requests as http

from ivr.jobs.bell import RqDoorbell
from ivr.jobs.worker import waiting
from ivr.local.claims import free_port
from tests.bench import sides
from tests.bench.ground import Ground
from tests.bench.load import cpu
from tests.bench.row import Asked, Found, Measurement, Row, spread
from tests.servers import Kept

LONGEST = 60
ROWS = (
    Row("start.web", "`ivr web` until its first answer", "s", 1.5),
    Row("start.web_cpu", "its processor time until then", "s"),
    Row("start.worker", "`ivr worker` until its first job is taken and done", "s", 1.5),
    Row("start.worker_cpu", "its processor time until then", "s"),
)


def run(asked: Asked, ground: Ground) -> Found:
    """Each so often as there are blocks, once more before."""
    valkey = Kept("valkey")
    try:
        with tempfile.TemporaryDirectory() as folder, ground.database("start") as url:
            env = sides.environment(url, free_port(), Path(folder), REDIS_URL=valkey.url)
            sides.ivr(env, "flows", "publish")
            web = [_web(env) for _ in range(asked.blocks + 1)][1:]
            worker = [_worker(env, valkey.url) for _ in range(asked.blocks + 1)][1:]
    finally:
        valkey.stop()
    return {
        "start.web": spread(wall for wall, _ in web),
        "start.web_cpu": spread(spent for _, spent in web),
        "start.worker": spread(wall for wall, _ in worker),
        "start.worker_cpu": spread(spent for _, spent in worker),
    }


def _web(env: dict[str, str]) -> tuple[float, float]:
    return _timed("web", env, lambda: _answers(f"http://127.0.0.1:{env['PORT']}/healthz"))


def _answers(url: str) -> bool:
    try:
        return http.get(url, timeout=5).ok
    except http.ConnectionError:
        return False


def _worker(env: dict[str, str], redis: str) -> tuple[float, float]:
    RqDoorbell(redis).ring([("callback", 1)])  # no such row: what is measured is the way to it
    return _timed("worker", env, lambda: not waiting(redis))


def _timed(part: str, env: dict[str, str], ready: Callable[[], bool]) -> tuple[float, float]:
    """Seconds on the clock and of processor time, from nothing until it is ready."""
    began = time.perf_counter()
    program = sides.background(part, env, Path(env["VAR_DIR"]))
    try:
        while not ready():
            if program.poll() is not None or time.perf_counter() - began > LONGEST:
                raise TimeoutError(f"ivr {part} does not come to be")
            time.sleep(0.01)
        took = time.perf_counter() - began
        print(f"{part}: {took:.2f} s", flush=True)
        return took, cpu(sides.tree(program.pid))
    finally:
        program.terminate()
        program.wait(30)


MEASURED = Measurement("start", "From the start of a program to its first answer (row 10)", ROWS, run)
