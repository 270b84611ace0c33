"""How many real seconds callers waited: printed, and kept in the file that `python -m tests.scenarios` asks for."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

FILE = "OUTAGES_FILE"
"""Names the file, in the environment; a line per measurement."""


def keep(what: str, took: Sequence[float]) -> None:
    """`took`: the seconds of one caller after the other."""
    figures = {"what": what, "first": round(took[0], 3), "last": round(took[-1], 3), "longest": round(max(took), 3)}
    print(f"{what}: first {took[0]:.2f} s, last {took[-1]:.2f} s, longest {max(took):.2f} s")
    if path := os.environ.get(FILE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(figures) + "\n")
