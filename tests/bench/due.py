"""Row 7: from the moment at which a callback falls due until an agent's leg is asked for at the carrier, one at a time,
among a hundred thousand open ones; with a worker and its doorbell, and by the sweep alone."""

from __future__ import annotations

import json
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text

from ivr.app.parts import Parts, make_parts
from ivr.calendar import is_open, next_opening
from ivr.jobs.bell import RqDoorbell
from ivr.settings import Settings
from ivr.switchboard.rows import Agent, Membership
from tests.bench import sides
from tests.bench.crowd import grow
from tests.bench.ground import Ground
from tests.bench.idle import fill
from tests.bench.load import at
from tests.bench.row import Asked, Found, Measurement, Row, one
from tests.servers import Kept

OPEN, SAMPLES, LONGEST = 100_000, 40, 30
AHEAD = 3.0
"""Seconds before its moment at which a callback is there: more than a period of the sweep."""
NOW = "(SELECT statement_timestamp() + make_interval(secs => seconds) FROM clock_offset)"
ROWS = (
    Row("due.bell.p99", f"with Redis, asked for now, {OPEN:,} open: p99", "s", 1),
    Row("due.bell.p50", "the same: median", "s"),
    Row("due.sweep.p99", f"without Redis, fallen due by time, {OPEN:,} open: p99", "s", 2),
    Row("due.sweep.p50", "the same: median", "s"),
)
FALLS_DUE = text(
    "UPDATE callbacks SET state = :state, due_at = at, deadline = at, fence = fence + 1"
    f" FROM (SELECT {NOW} + make_interval(secs => :ahead) AS at) moment WHERE id = :id"
)
SETTLED = (
    text("UPDATE offers SET state = 'missed', in_flight = false, leg_state = 'ended', deadline = NULL,"
        " fence = fence + 1 WHERE in_flight"),
    text(f"UPDATE callbacks SET state = 'scheduled', due_at = {NOW} + interval '1 day', offer_id = NULL,"
         f" fence = fence + 1, deadline = {NOW} + interval '1 day' WHERE id = :id"),
)  # fmt: skip


@dataclass
class Carrier:
    """Takes every order to phone somebody, and notes when it came."""

    port: int = 0
    orders: list[float] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)


@contextmanager
def carrier() -> Iterator[Carrier]:
    """A carrier at a port of the loopback."""
    made = Carrier()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came = time.perf_counter()
            self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.endswith("/Calls.json"):  # texts to the owner are no calls
                made.orders.append(came)
                made.asked.set()
            self._tell(201, {"sid": f"CA{len(made.orders):032x}", "status": "queued", "direction": "outbound-api"})

        def do_GET(self) -> None:
            self._tell(404, {"code": 20404, "message": "not found", "status": 404})

        def _tell(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def run(asked: Asked, ground: Ground) -> Found:
    """The same callbacks with a worker, and then by the sweep alone."""
    valkey = Kept("valkey")
    with ExitStack() as stack:
        stack.callback(valkey.stop)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, phoned = stack.enter_context(ground.database("due")), stack.enter_context(carrier())
        alone = sides.environment(url, 9, folder) | {
            "TWILIO_API_BASE_URL": f"http://127.0.0.1:{phoned.port}",
            "CALLS_PER_SECOND": "1000",
        }
        _open_shop(alone, url, min(asked.calls, OPEN))
        with running(alone | {"REDIS_URL": valkey.url}, folder, "worker", "sweep"):
            bell = _each(url, phoned, RqDoorbell(valkey.url))
        with running(alone, folder, "sweep"):
            swept = _each(url, phoned, None)
    figures = (at(bell, 0.99), at(bell, 0.5), at(swept, 0.99), at(swept, 0.5))
    return {row.key: one(value) for row, value in zip(ROWS, figures, strict=True)}


@contextmanager
def running(env: dict[str, str], folder: Path, *parts: str) -> Iterator[list[int]]:
    """These parts of the product, warm; their processes."""
    programs = [sides.background(part, env, folder) for part in parts]
    try:
        time.sleep(5)
        yield [pid for program in programs for pid in sides.tree(program.pid)]
    finally:
        for program in programs:
            program.terminate()
            program.wait(30)


def _open_shop(env: dict[str, str], url: str, count: int) -> None:
    """An agent is free for each, and so many callbacks are owed."""
    opened(env).store.engine.dispose()
    print(f"loading {count:,} open callbacks", flush=True)
    with create_engine(url).begin() as on:
        fill(on, 0, count)
        grow(on, Agent, SAMPLES * 3, {}, 0, name="'Agent ' || i", address="'+88019' || lpad(i::text, 8, '0')",
             state="'available'", free_since="now()")  # fmt: skip
        grow(on, Membership, SAMPLES * 3, {}, 0, agent_id="i", team="'support'")
        for name in ("callers", "callbacks", "agents", "memberships"):
            on.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))
        on.execute(text("ANALYZE"))


def opened(env: dict[str, str]) -> Parts:
    """The sample shop; its clock stands at an hour at which it is open."""
    sides.ivr(env, "flows", "publish")
    parts = make_parts(Settings.from_env(env))
    hours, now = parts.board.library.business().schedules["shop"], parts.store.now()
    opening = next_opening(hours, now)
    if not is_open(hours, now) and opening is not None:
        parts.store.move_clock((opening - now).total_seconds() + 600)
    return parts


def _each(url: str, phoned: Carrier, bell: RqDoorbell | None) -> list[float]:
    """Seconds of each; one that never comes counts as the longest. With a bell it is due as one that was asked for
    now, without as one whose time has come."""
    engine, drawn, took = create_engine(url), random.Random(7), list[float]()
    for id in drawn.sample(range(1, 5_000), SAMPLES + 1):
        time.sleep(0.3 + drawn.random())  # at any moment between two passes
        phoned.asked.clear()
        ahead = 0.0 if bell else AHEAD
        with engine.begin() as on:
            on.execute(FALLS_DUE, {"id": id, "state": "due" if bell else "scheduled", "ahead": ahead})
        began = time.perf_counter() + ahead
        if bell:
            bell.ring([("callback", id)])
        took.append(phoned.orders[-1] - began if phoned.asked.wait(LONGEST) else LONGEST)
        time.sleep(0.3)
        with engine.begin() as on:
            _settle(on, id)
    engine.dispose()
    print(f"{'with a bell' if bell else 'by the sweep'}: {min(took):.2f} to {max(took):.2f} s", flush=True)
    return took[1:]  # the first time everything is done for the first time


def _settle(on: Connection, id: int) -> None:
    """As if it had never been: past every guard, for nothing of this is the product's."""
    on.execute(text("SET LOCAL session_replication_role = replica"))
    for statement in SETTLED:
        on.execute(statement, {"id": id})


MEASURED = Measurement("due", "From a callback's moment to its agent's telephone, on PostgreSQL (row 7)", ROWS, run)
