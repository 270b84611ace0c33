"""The whole product over real HTTP beside the simulated carrier, in one process: for the demo and for scenarios.

Time jumps: when no request is in flight and nothing is due, to the carrier's next event or our next deadline.
"""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from werkzeug.serving import WSGIRequestHandler, make_server

from ivr.app import web
from ivr.app.parts import Parts
from ivr.app.serve import Sweeper
from ivr.jobs import worker
from ivr.rehearsal.people import Person
from ivr.simulator.carrier import Busy, Mode
from ivr.simulator.exchange import Exchange, Limits
from ivr.simulator.server import Account, CarrierServer, create_server

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

QUIET = 10.0
"""Real seconds that one request may take before the stage gives up."""


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: the story is told by what is heard."""


class Stage:
    """A context manager. `parts` must be of a simulated installation, with its public address on `port`."""

    def __init__(self, parts: Parts, port: int, carrier_port: int, limits: Limits | None = None) -> None:
        settings = parts.settings
        assert settings.twilio_account_sid and settings.twilio_auth_token and settings.simulator_token
        self.parts = parts
        self._redis = settings.redis_url
        account = Account(
            settings.twilio_account_sid, settings.twilio_auth_token.reveal(), settings.simulator_token.reveal()
        )
        began = parts.store.now().timestamp()
        self.company: CarrierServer = create_server(
            account, port=carrier_port, mode=Mode.JUMP, start=began, limits=limits
        )
        self._port = port
        self._sweeper, self._carrier = Sweeper(parts), parts.carrier()
        self._ends = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as unless_all_starts:
            unless_all_starts.callback(self._ends.close)
            self._ends.enter_context(self.company)
            self._start()
            unless_all_starts.pop_all()
        return self

    def _start(self) -> None:
        """The product itself: its web in a thread of this process; the sweep is made between two moments."""
        served = make_server("127.0.0.1", self._port, self._web(), threaded=True, request_handler=_Silent)
        served.daemon_threads = True  # type: ignore[attr-defined]
        thread = threading.Thread(target=served.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        for end in (thread.join, served.server_close, served.shutdown):
            self._ends.callback(end)
        self._sweep()

    def _web(self) -> WSGIApplication:
        """What answers the carrier."""
        return web.create_app(self.parts)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()

    @property
    def exchange(self) -> Exchange:
        """The network; look at it between two moments only."""
        return self.company.carrier.act(lambda exchange: exchange)

    def person(self, name: str, number: str, language: str = "en") -> Person:
        """Somebody with a phone at this number."""
        return Person(self, name, number, language)

    def now(self) -> datetime:
        """The installation's time."""
        return self.parts.store.now()

    def run_for(self, seconds: float) -> None:
        """Lets so much time pass, and everything in it happen."""
        end = self.now().timestamp() + seconds
        while True:
            self.settle()
            now = self.now().timestamp()
            at = self._next(now)
            if at is None or at > end:
                self._jump(max(now, end))
                self.settle()
                return
            self._jump(max(now, at))
            self._sweep()

    def _next(self, now: float) -> float | None:
        event, deadline = self.company.carrier.next_event(), self.parts.store.next_deadline()
        times = [event, None if deadline is None else deadline.timestamp()]
        return min((at for at in times if at is not None), default=None)

    def _jump(self, to: float) -> None:
        """Our clock first, then the carrier's; it stops where a request leaves."""
        ahead = to - self.now().timestamp()
        if ahead > 0:
            self.parts.store.move_clock(ahead)
        while self.exchange.now < to:
            try:
                self.company.carrier.jump(to)
            except Busy:
                self._answered()

    def settle(self) -> None:
        """Waits until no request is in flight and no job is waiting."""
        self._answered()
        if self._redis and worker.waiting(self._redis):
            worker.work(self.parts.board, self._carrier, self._redis, burst=True)
            self._answered()

    def _answered(self) -> None:
        limit = time.monotonic() + QUIET
        while self.company.carrier.sender.in_flight:
            if time.monotonic() > limit:
                raise TimeoutError(f"a request is not answered after {QUIET} s")
            time.sleep(0.001)

    def _sweep(self) -> None:
        self._sweeper.once()
        self._answered()


def moment(seconds: float) -> datetime:
    """An epoch time as aware UTC."""
    return datetime.fromtimestamp(seconds, UTC)
