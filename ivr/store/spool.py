"""A local, append-only file of debts that the database could not take: read back once it can."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from ivr.line.inputs import Ring


class Spool:
    """One line per missed call, in a file that only we can read. It holds callers' numbers for as long as it must."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "spool" / "missed.jsonl"

    def add(self, ring: Ring) -> None:
        """Notes a debt so that it outlives this process. OSError where even the disk is away."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        line = json.dumps({"sid": ring.sid, "from": ring.from_, "to": ring.to}) + "\n"
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def replay(self, owe: Callable[[Ring], None]) -> int:
        """Hands every debt to `owe`, which may get the same one twice; how many. What `owe` raises leaves them here.

        The file is set aside first, so that what is added meanwhile is not lost.
        """
        aside = self._file.with_suffix(".replaying")
        if not aside.exists():
            if not self._file.exists():
                return 0
            self._file.rename(aside)
        lines = [line for line in aside.read_text().splitlines() if line.strip()]
        for line in lines:
            ring = _read(line)
            if ring is not None:
                owe(ring)
        aside.unlink()
        return len(lines)


def _read(line: str) -> Ring | None:
    """None for a line that was cut off by a crash: its fsync never returned, so nobody was told that it is there."""
    try:
        found = json.loads(line)
        return Ring(found["sid"], found["from"], found["to"])
    except (ValueError, KeyError, TypeError):
        return None
