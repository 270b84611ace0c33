"""What a second web process, sweep or worker adds on one PostgreSQL, and that two of them do nothing twice.

Both run on the cores of this machine, beside the database and whoever asks: it tells less than two machines would.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

from ivr.jobs.bell import RqDoorbell
from ivr.line.inputs import Ring
from ivr.local.claims import free_port
from ivr.reports.equation.audit import audit
from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard import agents, rescue
from tests.bench import servers, sides
from tests.bench.due import NOW, Carrier, carrier, opened, running
from tests.bench.ground import Ground
from tests.bench.load import cpu, measure
from tests.bench.row import Asked, Found, Measurement, Row, one, spread
from tests.bench.turn import CONNECTIONS, alternating
from tests.servers import Kept

DUE, LONGEST = 80, 20
"""Callbacks that fall due at one moment; seconds after which those that were not offered will not be."""
BLOCKS, REQUESTS = 7, 240
QUIET = 1.0
"""Seconds in which an offer too many would come."""
ROWS = (
    Row("scale.web", "turns a second: two web processes ÷ one"),
    Row("scale.web.rps", "two web processes: turns a second", "1/s"),
    Row("scale.sweep", "callbacks offered a second: two sweeps ÷ one"),
    Row("scale.sweep.rate", "one sweep: callbacks offered a second", "1/s"),
    Row("scale.sweep.cpu_ms", "CPU of a sweep for one offer, from due to ringing", "ms"),
    Row("scale.worker", "callbacks offered a second: two workers ÷ one"),
    Row("scale.worker.rate", "one worker: callbacks offered a second", "1/s"),
    Row("scale.worker.cpu_ms", "CPU of a worker for one offer, from due to ringing", "ms"),
    Row("scale.twice", f"offers beyond one to each of {DUE} callbacks that fell due at once, in all four runs", "", 0),
    Row("scale.never", "callbacks of these that were not offered", "", 0),
    Row("scale.amiss", "findings of the audit after each of them", "", 0),
)
ALL_DUE = text(f"UPDATE callbacks SET due_at = {NOW}, deadline = {NOW}, fence = fence + 1 RETURNING id")
LATER = text(f"UPDATE callbacks SET due_at = {NOW} + '1 h', deadline = {NOW} + '1 h', fence = fence + 1")
SCHEDULED = text("SELECT count(*) FROM callbacks WHERE state = 'scheduled'")
OFFERED = text("SELECT count(*), count(DISTINCT callback_id) FROM offers")


def run(asked: Asked, ground: Ground) -> Found:
    """The webs alternate in blocks; sweeps and workers each begin with a copy of one database."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        at, valkey = Path(folder), Kept("valkey")
        stack.callback(valkey.stop)
        with ground.database("scale") as url:
            blocks = _webs(url, at, min(asked.blocks, BLOCKS))
        phoned = stack.enter_context(carrier())
        env = {"TWILIO_API_BASE_URL": f"http://127.0.0.1:{phoned.port}", "CALLS_PER_SECOND": "1000"}
        rates, costs, faults = dict[tuple[str, int], float](), dict[str, float](), list[tuple[int, int, int]]()
        with ground.database("scale_due") as url:
            _owe(sides.environment(url, 9, at, **env))
            for part in ("sweep", "worker"):
                more = env | ({"REDIS_URL": valkey.url} if part == "worker" else {})
                for count in (1, 2):
                    with _copy(ground, f"scale_{part}_{count}") as twin:
                        there = sides.environment(twin, 9, at, **more)
                        rates[part, count], costs[part], fault = _offered(there, part, count, phoned)
                        faults.append(fault)
    pairs = list(zip(blocks["two"], blocks["one"], strict=True))
    found = {"scale.web": spread(two.rps / alone.rps for two, alone in pairs)}
    found["scale.web.rps"] = spread(two.rps for two, _ in pairs)
    for part in ("sweep", "worker"):
        found[f"scale.{part}"] = one(rates[part, 2] / rates[part, 1])
        found[f"scale.{part}.rate"] = one(rates[part, 1])
        found[f"scale.{part}.cpu_ms"] = one(costs[part])
    return found | {
        f"scale.{what}": one(sum(counts)) for what, counts in zip(FAULTS, zip(*faults, strict=True), strict=True)
    }


