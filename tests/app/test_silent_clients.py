"""Who begins a request and says no more has a thread for some seconds, and not for ever."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from ivr.app.mount import HANDS
from tests.app.test_stopping import REQUEST, web

SOON = 40.0

HEAD = b"POST /twilio/voice/incoming HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize("begun", [HEAD, HEAD + b"Content-Length: 100\r\n\r\nCallSid="], ids=["head", "body"])
def test_callers_are_answered_though_many_say_nothing(sqlite_url: str, tmp_path: Path, begun: bytes) -> None:
    with web(sqlite_url, tmp_path / "var") as (_, port), ExitStack() as lines:
        for _ in range(HANDS):
            silent = lines.enter_context(socket.create_connection(("127.0.0.1", port)))
            silent.sendall(begun)
        caller = lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=SOON))
        caller.sendall(REQUEST)
        assert caller.recv(4096).startswith(b"HTTP/1.1 200")
