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