FAULTS = ("twice", "never", "amiss")


def _webs(url: str, folder: Path, blocks: int) -> Any:
    env = sides.environment(url, 9, folder)
    sides.ivr(env, "flows", "publish")
    with sides.served(*(partial(_web, name, url, folder, count) for name, count in (("one", 1), ("two", 2)))) as served:
        return alternating(served, blocks, lambda side: measure(side, REQUESTS, CONNECTIONS))


def _web(name: str, url: str, folder: Path, processes: int) -> sides.Side:
    port = free_port()
    words = [word.format(port=port) for word in servers.GUNICORN]
    words += ["-k", "gthread", "-w", str(processes), "--threads", str(sides.THREADS)]
    env = sides.environment(url, port, folder / name)
    return sides.started(name, port, [sys.executable, "-m", *words], env, folder)


def _owe(env: dict[str, str]) -> None:
    """So many callers whom nobody could serve, each owed a call an hour from now, and an agent for each."""
    parts = opened(env)
    team = next(iter(parts.board.library.business().teams))
    for number in range(DUE + 10):
        agents.add(parts.store, f"Agent {number}", f"+88019{number:08d}", (team,))
        agents.available(parts.store, f"Agent {number}")
    for number in range(DUE):
        rescue.missed(parts.board, Ring(f"CA{number:032x}", f"+88017{number:08d}", "+12025550100"))
    with parts.store.engine.begin() as on:
        on.execute(LATER)
    parts.store.engine.dispose()


@contextmanager
def _copy(ground: Ground, name: str) -> Iterator[str]:
    try:
        yield ground.copied("scale_due", name)
    finally:
        ground.drop(name)


def _offered(env: dict[str, str], part: str, count: int, phoned: Carrier) -> tuple[float, float, tuple[int, int, int]]:
    """How many a second, and the processor time of each in ms; then offers too many, callbacks without one, and what
    the audit finds."""
    engine = create_engine(env["DATABASE_URL"])
    with running(env, Path(env["VAR_DIR"]), *[part] * count) as pids:
        phoned.orders.clear()
        spent = cpu(pids)
        with engine.begin() as on:
            ids = on.execute(ALL_DUE).scalars().all()
        began = time.perf_counter()
        if part == "worker":
            began = _rung_for(engine, RqDoorbell(env["REDIS_URL"]), ids)
        while len(phoned.orders) < DUE and time.perf_counter() - began < LONGEST:
            time.sleep(0.02)
        took, spent = max([*phoned.orders, began + 0.001]) - began, cpu(pids) - spent
        time.sleep(QUIET)
    offers, callbacks = _counted(engine)
    findings = len(audit(SqlStore(make_engine(env["DATABASE_URL"]))).findings)
    print(f"{count} {part}(s): {len(phoned.orders)} offers in {took:.2f} s", flush=True)
    return callbacks / took, spent / DUE * 1e3, (max(offers, len(phoned.orders)) - callbacks, DUE - callbacks, findings)


def _rung_for(engine: Engine, bell: RqDoorbell, ids: Sequence[int]) -> float:
    """A worker takes one step at each ring: first they fall due; from the second ring on it is measured."""
    due = [("callback", id) for id in ids]
    bell.ring(due)
    until, still = time.perf_counter() + LONGEST, DUE
    while still and time.perf_counter() < until:
        time.sleep(0.05)
        with engine.connect() as on:
            still = on.execute(SCHEDULED).scalar_one()
    began = time.perf_counter()
    bell.ring(due)
    return began


def _counted(engine: Engine) -> tuple[int, int]:
    with engine.connect() as on:
        offers, callbacks = on.execute(OFFERED).one()
    engine.dispose()
    return offers, callbacks


MEASURED = Measurement("scale", "A second process of each part, on one PostgreSQL", ROWS, run)
