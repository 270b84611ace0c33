"""What one `run` needs for itself: the var folder and a port. It names what is taken, and guesses around nothing."""

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Taken(Exception):
    """Something that only one may have is another's; the message names it and says what to do."""


@contextmanager
def folder(var: Path) -> Iterator[None]:
    """Hold the var folder; Taken when another run holds it. A lock dies with its process, so none is ever stale."""
    for one in (var, var / "run"):  # folders on the way to one are made with everybody's rights
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (var / "run" / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Taken(f"{var} is in use by another run (process {lock.read().strip() or 'unknown'})") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def port(host: str, number: int) -> None:
    """Return when the port is free; Taken when somebody listens on it, or it may not be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Taken(f"port {number} on {host}: {reason.lower()}; choose another with PORT={number + 1}") from None


OURS = range(15_000, 32_000)
"""Ports below those that a system lends to whoever connects somewhere (from 32768 on with Linux, 49152 with macOS): one
of these is not lent away between being found free and being listened on."""


def free_port() -> int:
    """Return a port of the loopback that nobody listens on now."""
    while True:
        number = secrets.choice(OURS)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", number))
            return number


def listens(host: str, number: int) -> bool:
    """Whether somebody accepts connections there."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    try:
        socket.create_connection((reachable, number), timeout=1).close()
    except OSError:
        return False
    return True
