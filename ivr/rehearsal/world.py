"""One installation and its carrier in a box: people act, time jumps from event to event, nothing is real."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from ivr.callflow.graph import Callflow
from ivr.promise.business import Business
from ivr.rehearsal import desk, verbs
from ivr.rehearsal.carrier import RehearsalCarrier
from ivr.simulator.exchange import Exchange, Limits, WebRequest
from ivr.store.memory.store import MemoryStore
from ivr.switchboard import sweep
from ivr.switchboard.board import Board, Rules
from ivr.switchboard.ports import Systems

ACCOUNT = "AC" + "0" * 32
SWEEP = 1.0
"""Virtual seconds between two looks of the sweep while something is due."""

A_MOMENT = timedelta(milliseconds=1)
"""Times are told to the microsecond, and events happen between: whoever waits for one waits a moment longer."""


class Shelf:
    """Fills `board.Library` with flows that were never published."""

    def __init__(self, business: Business, flows: Mapping[str, Callflow]) -> None:
        self._business = business
        self._flows = dict(enumerate(flows.values(), start=1))
        self._by_number = {number: id for id, flow in self._flows.items() for number in flow.numbers}

    def business(self) -> Business:
        return self._business

    def remembered(self) -> Business:
        return self._business

    def flow_for(self, number: str) -> tuple[int, Callflow] | None:
        id = self._by_number.get(number)
        return None if id is None else (id, self._flows[id])

    def flow(self, id: int) -> Callflow:
        return self._flows[id]


class World:
    """`exchange` is the carrier and its people, `store` what we remember, `board` what the switchboard is handed."""

    def __init__(
        self,
        business: Business,
        flows: Mapping[str, Callflow],
        start: datetime,
        seed: int = 0,
        limits: Limits | None = None,
    ) -> None:
        self.exchange = Exchange(ACCOUNT, start.timestamp(), seed=seed, limits=limits, strict=True)
        self.store = MemoryStore(self.now, seed)
        self.board = Board(self.store, Shelf(business, flows), Rules(ACCOUNT))
        self.carrier = RehearsalCarrier(self.exchange)
        self.systems: Systems = desk.NOBODY
        """What lookups ask; whoever rehearses them puts another one here."""
        self._swept = start.timestamp() - SWEEP
        self.pages = self.exchange.own_application(voice_url="door:agent", status_callback="door:agent_status").sid
        """The application through which agents' pages call."""
        for number in business.numbers:
            self.exchange.own_number(number, voice_url="door:incoming", status_callback="door:status")

    def now(self) -> datetime:
        """Virtual time, aware UTC."""
        return datetime.fromtimestamp(self.exchange.now, UTC)

    def deliver(self, request: WebRequest) -> None:
        """Answers one request of the carrier, and drives what became due by it, as a worker would."""
        said = desk.answer(self.board, request.url, dict(request.params), self.systems)
        self.exchange.answer(request.id, verbs.document(said.instructions))
        sweep.chain(self.board, self.carrier, said.due)

    def settle(self) -> None:
        """Answers every request of this moment."""
        while waiting := self.exchange.requests():
            for request in waiting:
                self.deliver(request)

    def run_until(self, to: datetime) -> None:
        """Lets time pass: carrier, people and sweep do what falls due."""
        end = to.timestamp()
        while True:
            self.settle()
            at = self._next()
            if at is None or at > end:
                break
            self._jump(at)
        self.exchange.advance(max(end, self.exchange.now))
        self.settle()

    def run_for(self, seconds: float) -> None:
        """`run_until` so many seconds from now."""
        self.run_until(datetime.fromtimestamp(self.exchange.now + seconds, UTC))

    def run_on(self, to: datetime) -> None:
        """Lets time pass until the next thing happens, or it is so late."""
        at = self._next()
        self.run_until(to if at is None else min(to, max(self.now(), datetime.fromtimestamp(at, UTC)) + A_MOMENT))

    def _next(self) -> float | None:
        event, deadline = self.exchange.next_event(), self.store.next_deadline()
        sweep_at = None if deadline is None else max(deadline.timestamp(), self._swept + SWEEP)
        return min((at for at in (event, sweep_at) if at is not None), default=None)

    def _jump(self, at: float) -> None:
        self.exchange.advance(max(at, self.exchange.now))
        self.settle()
        deadline = self.store.next_deadline()
        if deadline is not None and deadline <= self.now() and self.exchange.now >= self._swept + SWEEP:
            self._swept = self.exchange.now
            sweep.once(self.board, self.carrier)
