"""A system of a business on this machine: https on loopback, with a certificate of its own that nobody else trusts."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).with_name("loopback.pem")
"""Key and certificate of `shop.example`, good for nothing but these tests."""


@dataclass
class Asked:
    """One request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class FarEnd:
    """`answers` gets the handler of each request and says all that is said."""

    port: int = 0
    answers: Callable[[BaseHTTPRequestHandler], None] = lambda it: says({})(it)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"https://shop.example:{self.port}{path}"


def says(body: Any, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer; what is no bytes is JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    def answer(it: BaseHTTPRequestHandler) -> None:
        it.send_response(status)
        for name, value in headers.items():
            it.send_header(name, value)
        it.send_header("Content-Length", str(len(raw)))
        it.end_headers()
        it.wfile.write(raw)

    return answer


def drips(it: BaseHTTPRequestHandler) -> None:
    """A letter now and then, for ever."""
    for _ in range(100):
        it.wfile.write(b"H")
        it.wfile.flush()
        time.sleep(0.1)


def trust() -> ssl.SSLContext:
    """Trusts this far end and nobody else."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))


@contextmanager
def far_end() -> Iterator[FarEnd]:
    """Runs one until the end of the block."""
    end = FarEnd()

    class Desk(BaseHTTPRequestHandler):
        def _all(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            end.asked.append(Asked(self.command, self.path, dict(self.headers.items()), body))
            end.answers(self)

        do_GET = do_POST = _all  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever asks may hang up."""

    server = Server(("127.0.0.1", 0), Desk)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    end.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield end
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
