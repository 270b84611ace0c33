"""The sound of a recording: fetched with our credentials, whole, or not at all."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ivr.twilio.media import Heard, Media

SID, ACCOUNT = "RE" + "a" * 32, "AC" + "1" * 32


@contextmanager
def far(
    status: int = 200, kind: str = "audio/mpeg", body: bytes = b"sound"
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A telephone company that gives this, and what it was asked."""
    asked: list[tuple[str, str]] = []

    class Company(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers.get("Authorization", "")))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Company)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def of(base: str) -> Media:
    return Media(ACCOUNT, "SK1", "hunter2", base, most_bytes=100)


def test_it_is_fetched_as_who_we_are() -> None:
    with far() as (base, asked):
        assert of(base).recording(SID) == Heard(b"sound", "audio/mpeg")
    known = base64.b64encode(b"SK1:hunter2").decode()
    assert asked == [(f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}.mp3", f"Basic {known}")]
    assert "hunter2" not in repr(of(base))


@pytest.mark.parametrize(
    "given",
    [{"status": 404}, {"status": 401}, {"status": 500}, {"kind": "text/html"}, {"body": b""}, {"body": b"x" * 200}],
)
def test_whatever_is_no_sound_is_none(given: dict[str, object]) -> None:
    with far(**given) as (base, _):  # type: ignore[arg-type]
        assert of(base).recording(SID) is None


def test_nobody_there_and_no_recording_at_all() -> None:
    assert of("http://127.0.0.1:1").recording(SID) is None
    with far() as (base, asked):
        assert of(base).recording("../Calls") is None
    assert asked == []
