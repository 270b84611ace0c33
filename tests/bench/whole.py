"""What a whole call costs, from its first request to the report of its end: processor time, rows and bytes; for
docs/capacity.md."""

from __future__ import annotations

import tempfile
import time
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from tests.bench import sides
from tests.bench.ground import Ground
from tests.bench.load import ask, connected, cpu, together
from tests.bench.row import Asked, Found, Measurement, Row, one, spread

CALLS, TURNS, CONNECTIONS = 40, 5, 4
"""Calls of one connection in one block; turns of a call."""
BLOCKS = 5
ROWS = (
    Row("call.cpu_ms", f"web CPU of a call: first request, {TURNS} turns, report of its end", "ms"),
    Row("call.store_ms", "the database's CPU of it", "ms"),
    Row("call.rows", "rows that it adds"),
    Row("call.bytes", "bytes that these take, indexes too"),
)
SIZE = text("SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables")
ADDED = text("SELECT sum(n_tup_ins) FROM pg_stat_user_tables")


def run(asked: Asked, ground: Ground) -> Found:
    """In blocks; size and rows are of all of them."""
    with tempfile.TemporaryDirectory() as at, ground.database("whole") as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with sides.served(partial(sides.product, "whole", url, Path(at))) as (side,), engine.connect() as on:
            side.backends = partial(ground.backends, "whole")
            _block(side)  # what is made at the first requests is made
            size, added = on.execute(SIZE).scalar_one(), _settled(on)
            blocks = [_block(side) for _ in range(min(asked.blocks, BLOCKS))]
            count = len(blocks) * CALLS * CONNECTIONS
            rows, grown = _settled(on) - added, on.execute(SIZE).scalar_one() - size
        engine.dispose()
    return {
        "call.cpu_ms": spread(web for web, _ in blocks),
        "call.store_ms": spread(store for _, store in blocks),
        "call.rows": one(float(rows / count)),
        "call.bytes": one(float(grown / count)),
    }


def _settled(on: Connection) -> int:
    """Rows that were ever added; a server counts them within a second."""
    time.sleep(1.5)
    return int(on.execute(ADDED).scalar_one())


def _block(side: sides.Side) -> tuple[float, float]:
    """Milliseconds of processor time of one call, of the web and of the database."""
    forms = [[side.caller() for _ in range(CALLS)] for _ in range(CONNECTIONS)]
    web, store = cpu(side.pids()), cpu(side.store())
    together([partial(_calls, side, each) for each in forms])
    share = 1e3 / (CALLS * CONNECTIONS)
    return (cpu(side.pids()) - web) * share, (cpu(side.store()) - store) * share


def _calls(side: sides.Side, forms: list[dict[str, str]]) -> None:
    with connected(side.port) as line:
        for form in forms:
            first = ask(line, side.signed("/twilio/voice/incoming", form))
            call = first.partition(b"call=")[2][:16].decode()
            for n in range(1, TURNS + 1):
                answer = ask(line, side.turn(call, n, form | (side.first[0] if n == 1 else sides.AGAIN)))
                if b"<Gather" not in answer:
                    raise RuntimeError(answer[-300:])
            over = form | {"CallStatus": "completed", "CallDuration": "60", "SequenceNumber": "0"}
            answer = ask(line, side.signed("/twilio/voice/status", over))
            if not answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 204")):
                raise RuntimeError(answer[-300:])


MEASURED = Measurement("call", "A whole call, on PostgreSQL", ROWS, run)
