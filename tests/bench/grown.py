"""Row 5: a turn with a million calls and ten million events behind it, beside the same turn in an empty database."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from tests.bench import history, sides
from tests.bench.ground import Ground
from tests.bench.load import measure
from tests.bench.row import Asked, Found, Measurement, Row, spread
from tests.bench.turn import CONNECTIONS, alternating

ROWS = (
    Row("grown.cpu", "CPU of a turn, web and database: large ÷ empty", "", 1.1, by="low"),
    Row("grown.p50", "p50 of a turn, unloaded: large ÷ empty", "", 1.1, by="low"),
    Row("grown.store", "the database's CPU alone: large ÷ empty"),
    Row("grown.cpu_ms", "large: CPU of a turn", "ms"),
    Row("grown.p50_ms", "large: p50 unloaded", "ms"),
    Row("grown.events", "large: events", ""),
)


def run(asked: Asked, ground: Ground) -> Found:
    """Both, alternating; callers of the large one have called before."""
    name = f"history_{asked.calls}"
    large = history.kept(ground, name, asked.calls)
    with tempfile.TemporaryDirectory() as at, ground.database("empty") as empty:
        folder = Path(at)
        made = (
            partial(sides.product, "empty", empty, folder),
            partial(sides.product, "large", large, folder),
        )
        with sides.served(*made) as served:
            served[0].backends, served[1].backends = partial(ground.backends, "empty"), partial(ground.backends, name)
            assert served[0].stands() == served[1].stands(), "the sides do not do the same"
            loaded = alternating(served, asked.blocks, lambda side: measure(side, asked.requests, CONNECTIONS))
            alone = alternating(served, asked.blocks, lambda side: measure(side, asked.requests // 4, 1))
    pairs = list(zip(loaded["large"], loaded["empty"], strict=True))
    lonely = list(zip(alone["large"], alone["empty"], strict=True))
    return {
        "grown.cpu": spread(one.all_ms / other.all_ms for one, other in pairs),
        "grown.p50": spread(one.p50_ms / other.p50_ms for one, other in lonely),
        "grown.store": spread(one.store_ms / other.store_ms for one, other in pairs),
        "grown.cpu_ms": spread(one.all_ms for one, _ in pairs),
        "grown.p50_ms": spread(one.p50_ms for one, _ in lonely),
        "grown.events": spread([asked.calls * (history.TURNS + history.LINES)]),
    }


MEASURED = Measurement("grown", "A turn with millions of rows behind it, on PostgreSQL (row 5)", ROWS, run)
