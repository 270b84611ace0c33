"""The telephone company's REST as the product meets it in bad times: slow, ambiguous, away; and workers die around it.

While a call takes its time, the rest of the world goes on: that is where other workers and webhooks come between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ivr.line.log import PageResult, RequestsResult, Sought
from ivr.line.outcomes import Blame, EndResult, FetchResult, FindResult, PlaceCall, PlaceResult, Refused, Uncertain
from ivr.rehearsal.carrier import RehearsalCarrier
from tests.simulation.world.chance import Death, Fault

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

T = TypeVar("T")
LONGEST_PAUSE = 45.0
"""Seconds; with what comes on top it stays below the quiescence, which is what we assume of the network."""
LATEST = 60.0
DEEPEST = 3


class TroubledCarrier:
    """Fills `ports.Carrier`."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._inner = RehearsalCarrier(centre.exchange)
        self._dice = centre.chance.dice("carrier")
        self._slow = self._dice.choice((0.0, 0.02, 0.2))
        """How often an answer takes really long."""
        self.ending: Counter[str] = Counter()
        """Legs whose end is asked for at this moment; the asking may take its time."""

    def place(self, call: PlaceCall) -> PlaceResult:
        self._centre.oracle.placing(call)
        self._around("before a create")
        result = self._placed(call)
        self._around("after a create")
        return result

    def _placed(self, call: PlaceCall) -> PlaceResult:
        chance = self._centre.chance
        if not chance.draws(Fault.AMBIGUOUS):
            return self._inner.place(call)
        dice = chance.of(Fault.AMBIGUOUS)
        way = dice.choice(("answer lost", "never placed", "placed later", "refused"))
        chance.count(Fault.AMBIGUOUS, way)
        if way == "refused":
            return Refused(Blame.LATER, "429")
        if way == "answer lost":
            self._inner.place(call)
        elif way == "placed later":
            later = self._centre.exchange.now + dice.uniform(0.5, LATEST)
            self._centre.at(later, lambda: self._inner.place(call), "late create")
        return Uncertain(way)

    def end(self, sid: str) -> EndResult:
        self.ending[sid] += 1
        try:
            return self._asked("an end", lambda: self._inner.end(sid))
        finally:
            self.ending[sid] -= 1

    def fetch(self, sid: str) -> FetchResult:
        return self._asked("a fetch", lambda: self._inner.fetch(sid))

    def find(self, to: str, from_: str) -> FindResult:
        return self._asked("a find", lambda: self._inner.find(to, from_))

    def children(self, sid: str) -> FindResult:
        return self._asked("a find of children", lambda: self._inner.children(sid))

    def calls(self, sought: Sought, page: str = "") -> PageResult:
        return self._asked("a page of the log", lambda: self._inner.calls(sought, page))

    def requests(self, sid: str) -> RequestsResult:
        return self._asked("a record of requests", lambda: self._inner.requests(sid))

    def close_queue(self, sid: str) -> EndResult:
        return self._asked("a queue's end", lambda: self._inner.close_queue(sid))

    def text(self, to: str, from_: str, body: str) -> PlaceResult:
        return self._asked("a message", lambda: self._inner.text(to, from_, body))

    def _asked(self, what: str, ask: Callable[[], T]) -> T | Uncertain:
        self._around(f"before {what}")
        if self._centre.chance.strikes(Fault.AMBIGUOUS, "a question that never arrived"):
            return Uncertain("never arrived")
        said = ask()
        self._around(f"after {what}")
        if self._centre.chance.strikes(Fault.AMBIGUOUS, "no answer to a question"):
            return Uncertain("no answer")
        return said

    def _around(self, what: str) -> None:
        """Time passes, and the process may die."""
        if self._centre.chance.strikes(Fault.DEATH, what):
            raise Death(what)
        if self._centre.chance.off or self._centre.depth >= DEEPEST:
            return
        drawn = self._dice.random()
        if drawn < 0.3:
            self._centre.pause(self._dice.uniform(0.01, 2.0))
        elif drawn < 0.3 + self._slow and self._centre.depth == 0:
            self._centre.pause(LONGEST_PAUSE ** self._dice.uniform(0.2, 1.0))
