"""A web that is told to stop: whoever has reached it is answered, everybody else is refused."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ivr.local.claims import free_port
from tests.app.installations import ENVIRONMENT
from tests.paths import ROOT

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
CALLERS = 8
"""At a time."""
PATIENCE = 60.0
"""Real seconds in which it must have started."""


@contextmanager
def web(database: str, var: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A web of its own process, and its port, which is open though nobody may be behind it yet."""
    port = free_port()
    env = os.environ | ENVIRONMENT | {"DATABASE_URL": database, "VAR_DIR": str(var), "PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "ivr", "web", "--no-publish"], env=env, cwd=ROOT)
    try:
        _until_open(port)
        yield process, port
    finally:
        process.kill()
        process.wait()


def _until_open(port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            assert time.monotonic() < limit
            time.sleep(0.002)


def asked(port: int) -> str:
    """What comes of one request: `answered`, `refused`, or `dropped` after the connection was there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
            return _answered(line)
    except ConnectionRefusedError:
        return "refused"


def _answered(line: socket.socket) -> str:
    try:
        line.sendall(REQUEST)
        return "answered" if line.recv(4096).startswith(b"HTTP/1.1 200") else "dropped"
    except ConnectionError:
        return "dropped"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere one may come just before the door closes")
def test_a_stream_of_requests_is_answered_or_refused_and_never_dropped(database_url: str, tmp_path: Path) -> None:
    """Without any care all eight are dropped."""
    with web(database_url, tmp_path) as (process, port):
        assert asked(port) == "answered"
        told: list[str] = []

        def rings() -> None:
            while not told.count("refused") >= CALLERS:
                told.append(asked(port))

        threads = [threading.Thread(target=rings) for _ in range(CALLERS)]
        for thread in threads:
            thread.start()
        while told.count("answered") < 100:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join(PATIENCE)
        assert process.wait(PATIENCE) == 0
    assert Counter(told)["dropped"] == 0, Counter(told)


ACTIVATED = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, "-m", "ivr", "web", "--no-publish"])
"""
"""A web that is given its socket as systemd gives it (sd_listen_fds(3)): as descriptor 3."""


@contextmanager
def activated(listener: socket.socket, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A web on this socket, which stays open when the web has gone."""
    number = listener.fileno()
    command = [sys.executable, "-c", ACTIVATED, str(number)]
    process = subprocess.Popen(command, env=env, cwd=ROOT, pass_fds=[number])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_nobody_is_even_refused_in_a_restart_where_systemd_keeps_the_socket(sqlite_url: str, tmp_path: Path) -> None:
    told: list[str] = []

    def rings() -> None:
        while len(told) < 100:
            told.append(asked(port))

    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        port = listener.getsockname()[1]
        env = os.environ | ENVIRONMENT | {"DATABASE_URL": sqlite_url, "VAR_DIR": str(tmp_path), "PORT": str(port)}
        caller = threading.Thread(target=rings, daemon=True)
        with activated(listener, env) as first:
            assert asked(port) == "answered"
            caller.start()
            first.send_signal(signal.SIGTERM)
            assert first.wait(PATIENCE) == 0
        with activated(listener, env):
            caller.join(PATIENCE)
    assert Counter(told) == {"answered": 100}
