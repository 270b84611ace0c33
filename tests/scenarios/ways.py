"""More ways for the web's database to be of no use: it only reads, all its connections are taken, its disk is full."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url

from tests.scenarios.outage import Apart, Lock, Proxy

SETTINGS = {
    "sqlite": "PRAGMA query_only = {}",
    "postgresql": "SET default_transaction_read_only = {}",
}


class ReadOnly:
    """Every connection of the web may only read, until `mend`: as after a failover, or with a disk that broke."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._setting, self._state = SETTINGS[make_url(url).get_backend_name()], "off"

    def serves(self, engine: Engine) -> None:
        """From now on this engine's connections are told so, each time that one is taken."""
        event.listen(engine, "checkout", self._tell)

    def _tell(self, connection: Any, record: object, proxy: object) -> None:
        connection.execute(self._setting.format(self._state))
        connection.commit()

    def refuse(self) -> None:
        self._state = "on"

    def mend(self) -> None:
        self._state = "off"

    def close(self) -> None:
        """Nothing."""


class Exhausted:
    """All connections of the web are held by somebody who does not come to an end, until `mend`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._held: list[Any] = []

    def serves(self, engine: Engine) -> None:
        """This engine's pool is the one that will be empty."""
        self._engine = engine

    def refuse(self) -> None:
        pool: Any = self._engine.pool
        self._held = [self._engine.connect() for _ in range(pool.size())]

    def mend(self) -> None:
        for one in self._held:
            one.close()
        self._held = []

    def close(self) -> None:
        self.mend()


class FullDisk:
    """Another file takes all the room on the disk on which a SQLite file stands, until `mend`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._file = Path(make_url(url).database or "")
        self._other = self._file.parent / "another"

    def serves(self, engine: Engine) -> None:
        """Whoever it is."""

    def refuse(self) -> None:
        other = sqlite3.connect(self._file)
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # room that the file has already would last for a while
        other.close()
        for chunk in (65536, 4096, 1):
            self._fill(b"x" * chunk)

    def _fill(self, chunk: bytes) -> None:
        with self._other.open("ab", buffering=0) as file:
            try:
                while file.write(chunk) == len(chunk):
                    pass
            except OSError:
                return

    def mend(self) -> None:
        self._other.unlink()

    def close(self) -> None:
        """Nothing."""


@contextmanager
def small_disk(folder: Path, size: str = "8m") -> Iterator[Path]:
    """A disk of so many bytes, in memory. Skips the test where nobody may mount one: then
    `tests/store/sql/test_haste.py` alone says what a full disk is to us."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk may not be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def apart(way: Callable[[str], Any]) -> Any:
    """A stage whose web reaches the database by such a way."""
    return partial(Apart, by=way)


@dataclass(frozen=True)
class Case:
    """What is wrong, on which database, by which way, and what is asked of that way."""

    name: str
    database: str
    way: Callable[[str], Any]
    how: str = "refuse"
    by: tuple[float, ...] = ()


CASES = (
    Case("refused", "postgresql", Proxy),
    Case("silent", "postgresql", Proxy, "hush"),
    Case("0.3 s late a word", "postgresql", Proxy, "slow", (0.3,)),
    Case("5 s late a word", "postgresql", Proxy, "slow", (5.0,)),
    Case("60 s late a word", "postgresql", Proxy, "slow", (60.0,)),
    Case("read only", "postgresql", ReadOnly),
    Case("no connection left", "postgresql", Exhausted),
    Case("locked", "sqlite", Lock),
    Case("read only", "sqlite", ReadOnly),
    Case("no connection left", "sqlite", Exhausted),
    Case("disk full", "sqlite", FullDisk),
    Case("disk of database and spool full", "sqlite", FullDisk),
)
SAME_DISK = CASES[-1]
"""The database stands in the folder of the spool."""
