"""A small application for the simulated carrier to talk to: a real Flask app on loopback, with a memory."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from flask import Flask, Response, request
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from werkzeug.serving import WSGIRequestHandler, make_server

ACCOUNT = "AC" + "5" * 32
TOKEN = "a-token-of-the-tests"
SHOP = "+12025550100"
CALLER = "+12025550122"
AGENT = "+12025550111"
PATIENCE = 40.0
"""Real seconds in which something comes that is waited for, on a busy machine too."""
EVENTS = ["initiated", "ringing", "answered", "completed"]
XML = '<?xml version="1.0" encoding="UTF-8"?><Response>{}</Response>'


@dataclass(frozen=True)
class Visit:
    """One request that arrived."""

    path: str
    method: str
    form: dict[str, str]
    genuine: bool
    token: str


@dataclass
class Shop:
    """Paths to answers: TwiML inside <Response>, a whole Flask response, or a function that makes one."""

    answers: dict[str, str | Response | Callable[[], Response]] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)

    def __enter__(self) -> "Shop":
        app = Flask("shop")
        app.add_url_rule("/<path:path>", "any", self._answer, methods=["GET", "POST"])
        self._server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, path: str) -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        form = request.form.to_dict()
        genuine = RequestValidator(TOKEN).validate(request.url, request.form, signature)
        token = request.headers.get("I-Twilio-Idempotency-Token", "")
        self.visits.append(Visit(path, request.method, form or request.args.to_dict(), genuine, token))
        answer = self.answers.get(path, "")
        if isinstance(answer, str):
            if path.startswith("status"):
                return Response(status=204)
            return Response(XML.format(answer), mimetype="text/xml")
        return answer if isinstance(answer, Response) else answer()

    def asked(self, path: str) -> list[Visit]:
        """The requests for one path so far."""
        return [visit for visit in self.visits if visit.path == path]

    def wait_for(self, path: str, count: int = 1) -> Visit:
        """The count-th request for a path, as soon as it is there."""
        limit = time.monotonic() + PATIENCE
        while len(self.asked(path)) < count:
            assert time.monotonic() < limit, f"{path} was never asked; only {[visit.path for visit in self.visits]}"
            time.sleep(0.005)
        return self.asked(path)[count - 1]


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


class ToBase(TwilioHttpClient):
    """The library's own client, towards another host."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=PATIENCE)
        self.base = base

    def request(self, method, url, *args, **kwargs):  # type: ignore[no-untyped-def]
        """As the library's, with the host swapped."""
        return super().request(method, url.replace("https://api.twilio.com", self.base), *args, **kwargs)


def client(base: str, token: str = TOKEN) -> Client:
    """A real Twilio client that talks to the simulated carrier."""
    return Client(ACCOUNT, token, http_client=ToBase(base))
