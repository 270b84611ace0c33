"""Twilio's API as far as a test wants it: a real HTTP server that writes down requests and answers what it is told."""

from __future__ import annotations

import json
import socket
import struct
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from ivr.twilio.rest import Account, RestCarrier
from ivr.twilio.urls import Urls
from tests.twilio.signing import ACCOUNT, PUBLIC_URL

RESET = object()
"""Accepts the request, then breaks the connection."""
EMPTY = object()
"""Accepts the request, then closes the connection politely and says nothing."""


@dataclass
class FarEnd:
    """`answers` are given in turn, the last one for ever: RESET, EMPTY, or (HTTP status, JSON or text)."""

    answers: list = field(default_factory=lambda: [(201, {"sid": "CA" + "1" * 32})])
    asked: list = field(default_factory=list)
    url: str = ""

    def next(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def carrier(self, **changes):
        account = {"sid": ACCOUNT, "username": ACCOUNT, "password": "secret", "base_url": self.url} | changes
        return RestCarrier(Account(**account), Urls(PUBLIC_URL))


def _answering(far):
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            parts = urlsplit(self.path)
            path = parts.path.removeprefix(f"/2010-04-01/Accounts/{ACCOUNT}")
            far.asked.append((self.command, path, parse_qsl(parts.query) + parse_qsl(body)))
            answer = far.next()
            if answer is RESET:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if answer in (RESET, EMPTY):
                self.close_connection = True
                return
            status, said = answer
            payload = (said if isinstance(said, str) else json.dumps(said)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        do_GET = do_DELETE = do_POST

        def log_message(self, *args):
            pass

    return Answering


@contextmanager
def far_end(*answers):
    far = FarEnd(list(answers)) if answers else FarEnd()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(far))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    far.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield far
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def error(status, code):
    """A refusal in Twilio's own shape."""
    return status, {"code": code, "message": "The number +12025550100 is wrong", "more_info": "", "status": status}


def leg(sid, **changes):
    """A leg as the API shows it."""
    return {
        "sid": sid,
        "status": "ringing",
        "direction": "outbound-api",
        "date_created": "Sun, 22 Nov 2026 08:46:00 +0000",
        "duration": None,
        "parent_call_sid": None,
        "to": "+12025550100",
        "from": "+12025550123",
    } | changes


def page(*legs):
    return 200, {"calls": list(legs), "next_page_uri": None}


def closed_port():
    """A port at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
