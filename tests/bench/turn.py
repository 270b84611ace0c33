"""Rows 1 to 3: a full durable turn beside the tutorial's route, on both databases. It asserts what may not be paid
with: commits that are on the disk, and signatures that are looked at."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from sqlalchemy import text

from ivr.store.sql.engine import make_engine
from tests.bench import sides
from tests.bench.ground import Ground
from tests.bench.load import Block, measure
from tests.bench.row import Asked, Found, Measurement, Row, spread

CONNECTIONS = 8
AGAINST = {"sqlite": "bare_1", "postgresql": "bare_2"}
"""Each database's server has so many workers; the tutorial gets as many."""
SAID = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
RATIO, CPU = {"sqlite": 0.40, "postgresql": 0.30}, {"sqlite": 0.8, "postgresql": 1.0}


def _rows(name: str) -> tuple[Row, ...]:
    on = SAID[name]
    rows = (
        Row(f"turn.{name}.ratio", f"{on}: turns a second ÷ bare route's", "", RATIO[name], least=True),
        Row(f"turn.{name}.cpu_ms", f"{on}: web CPU of a turn", "ms", CPU[name]),
        Row(f"turn.{name}.rps", f"{on}: turns a second", "1/s"),
        Row(f"turn.{name}.p99_ms", f"{on}: p99 at {CONNECTIONS} connections", "ms", 20),
        Row(f"turn.{name}.p50_ms", f"{on}: p50 unloaded", "ms", 1.5),
        Row(f"turn.{name}.bare_rps", f"bare route, {AGAINST[name][-1]} worker(s): requests a second", "1/s"),
        Row(f"turn.{name}.bare_cpu_ms", f"bare route, {AGAINST[name][-1]} worker(s): web CPU", "ms"),
    )
    return rows if name == "sqlite" else (*rows, Row(f"turn.{name}.store_ms", f"{on}: its own CPU of a turn", "ms"))


def run(asked: Asked, ground: Ground) -> Found:
    """All sides, alternating."""
    with tempfile.TemporaryDirectory() as folder, ground.database("turn") as url:
        at = Path(folder)
        made = (
            partial(sides.bare, "bare_1", at, 1),
            partial(sides.product, "sqlite", f"sqlite:///{folder}/bench.db", at),
            partial(sides.bare, "bare_2", at, 2),
            partial(sides.product, "postgresql", url, at),
        )
        with sides.served(*made) as served:
            demand_durable(f"sqlite:///{folder}/bench.db", url)
            served[-1].backends = partial(ground.backends, "turn")
            for side in served:
                side.demand_signatures()
            loaded = alternating(served, asked.blocks, lambda side: measure(side, asked.requests, CONNECTIONS))
            alone = alternating(served, asked.blocks, lambda side: measure(side, asked.requests // 4, 1))
    return {key: value for name in AGAINST for key, value in _found(name, loaded, alone).items()}


def alternating(
    served: list[sides.Side], blocks: int, measured: Callable[[sides.Side], Block]
) -> dict[str, list[Block]]:
    """Blocks per side; who comes first in one block comes last in the next."""
    found: dict[str, list[Block]] = {side.name: [] for side in served}
    for side in served:
        measured(side)  # what is made at the first requests is made
    for number in range(blocks):
        for side in served if number % 2 == 0 else reversed(served):
            found[side.name].append(measured(side))
        print(f"block {number + 1} of {blocks}", *(f"{name} {each[-1].rps:.0f}/s" for name, each in found.items()))
    return found


def _found(name: str, loaded: Mapping[str, list[Block]], alone: Mapping[str, list[Block]]) -> Found:
    ours, theirs = loaded[name], loaded[AGAINST[name]]
    return {
        f"turn.{name}.ratio": spread(one.rps / other.rps for one, other in zip(ours, theirs, strict=True)),
        f"turn.{name}.cpu_ms": spread(block.cpu_ms for block in ours),
        f"turn.{name}.rps": spread(block.rps for block in ours),
        f"turn.{name}.p99_ms": spread(block.p99_ms for block in ours),
        f"turn.{name}.p50_ms": spread(block.p50_ms for block in alone[name]),
        f"turn.{name}.bare_rps": spread(block.rps for block in theirs),
        f"turn.{name}.bare_cpu_ms": spread(block.cpu_ms for block in theirs),
    } | ({} if name == "sqlite" else {f"turn.{name}.store_ms": spread(block.store_ms for block in ours)})


def demand_durable(sqlite: str, postgresql: str) -> None:
    """AssertionError where a commit is answered before it is on the disk, asked over the product's own connections."""
    wanted = {
        sqlite: {"PRAGMA synchronous": "2", "PRAGMA journal_mode": "wal"},
        postgresql: {"SHOW synchronous_commit": "on", "SHOW fsync": "on", "SHOW full_page_writes": "on"},
    }
    for url, settings in wanted.items():
        engine = make_engine(url)
        with engine.connect() as on:
            found = {asking: str(on.execute(text(asking)).scalar()) for asking in settings}
        engine.dispose()
        assert found == settings, f"a commit may be lost: {found}"


MEASURED = Measurement(
    "turn", "A full durable turn beside a tutorial's route (rows 1 to 3)", (*_rows("sqlite"), *_rows("postgresql")), run
)
