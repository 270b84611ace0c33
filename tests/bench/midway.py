"""Row 9: ten thousand calls stand in the middle of a flow, and two hundred turns a second come from any of them: how
long a turn takes from when it should have been sent, and how much memory all of it takes."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.bench import sides
from tests.bench.ground import Ground
from tests.bench.load import ask, at, connected, together
from tests.bench.row import Asked, Found, Measurement, Row, one
from tests.servers import Kept

CALLS, RATE, SECONDS = 10_000, 200, 30
CONNECTIONS = 16
COLUMNS = "dialled, flow, language, position, turn, state, started_at, deadline, topic, outcome, ended_at, fence"
ROWS = (
    Row("midway.p99_ms", f"{CALLS:,} calls, {RATE} turns/s: p99 of a turn", "ms", 50),
    Row("midway.p50_ms", "the same: p50", "ms"),
    Row("midway.rate", "turns a second that were answered", "1/s"),
    Row("midway.pss_mb", "memory (PSS) of web, worker, sweep, PostgreSQL and Valkey", "MB", 400),
    Row("midway.web_mb", "of it web", "MB"),
    Row("midway.store_mb", "of it PostgreSQL", "MB"),
)


def run(asked: Asked, ground: Ground) -> Found:
    """One stretch of steady load, after a tenth of it to warm up."""
    valkey = Kept("valkey")
    with ExitStack() as stack:
        stack.callback(valkey.stop)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(ground.database("midway"))
        (side,) = stack.enter_context(sides.served(partial(sides.product, "midway", url, folder, REDIS_URL=valkey.url)))
        env = sides.environment(url, 9, folder / "midway", REDIS_URL=valkey.url)
        others = [sides.background(part, env, folder) for part in ("worker", "sweep")]
        for other in others:
            stack.callback(other.wait, 30)
            stack.callback(other.terminate)
        turns = _calls(side, url)
        _steady(side.port, turns[: RATE * SECONDS // 10])
        began = time.perf_counter()
        took = _steady(side.port, turns[RATE * SECONDS // 10 : RATE * SECONDS * 11 // 10])
        rate = len(took) / (time.perf_counter() - began)
        web, store = pss(side.pids()), pss(ground.pids())
        rest = pss([*(pid for other in others for pid in sides.tree(other.pid)), *_keeper(valkey)])
    figures = (at(took, 0.99) * 1e3, at(took, 0.5) * 1e3, rate, web + store + rest, web, store)
    return {row.key: one(value) for row, value in zip(ROWS, figures, strict=True)}


def _calls(side: sides.Side, url: str) -> list[bytes]:
    """One call is brought there over HTTP, and copied with all that it is; the next turn of each, in any order."""
    form = side.caller()
    call, n = side.begin(form)
    copy = (
        "INSERT INTO callers (number, name, vip, do_not_call, search, fence)"
        " SELECT '+88018' || lpad(i::text, 8, '0'), '', false, false, '', 0 FROM generate_series(1, :count) i",
        f"INSERT INTO calls (public_id, sid, caller_id, {COLUMNS})"
        " SELECT lpad(translate(i::text, '0189', 'wxyz'), 16, 'a'),"
        f" 'CA' || lpad(to_hex(i), 32, '0'), (SELECT id FROM callers WHERE number = '+88018' || lpad(i::text, 8, '0')),"
        f" {COLUMNS} FROM calls, generate_series(1, :count) i WHERE public_id = :call",
    )
    engine = create_engine(url)
    with engine.begin() as on:
        for statement in copy:
            on.execute(text(statement), {"count": CALLS, "call": call})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as on:
        on.execute(text("ANALYZE"))
    engine.dispose()
    numbers = list(range(1, CALLS + 1))
    random.Random(9).shuffle(numbers)
    print(f"{CALLS:,} calls stand at turn {n}", flush=True)
    return [side.turn(public_id(i), n, sides.fields(f"CA{i:032x}", f"+88018{i:08d}") | sides.AGAIN) for i in numbers]


def public_id(i: int) -> str:
    """As the copy's."""
    return str(i).translate(str.maketrans("0189", "wxyz")).rjust(16, "a")


def _steady(port: int, turns: list[bytes]) -> list[float]:
    """Sends them on time, whether those before were answered or not; seconds of each from when it was due."""
    waiting, lock, took = iter(enumerate(turns)), threading.Lock(), list[float]()
    began = time.perf_counter() + 0.2

    def send() -> None:
        with connected(port) as line:
            while True:
                with lock:
                    number, turn = next(waiting, (-1, b""))
                if number < 0:
                    return
                due = began + number / RATE
                time.sleep(max(0.0, due - time.perf_counter()))
                answer = ask(line, turn)
                took.append(time.perf_counter() - due)
                if not answer.startswith(b"HTTP/1.1 200") or b"<Gather" not in answer:
                    raise RuntimeError(answer[-300:])

    together([send] * CONNECTIONS)
    return took


def _keeper(valkey: Kept) -> list[int]:
    """Valkey itself, without what keeps it for us."""
    return [pid for pid in sides.tree(valkey._keeper.pid) if "valkey-server" in _words(pid)]


def _words(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def pss(pids: list[int]) -> float:
    """Megabytes of memory, what is shared counted once."""
    texts = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
    return sum(int(text.partition("\nPss:")[2].split()[0]) for text in texts) / 1024


MEASURED = Measurement("midway", "Ten thousand calls in the middle of a flow, on PostgreSQL (row 9)", ROWS, run)
