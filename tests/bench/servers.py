"""Row 11: the same turn behind gunicorn's sync and gthread workers, and behind granian where that is installed; a
table, and what follows from it for each database."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from ivr.local.claims import free_port
from tests.bench import sides
from tests.bench.ground import Ground
from tests.bench.load import measure
from tests.bench.row import Asked, Found, Measurement, Row, spread
from tests.bench.turn import CONNECTIONS, SAID, alternating

GUNICORN = ("gunicorn", "--no-control-socket", "-b", "127.0.0.1:{port}", "wsgi:app")
GRANIAN = ("granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}", "--no-ws", "wsgi:app")
SERVERS: dict[str, dict[str, tuple[str, ...]]] = {
    "sqlite": {
        "sync": (*GUNICORN, "-w", "1"),
        "gthread": (*GUNICORN, "-k", "gthread", "-w", "1", "--threads", "8"),
        "granian": (*GRANIAN, "--workers", "1", "--blocking-threads", "8"),
    },
    "postgresql": {
        "sync": (*GUNICORN, "-w", "2"),
        "gthread": (*GUNICORN, "-k", "gthread", "-w", "2", "--threads", "8"),
        "granian": (*GRANIAN, "--workers", "2", "--blocking-threads", "8"),
    },
}
"""What stands behind `python -m`. SQLite has one writer, and so one process."""
FIGURES = {"rps": ("turns a second", "1/s"), "cpu_ms": ("web CPU of a turn", "ms"), "p99_ms": ("p99", "ms")}
ROWS = tuple(
    Row(f"server.{database}.{server}.{figure}", f"{SAID[database]}, {server}: {what}", unit)
    for database, servers in SERVERS.items()
    for server in servers
    for figure, (what, unit) in FIGURES.items()
)


def run(asked: Asked, ground: Ground) -> Found:
    """Per database all servers, alternating."""
    with tempfile.TemporaryDirectory() as at, ground.database("servers") as postgresql:
        folder = Path(at)
        found: Found = {}
        for database, url in (("sqlite", f"sqlite:///{folder}/servers.db"), ("postgresql", postgresql)):
            print(SAID[database], flush=True)
            found = {**found, **_database(asked, database, url, folder)}
    return found


def _database(asked: Asked, database: str, url: str, folder: Path) -> Found:
    first = sides.environment(url, 9, folder / database)
    for words in (("db", "upgrade"), ("flows", "publish")):
        sides.ivr(first, *words)
    there = [name for name, words in SERVERS[database].items() if find_spec(words[0])]
    with ExitStack() as stack:
        made: list[Callable[[], sides.Side]] = [partial(_side, name, database, url, folder) for name in there]
        served = stack.enter_context(sides.served(*made))
        blocks = alternating(served, asked.blocks, lambda side: measure(side, asked.requests, CONNECTIONS))
    return {
        f"server.{database}.{name}.{figure}": spread(getattr(block, figure) for block in each)
        for name, each in blocks.items()
        for figure in FIGURES
    }


def _side(name: str, database: str, url: str, folder: Path) -> sides.Side:
    port = free_port()
    argv = [word.format(port=port) for word in SERVERS[database][name]]
    env = sides.environment(url, port, folder / database)
    return sides.started(name, port, [sys.executable, "-m", *argv], env, folder)


def advice(found: Found) -> str:
    """Per database the server with most turns a second, and how far behind the others are; a server whose interval
    touches the best one's is as good."""
    lines = []
    for database, servers in SERVERS.items():
        rates = {name: found[key] for name in servers if (key := f"server.{database}.{name}.rps") in found}
        if not rates:
            continue
        best = max(rates, key=lambda name: rates[name].median)
        as_good = [name for name, rate in rates.items() if name != best and rate.high >= rates[best].low]
        beside = f" ({' and '.join(as_good)} cannot be told from it)" if as_good else ""
        missing = "".join(f"; {name} was not installed" for name in servers if name not in rates)
        lines.append(f"On {SAID[database]}: {best}{beside}{missing}.")
    return " ".join(lines)


MEASURED = Measurement("servers", "The server in front of it (row 11)", ROWS, run, advice)
