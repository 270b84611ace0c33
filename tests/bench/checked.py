"""How long the checker needs for a flow of so many nodes, in a process of its own, and how much memory that takes."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.authoring.shop import write
from tests.authoring.test_speed import large
from tests.bench.ground import Ground
from tests.bench.row import Asked, Found, Measurement, Row, one
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


def run(_asked: Asked, _ground: Ground) -> Found:
    """Each size in turn."""
    with tempfile.TemporaryDirectory() as folder:
        found = checked(Path(folder))
    flat = {
        f"check.nodes_{size.nodes}.{name}": one(getattr(size, name)) for size in found for name in ("seconds", "mb")
    }
    return flat | {"check.start.seconds": one(min(size.start for size in found))}


def _size(nodes: int, folder: Path) -> Checked:
    command = [sys.executable, "-c", _CHECK, str(folder)]
    ran = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(_ROUNDS)]
    said = [json.loads(each.stdout) for each in ran]
    seconds, start = (round(statistics.median(each[name] for each in said), 2) for name in ("seconds", "start"))
    return Checked(nodes, seconds, start, round(max(each["mb"] for each in said), 1))


def _rows() -> Iterator[Row]:
    for nodes, (seconds, mb) in LIMITS.items():
        yield Row(f"check.nodes_{nodes}.seconds", f"`ivr check` of a flow of {nodes:,} nodes", "s", seconds)
        yield Row(f"check.nodes_{nodes}.mb", f"`ivr check` of a flow of {nodes:,} nodes, peak", "MB", mb)
    yield Row("check.start.seconds", "before that, until the program is there", "s")


MEASURED = Measurement("check", "The checker", tuple(_rows()), run)
