"""The simulated carrier as an HTTP server: Twilio's REST paths and the simulator's own, on loopback.

It puts the parts together and starts threads; what they answer is decided elsewhere.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from ivr.simulator.carrier import Carrier, Mode
from ivr.simulator.control import Control
from ivr.simulator.exchange import Exchange, Limits, Quirks, RestError
from ivr.simulator.keeping import load_numbers, save_numbers
from ivr.simulator.page import page
from ivr.simulator.rest import Answer, RestApi, refused

_POLL = 0.02
"""seconds within which a closed server stops"""


@dataclass(frozen=True, slots=True)
class Account:
    """Who may use the carrier. The control token opens the simulator's own paths; by default it is the auth token."""

    sid: str
    token: str
    control_token: str = ""


class CarrierServer:
    """A running simulated carrier; a context manager that ends all its threads."""

    def __init__(self, carrier: Carrier, listener: BaseWSGIServer) -> None:
        self.carrier = carrier
        self._listener = listener
        self._thread = threading.Thread(target=listener.serve_forever, args=(_POLL,), daemon=True)

    @property
    def url(self) -> str:
        """Base address: the value of TWILIO_API_BASE_URL."""
        return f"http://{self._listener.host}:{self._listener.server_port}"

    def start(self) -> CarrierServer:
        """Answer requests in a thread."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop answering, stop asking."""
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()
        self.carrier.close()

    def __enter__(self) -> CarrierServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()


class _Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


def create_app(carrier: Carrier, account: Account, changed: Callable[[], None] = lambda: None) -> Flask:
    """The WSGI application."""
    app = Flask("ivr.simulator", static_folder=None)
    app.register_blueprint(RestApi(carrier, account.sid, account.token, changed).blueprint())
    app.register_blueprint(Control(carrier, account.control_token or account.token, changed).blueprint())
    app.register_blueprint(page)
    app.register_error_handler(404, _not_found)
    return app


def _not_found(error: Exception) -> Answer:
    return refused(RestError(404, 20404, "The requested resource was not found"))


def create_server(
    account: Account,
    *,
    port: int = 0,
    mode: Mode = Mode.REAL,
    start: float | None = None,
    limits: Limits | None = None,
    quirks: Quirks | None = None,
    numbers: Mapping[str, Mapping[str, str]] | None = None,
    state_dir: Path | None = None,
) -> CarrierServer:
    """A carrier on 127.0.0.1, not yet started. Port 0 means any free one; OSError where it is taken.

    `numbers`: number to its voice_url, voice_fallback_url, status_callback. SIDs differ from run to run, because
    the wall clock seeds them.
    """
    began = time.time()
    exchange = Exchange(
        account.sid, began if start is None else start, seed=int(began * 1e6), limits=limits, quirks=quirks
    )
    if state_dir:
        load_numbers(state_dir, exchange)
    for number, properties in (numbers or {}).items():
        exchange.own_number(number, **{"voice_url": "", **properties})
    carrier = Carrier(exchange, account.token, mode)
    changed = (lambda: carrier.act(lambda ex: save_numbers(state_dir, ex))) if state_dir else (lambda: None)
    try:
        listener = make_server("127.0.0.1", port, create_app(carrier, account, changed), True, 1, _Quiet)
    except (OSError, SystemExit) as error:
        carrier.close()
        raise OSError(f"port {port} is taken") from error
    listener.daemon_threads = True  # type: ignore[attr-defined]
    return CarrierServer(carrier, listener)
