"""A local, append-only file of debts that the database could not take: read back once it can."""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr.line.inputs import Ring
from ivr.switchboard.ports import Unreachable

log = logging.getLogger(__name__)


BALLAST = 512 * 1024
"""Bytes of room that are kept for debts; each takes some hundred."""


class Spool:
    """One line per missed call, in a file that only we can read. It holds callers' numbers for as long as it must.

    Any number of processes of one machine may add at once; only one of them reads back at a time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "spool"
        self._file = self._folder / "missed.jsonl"
        self._aside = self._folder / "missed.replaying"
        self._ballast = self._folder / "room"

    def add(self, ring: Ring) -> None:
        """Notes a debt so that it outlives this process. OSError where even the disk is away."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A line begins with its break: the last one may have been cut off by a crash.
        line = ("\n" + json.dumps({"sid": ring.sid, "from": ring.from_, "to": ring.to})).encode()
        with self._alone("writing"):
            try:
                self._write(line)
            except OSError:
                if not self._ballast.exists():
                    raise
                self._ballast.unlink()
                log.error("the disk of the spool is full: the room that was kept for debts is used now")
                self._write(line)

    def _write(self, line: bytes) -> None:
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.write(handle, line) < len(line):
                raise OSError(errno.ENOSPC, "no room for a debt")
            os.fsync(handle)
        finally:
            os.close(handle)

    def reserve(self) -> None:
        """Keeps room for some thousands of debts: a disk that is full takes the database and the spool at once, where
        both stand on it. Where there is no room to keep, that is told and no more."""
        if self._ballast.exists():
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._alone("writing"), self._ballast.open("wb") as file:
                file.write(os.urandom(BALLAST))  # what could be compressed would keep no room
                os.fsync(file.fileno())
        except OSError as full:
            self._ballast.unlink(missing_ok=True)
            log.warning("no room can be kept for the spool: %s", full.strerror)

    def lines(self) -> int:
        """How many debts stand here, those that are just being read back included."""
        return sum(_debts(path) for path in (self._file, self._aside))

    def replay(self, owe: Callable[[Ring], None]) -> int:
        """Hands every debt to `owe`, which may get the same one twice; how many it took.

        Where the database is away again, all stay here and Unreachable is raised; a debt that cannot be noted for
        another reason stays here alone.
        """
        if not (self._file.exists() or self._aside.exists()):
            return 0
        with self._alone("replaying", wait=False) as ours:
            return self._replay(owe) if ours else 0

    def _replay(self, owe: Callable[[Ring], None]) -> int:
        """The file is set aside first, while nobody has it open: so what is added meanwhile is not lost."""
        if not self._aside.exists():
            with self._alone("writing"):
                self._file.rename(self._aside)
        rings = [ring for line in self._aside.read_text().splitlines() if (ring := _read(line)) is not None]
        kept = [ring for ring in rings if not _taken(ring, owe)]
        for ring in kept:
            self.add(ring)
        self._aside.unlink()
        return len(rings) - len(kept)

    @contextmanager
    def _alone(self, what: str, wait: bool = True) -> Iterator[bool]:
        """Whether this thread of this process is the only one now; the lock goes with the process, however it ends."""
        handle = os.open(self._folder / f"{what}.lock", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
        finally:
            os.close(handle)


def _debts(path: Path) -> int:
    try:
        return sum(_read(line) is not None for line in path.read_text().splitlines())
    except FileNotFoundError:
        return 0


def _taken(ring: Ring, owe: Callable[[Ring], None]) -> bool:
    try:
        owe(ring)
    except Unreachable:
        raise
    except Exception:
        log.exception("the debt of the call %s could not be noted; it stays in the spool", ring.sid)
        return False
    return True


def _read(line: str) -> Ring | None:
    """None for a line that was cut off by a crash: its fsync never returned, so nobody was told that it is there."""
    try:
        found = json.loads(line)
        return Ring(found["sid"], found["from"], found["to"])
    except (ValueError, KeyError, TypeError):
        return None
