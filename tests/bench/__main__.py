"""`make bench`: serves each side by gunicorn in turn, sends signed turns, checks large flows, prints tables and writes
var/bench.json.

Sides alternate in blocks, so that a noisy machine is noisy for all of them; the median of the blocks counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench import checked, sides
from tests.bench.load import Block, measure
from tests.servers import Kept

BARE = "bare"


@dataclass(frozen=True)
class Figures:
    """Of one side: medians over its blocks."""

    rps: float
    cpu_ms: float
    p50_ms: float
    p99_ms: float
    ratio: float


def main() -> None:
    """Runs all sides and says what was found."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--blocks", type=int, default=5)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--connections", type=int, default=8)
    asked = parser.parse_args()
    postgresql = Kept("postgresql")
    try:
        with tempfile.TemporaryDirectory() as folder:
            files = checked.checked(Path(folder))
            found = _run(asked, Path(folder), postgresql.url)
    finally:
        postgresql.stop()
    figures = {name: _figures(blocks, found[BARE]) for name, blocks in found.items()}
    _print(figures)
    checked.print_table(files)
    Path("var").mkdir(exist_ok=True)
    flat = {f"turn.{name}.{key}": value for name, side in figures.items() for key, value in asdict(side).items()}
    Path("var/bench.json").write_text(json.dumps({**flat, **checked.rows(files)}, indent=1))


def _run(asked: argparse.Namespace, folder: Path, postgresql: str) -> dict[str, list[Block]]:
    """Blocks per side, alternating."""
    served = [sides.bare(folder), sides.product("sqlite", f"sqlite:///{folder}/bench.db", folder)]
    served.append(sides.product("postgresql", postgresql, folder))
    try:
        found: dict[str, list[Block]] = {side.name: [] for side in served}
        for number in range(asked.blocks):
            for side in served:
                print(f"block {number + 1} of {asked.blocks}: {side.name}", flush=True)
                found[side.name].append(measure(side, asked.requests, asked.connections))
        return found
    finally:
        for side in served:
            side.stop()


def _figures(blocks: list[Block], bare: list[Block]) -> Figures:
    def median(field: str, of: list[Block]) -> float:
        return statistics.median(getattr(block, field) for block in of)

    rps = median("rps", blocks)
    return Figures(
        round(rps),
        round(median("cpu_ms", blocks), 3),
        round(median("p50_ms", blocks), 2),
        round(median("p99_ms", blocks), 2),
        round(rps / median("rps", bare), 3),
    )


def _print(figures: dict[str, Figures]) -> None:
    print(f"\n{'side':<12} {'requests/s':>10} {'CPU ms':>8} {'p50 ms':>8} {'p99 ms':>8} {'of bare':>8}")
    for name, one in figures.items():
        print(f"{name:<12} {one.rps:>10.0f} {one.cpu_ms:>8.2f} {one.p50_ms:>8.2f} {one.p99_ms:>8.2f} {one.ratio:>8.2f}")


main()
