"""`make bench`: runs the measurements of the catalogue, says what was found, and writes docs/performance.*; exit 1
where a figure is not what was asked for."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import page
from tests.bench.catalogue import CATALOGUE
from tests.bench.ground import Ground, Refused
from tests.bench.row import Asked, Measurement
from tests.paths import ROOT
from tests.simulation import origin

FIGURES, PAGE = ROOT / "docs" / "performance.json", ROOT / "docs" / "performance.md"
LATEST = ROOT / "var" / "bench.json"


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    names = [one.name for one in CATALOGUE]
    parser.add_argument("--only", action="append", choices=names, help="these; the others stay as the page has them")
    parser.add_argument("--blocks", type=int, default=Asked.blocks)
    parser.add_argument("--requests", type=int, default=Asked.requests, help="of one side in one block")
    parser.add_argument("--calls", type=int, default=Asked.calls, help="in the large history")
    parser.add_argument("--full", action="store_true", help="ten times the large history")
    parser.add_argument("--dry", action="store_true", help="write var/bench.json only, not the page")
    parser.add_argument("--at", type=Path, default=ROOT / "var" / "bench", help="where the database is kept")
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped
    asked = Asked(told.blocks, told.requests, told.full, told.calls * (10 if told.full else 1))
    wanted = [one for one in CATALOGUE if not told.only or one.name in told.only]
    with Ground(told.at.absolute()) as ground:
        runs = {one.name: run for one in wanted if (run := _run(one, asked, ground))}
    LATEST.write_text(json.dumps(_flat(runs), indent=1))
    if not told.dry:
        write(_kept() | runs)
    failed = [row.key for one in wanted for row in _failing(one, runs.get(one.name))]
    print("\nnot as asked for:" if failed else "\nall as asked for", *failed)
    return 1 if failed else 0


def _run(one: Measurement, asked: Asked, ground: Ground) -> dict[str, Any] | None:
    print(f"\n=== {one.name}: {one.title}", flush=True)
    began = time.monotonic()
    try:
        found = one.run(asked, ground)
    except Refused as reason:
        print(f"left out: {reason}", flush=True)
        return None
    run = {
        "seconds": round(time.monotonic() - began, 1),
        "at": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": origin.commit(),
        "machine": origin.machine(),
        "found": {key: asdict(spread) for key, spread in found.items()},
    }
    print(page.told(one, run), flush=True)
    return run


def _failing(one: Measurement, run: dict[str, Any] | None) -> list[Any]:
    found = page.read(run)
    return [row for row in one.rows if row.key in found and row.holds(found[row.key]) is False]


def _flat(runs: dict[str, Any]) -> dict[str, float]:
    """Medians, by the keys of the rows."""
    return {key: spread["median"] for run in runs.values() for key, spread in run["found"].items()}


def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return {name: run for name, run in kept.items() if name in {one.name for one in CATALOGUE}}


def write(runs: dict[str, Any]) -> None:
    """The figures, and the page made of them."""
    text = json.dumps(runs, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    _write(FIGURES, text)
    _write(PAGE, page.render(CATALOGUE, json.loads(text)))


def _write(at: Path, text: str) -> None:
    at.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
