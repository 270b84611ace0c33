"""Row 8: a pass of the sweep with nothing due over a million open rows, each of which is due tomorrow."""

from __future__ import annotations

import re
import time
from functools import partial
from typing import Any

from sqlalchemy import create_engine, event, text

from ivr.store.sql.engine import make_engine
from ivr.store.sql.store import SqlStore
from ivr.switchboard import sweep
from ivr.switchboard.board import Board
from ivr.switchboard.rows import Call, Callback, Caller
from tests.bench.crowd import grow
from tests.bench.ground import Ground
from tests.bench.row import Asked, Found, Measurement, Row, spread

OPEN, TENTH = 1_000_000, 10
"""Open rows in all; a tenth are callbacks, the others live calls."""
PASSES = 50
"""In one block."""
ROWS = (
    Row("idle.ms", f"a pass with nothing due, {OPEN:,} open rows: median", "ms", 2),
    Row("idle.cpu_ms", "its processor time, here", "ms"),
    Row("idle.statements", "its statements", "", 1),
    Row("idle.others", "steps of their plans that are not answered by an index alone", "", 0),
)


def run(asked: Asked, ground: Ground) -> Found:
    """Passes in one process, in blocks."""
    store = SqlStore(make_engine(_loaded(ground, min(asked.calls, OPEN))))
    nobody: Any = None
    once = partial(sweep.once, Board(store, nobody, nobody), nobody)
    sent: list[tuple[str, Any]] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: sent.append((given[2], given[3])))
    assert once() == sweep.Swept(0, 0), "something is due"
    statements = len(sent)
    blocks = [_timed(once) for _ in range(asked.blocks)]
    others = sum(_others(store, *each) for each in sent[:statements])
    store.engine.dispose()
    return {
        "idle.ms": spread(wall for wall, _ in blocks),
        "idle.cpu_ms": spread(cpu for _, cpu in blocks),
        "idle.statements": spread([statements]),
        "idle.others": spread([others]),
    }


def _timed(once: Any) -> tuple[float, float]:
    """Milliseconds of the median pass, and of processor time on average."""
    took, cpu = [], time.process_time()
    for _ in range(PASSES):
        began = time.perf_counter()
        once()
        took.append(time.perf_counter() - began)
    return sorted(took)[PASSES // 2] * 1e3, (time.process_time() - cpu) / PASSES * 1e3


def _others(store: SqlStore, statement: str, given: Any) -> int:
    """Of tables with rows in them: an empty one is read faster than its index."""
    with store.engine.connect() as on:
        grown = set(on.execute(text("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > 100")).scalars())
        plan = [row[0] for row in on.exec_driver_sql(f"EXPLAIN {statement}", given)]
    scans = [found.groups() for line in plan if (found := re.search(r"(\w+) Scan.* on (\w+)", line))]
    return sum(how != "Only" and table in grown for how, table in scans)


def _loaded(ground: Ground, size: int) -> str:
    """The database of so many open rows; one that was not loaded whole is loaded anew."""
    url = ground.kept(f"open_{size}")
    engine = create_engine(url)
    with engine.begin() as on:
        there = on.execute(text("SELECT count(*) FROM calls WHERE deadline < now() + interval '1 hour'")).scalar_one()
        if on.execute(text("SELECT count(*) FROM calls")).scalar_one() == size - size // TENTH and not there:
            return url
        ground.demand_room(size * 3_000, f"{size:,} open rows")
        print(f"loading {size:,} open rows: {size * 900 / 1e9:.1f} GB, {size / 500_000:.0f} minutes", flush=True)
        on.execute(text("TRUNCATE callers, calls, callbacks CASCADE"))
        on.execute(text("SET LOCAL session_replication_role = replica"))
        fill(on, size - size // TENTH, size // TENTH)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as on:
        on.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    return url


def fill(on: Any, calls: int, callbacks: int) -> None:
    """Callers with an open callback each that is due in a month, and live calls looked after in a year."""
    later = "now() + interval '400 days' + interval '1 ms' * i"
    grow(on, Caller, callbacks, {}, 0, number="'+88017' || lpad(i::text, 8, '0')")
    grow(on, Callback, callbacks, {}, 0, public_id="substr(md5('callback' || i), 1, 16)", caller_id="i",
         team="'support'", topic="'orders'", language="'en'", dialled="'+12025550100'", state="'scheduled'",
         created_at="now()", asked_at="now()", due_at=later, promised_by=f"{later} + interval '2 hours'",
         escalate_at=f"{later} + interval '90 min'", deadline=later, words="'in a month'")  # fmt: skip
    grow(on, Call, calls, {}, 0, public_id="substr(md5('call' || i), 1, 16)", sid="'CA' || md5('call' || i)",
         caller_id=f"1 + i % {callbacks}", dialled="'+12025550100'", flow="1", language="'en'", position="'{}'",
         turn="3", state="'live'", started_at="now()", deadline=later)  # fmt: skip


MEASURED = Measurement("idle", "The sweep with nothing due, on PostgreSQL (row 8)", ROWS, run)
