"""The same people over the memory store and the exchange, in one process and without a moment's travel: level P."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime

from ivr.rehearsal import desk, verbs
from ivr.rehearsal.world import World
from ivr.simulator.exchange import Limits, WebRequest
from ivr.switchboard import sweep
from tests.live.cast import Cast, Drawn
from tests.simulation import shop


class Box(World):
    """What `Town` is in earnest."""

    def __init__(self, drawn: Drawn, calls_per_second: float, limits: Limits) -> None:
        business, start = shop.business(drawn.policies), datetime.fromtimestamp(drawn.start, UTC)
        super().__init__(business, {"main": shop.flow(business)}, start, drawn.seed, limits)
        self.board = replace(self.board, rules=replace(self.board.rules, calls_per_second=calls_per_second))
        self.cast = Cast(drawn, self.exchange, self.store, calm=True)
        self.cast.hired()

    def deliver(self, request: WebRequest) -> None:
        """Answers one request of the carrier. There is no doorbell, as in the town: the sweep is enough."""
        said = desk.answer(self.board, request.url, dict(request.params))
        self.exchange.answer(request.id, verbs.document(said.instructions))

    def plays(self, until: float) -> None:
        """Lets time pass to a moment of the carrier's."""
        while self.exchange.now < until:
            self._react()
            deadline = self.store.next_deadline()
            times = [self.exchange.next_event(), self.cast.next(), deadline.timestamp() if deadline else None]
            at = min((one for one in times if one is not None), default=until)
            self.exchange.advance(min(until, max(at, self.exchange.now)))
            self._react()
            while (due := self.store.next_deadline()) is not None and due.timestamp() <= self.exchange.now:
                sweep.once(self.board, self.carrier)
                self._react()

    def _react(self) -> None:
        self.settle()
        while self.cast.look():
            self.settle()


logging.getLogger("ivr").addHandler(logging.NullHandler())  # nobody reads the log of a box
