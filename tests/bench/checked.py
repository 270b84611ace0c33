"""How long the checker needs for a flow of so many nodes, in a process of its own, and how much memory that takes."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.authoring.shop import write
from tests.authoring.test_speed import large
from tests.paths import ROOT

SIZES = (200, 10_000)
LIMITS = {200: (0.3, 300), 10_000: (8.0, 300)}
"""Nodes → seconds and megabytes, at most (issue 4)."""
_ROUNDS = 3
_CHECK = """
import json, re, sys, time
from pathlib import Path
began = time.perf_counter()
from ivr.authoring.folder import load_folder
from ivr.authoring.show import as_text
started = time.perf_counter()
result = load_folder(Path(sys.argv[1]))
assert not result.errors, as_text(result)
as_text(result)
ended = time.perf_counter()
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
print(json.dumps({"seconds": ended - started, "start": started - began, "mb": int(peak) / 1024}))
"""


@dataclass(frozen=True)
class Checked:
    """Of one size: medians of the seconds, the peak of the memory."""

    nodes: int
    seconds: float
    """From the files to the answer."""
    start: float
    """Before that, until the program was there."""
    mb: float


def checked(folder: Path) -> list[Checked]:
    """Each size a few times, one process after the other."""
    return [_size(nodes, write(folder / str(nodes), large(nodes))) for nodes in SIZES]


def rows(found: list[Checked]) -> dict[str, float]:
    """For var/bench.json."""
    flat = {f"check.nodes_{one.nodes}.seconds": one.seconds for one in found}
    starts = {"check.start.seconds": min(one.start for one in found)}
    return {**flat, **{f"check.nodes_{one.nodes}.mb": one.mb for one in found}, **starts}


def print_table(found: list[Checked]) -> None:
    print(f"\n{'ivr check':<12} {'seconds':>10} {'at most':>8} {'MB':>8} {'at most':>8}")
    for one in found:
        seconds, mb = LIMITS[one.nodes]
        print(f"{one.nodes:>6} nodes {one.seconds:>10.2f} {seconds:>8} {one.mb:>8.0f} {mb:>8}")
    print(f"{'to start':<12} {min(one.start for one in found):>10.2f}")


def _size(nodes: int, folder: Path) -> Checked:
    command = [sys.executable, "-c", _CHECK, str(folder)]
    ran = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(_ROUNDS)]
    said = [json.loads(one.stdout) for one in ran]
    seconds, start = (round(statistics.median(one[name] for one in said), 2) for name in ("seconds", "start"))
    return Checked(nodes, seconds, start, round(max(one["mb"] for one in said), 1))
