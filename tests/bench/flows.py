"""Row 6: a turn in a flow of ten thousand nodes beside one of twenty, and with a thousand versions published beside
one."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.authoring.shop import write
from tests.authoring.test_speed import large
from tests.bench import sides
from tests.bench.ground import Ground
from tests.bench.load import Block, measure
from tests.bench.row import Asked, Found, Measurement, Row, Spread, spread
from tests.bench.turn import CONNECTIONS, alternating

SMALL, LARGE, VERSIONS = 20, 10_000, 1_000
FEW, MANY, OLD = "flow_few", "flow_many", "flow_old"
ROWS = (
    Row("flow.nodes.cpu", f"CPU of a turn: {LARGE:,} nodes ÷ {SMALL}", "", 1.1, by="low"),
    Row("flow.nodes.p50", f"p50 of a turn at {CONNECTIONS} connections: {LARGE:,} nodes ÷ {SMALL}", "", 1.1, by="low"),
    Row("flow.versions.cpu", f"CPU of a turn: {VERSIONS:,} published versions ÷ 1", "", 1.1, by="low"),
    Row("flow.versions.p50", f"p50 at {CONNECTIONS} connections: {VERSIONS:,} versions ÷ 1", "", 1.1, by="low"),
)
AGED = text(
    "INSERT INTO published (kind, name, hash, compiled, at, live, fence) SELECT kind, name, md5(n::text),"
    " compiled, at - n * interval '1 hour', false, 0 FROM published, generate_series(2, :count) n WHERE kind = 'flow'"
)


def run(asked: Asked, ground: Ground) -> Found:
    """Three sides, alternating, on PostgreSQL."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {name: stack.enter_context(ground.database(name)) for name in (FEW, MANY, OLD)}
        made = [partial(_side, name, url, folder, LARGE if name == MANY else SMALL) for name, url in urls.items()]
        served = stack.enter_context(sides.served(*made))
        _age(urls[OLD])
        for side in served:
            side.backends = partial(ground.backends, side.name)
        assert len({side.stands() for side in served}) == 1, "the sides do not do the same"
        found = alternating(served, asked.blocks, lambda side: measure(side, asked.requests, CONNECTIONS))
    return _ratios("nodes", found, MANY) | _ratios("versions", found, OLD)


def _side(name: str, url: str, folder: Path, nodes: int) -> sides.Side:
    flows = write(folder / f"{name}_flows", large(nodes))
    print(f"publishing {nodes:,} nodes", flush=True)
    side = sides.product(name, url, folder, CALLFLOWS_DIR=str(flows))
    side.first = ({"Digits": "2"}, {"Digits": "2"})
    return side


def _age(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as on:
        on.execute(AGED, {"count": VERSIONS})
    engine.dispose()


def _ratios(name: str, found: Mapping[str, list[Block]], than: str) -> dict[str, Spread]:
    pairs = list(zip(found[than], found[FEW], strict=True))
    return {
        f"flow.{name}.cpu": spread(one.all_ms / other.all_ms for one, other in pairs),
        f"flow.{name}.p50": spread(one.p50_ms / other.p50_ms for one, other in pairs),
    }


MEASURED = Measurement("flow", "A turn in a large flow, and with many versions published (row 6)", ROWS, run)
