"""How many seconds callers waited, and we took to recover: printed, and kept for `python -m tests.scenarios`."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

FILE = "OUTAGES_FILE"
"""Names the file, in the environment; a line per measurement."""
SIZE = "OUTAGE_CALLERS"
"""Says, in the environment, how many ring in the hour in which the whole product is away; at least 50."""


def keep(what: str, took: Sequence[float]) -> None:
    """`took`: the seconds of one caller after the other."""
    figures = {"what": what, "first": round(took[0], 3), "last": round(took[-1], 3), "longest": round(max(took), 3)}
    print(f"{what}: first {took[0]:.2f} s, last {took[-1]:.2f} s, longest {max(took):.2f} s")
    _write(figures)


def keep_recovery(callers: int, database: str, seconds: float) -> None:
    """After so many seconds of the installation's clock all callers of an hour's outage were owed a call."""
    print(f"{callers} callers of an hour, on {database}: all are owed a call {seconds:.1f} s after our return")
    _write({"callers": callers, "database": database, "seconds": round(seconds, 1)})


def _write(figures: dict[str, object]) -> None:
    if path := os.environ.get(FILE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(figures) + "\n")
