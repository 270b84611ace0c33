"""Somebody outside who counts the beats, on a port of this machine; answers as the test wants, late, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Watcher:
    """`answer` is the status of every answer, `location` where a redirect leads; `speaks` unset: it says nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer, self.location = 200, ""
        self.speaks = threading.Event()
        self.speaks.set()
        self.url = ""


@contextmanager
def watching() -> Iterator[Watcher]:
    """A watcher who is there meanwhile."""
    watcher = Watcher()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            watcher.asked.append(self.path)
            watcher.speaks.wait(20)
            self.send_response(watcher.answer)
            if watcher.location:
                self.send_header("Location", watcher.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    watcher.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield watcher
    watcher.speaks.set()
    server.shutdown()
    server.server_close()
    thread.join()
