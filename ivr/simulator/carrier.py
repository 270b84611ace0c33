"""The exchange with a clock and a network around it: one lock, one clock thread, one sender.

It decides when virtual time moves and in which order requests leave; what happens in a call the exchange decides.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from ivr.simulator.exchange import Exchange, WebRequest
from ivr.simulator.faults import FaultKind, Faults
from ivr.simulator.sender import Failure, Outcome, Sender

T = TypeVar("T")
LONGEST_NAP = 5.0


class Mode(StrEnum):
    """real: virtual time runs with the wall clock. jump: it stands still between jumps."""

    REAL = "real"
    JUMP = "jump"


class Busy(Exception):
    """Time may not jump while requests are in flight."""


class Carrier:
    """Owns an exchange; every access goes through `act`."""

    def __init__(self, exchange: Exchange, token: str, mode: Mode = Mode.REAL) -> None:
        """Starts its threads at once; `close` ends them."""
        self._exchange = exchange
        self._changed = threading.Condition(threading.RLock())
        self._mode = mode
        self._offset = exchange.now - time.time()
        self._held: list[tuple[float, int, WebRequest]] = []
        self._closed = False
        self.faults = Faults()
        self.sender = Sender(token, self._deliver)
        self._clock = threading.Thread(target=self._run, name="carrier-clock", daemon=True)
        self._clock.start()

    @property
    def mode(self) -> Mode:
        """How time moves."""
        return self._mode

    def act(self, do: Callable[[Exchange], T]) -> T:
        """Do something with the exchange, at the present virtual time; send what becomes due by it."""
        with self._changed:
            self._catch_up()
            try:
                return do(self._exchange)
            finally:
                self._dispatch()
                self._changed.notify_all()

    def set_mode(self, mode: Mode) -> None:
        """Let time run, or stand still from now on."""
        with self._changed:
            self._catch_up()
            self._mode = mode
            self._offset = self._exchange.now - time.time()
            self._changed.notify_all()

    def next_event(self) -> float | None:
        """When something happens next by itself."""
        with self._changed:
            times = [self._held[0][0]] if self._held else []
            event = self._exchange.next_event()
            return min([*times, event]) if event is not None else min(times, default=None)

    def jump(self, to: float) -> float:
        """Move virtual time forward, at most to `to`: it stops where a request leaves. Returns the time now.

        Busy while requests are in flight; ValueError for a time that is past.
        """
        with self._changed:
            self._catch_up()
            if self.sender.in_flight:
                raise Busy(f"{self.sender.in_flight} requests are in flight")
            if to < self._exchange.now:
                raise ValueError(f"time never goes back: {to} is before {self._exchange.now}")
            self._jump(to)
            self._offset = self._exchange.now - time.time()
            self._changed.notify_all()
            return self._exchange.now

    def _jump(self, to: float) -> None:
        while not self.sender.in_flight:
            event = self.next_event()
            if event is None or event > to:
                self._exchange.advance(to)
                return
            self._exchange.advance(max(event, self._exchange.now))
            self._dispatch()

    def close(self) -> None:
        """End the threads; the exchange stays as it is."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._clock.join()
        self.sender.close()

    def _catch_up(self) -> None:
        if self._mode is Mode.REAL:
            self._exchange.advance(max(self._exchange.now, time.time() + self._offset))

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                self._catch_up()
                self._dispatch()
                self._changed.wait(self._nap())

    def _nap(self) -> float:
        event = self.next_event()
        if self._mode is Mode.JUMP or event is None:
            return LONGEST_NAP
        return min(LONGEST_NAP, max(0.001, event - self._exchange.now))

    def _dispatch(self) -> None:
        """Send what is due, and what was held back until now; faults strike here."""
        while self._held and self._held[0][0] <= self._exchange.now:
            self.sender.send(heapq.heappop(self._held)[2])
        for request in self._exchange.requests():
            self._send(request)

    def _send(self, request: WebRequest) -> None:
        fault = self.faults.claim_for(request)
        kind = fault.kind if fault else None
        if fault and kind is FaultKind.DELAY:
            heapq.heappush(self._held, (self._exchange.now + fault.seconds, request.id, request))
            return
        if kind is not FaultKind.DROP:
            self.sender.send(request)
        if kind is FaultKind.DUPLICATE:
            self.sender.send(request)

    def _deliver(self, request: WebRequest, outcome: Outcome) -> None:
        """An answer arrived, in a thread of the sender."""
        if self._closed:
            return
        if isinstance(outcome, Failure):
            code, why = outcome.code, outcome.why
            self.act(lambda exchange: exchange.fail(request.id, code, why))
        else:
            verbs = outcome.verbs
            self.act(lambda exchange: exchange.answer(request.id, verbs))
