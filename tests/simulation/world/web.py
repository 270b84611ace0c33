"""The way of the carrier's requests to us and of our answers back: lost, doubled, late, or cut off by a death of ours.

What the doors do when a desk breaks (an apology, a spool) is done here again, for there are no web servers.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ivr import phone
from ivr.line.inputs import Ring
from ivr.rehearsal import desk, verbs
from ivr.simulator.exchange import Kind, Verb, WebRequest
from ivr.switchboard import rescue
from ivr.switchboard.ports import Unreachable
from tests.simulation.world.chance import Death, Fault

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

APOLOGY = (Verb("Say", {}, "apology"), Verb("Hangup"))
WAITING = (Verb("Play", {}, "hold-12s.wav"),)
QUEUE_DOORS = {"wait": WAITING, "key": (Verb("Pause"),), "joining": ()}
"""Where the desk broke: a caller who waits stays where they are."""
OWED_DOORS = frozenset({"incoming", "turn"})
CANNOT_FETCH = 11200
RETRY = 0.7
"""How often the carrier asks once more, where nothing came back."""
SPOOL_PERIOD = 30.0


class Web:
    """Requests of one world."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("web")
        self.spool: list[Ring] = []

    def arrive(self, request: WebRequest) -> None:
        """The carrier has sent a request: decides how it travels."""
        if request.purpose == "fallback":
            self._at(0.05, partial(self._centre.exchange.answer, request.id, APOLOGY), request)
        elif request.kind is Kind.STATUS:
            self._report(request)
        else:
            self._question(request)

    def _report(self, request: WebRequest) -> None:
        chance = self._centre.chance
        if chance.strikes(Fault.LOST, "report"):
            return
        self._at(self._travel(), partial(self._deliver, request, retries=1), request)
        if chance.strikes(Fault.DOUBLED, "report"):
            self._at(self._travel() + self._dice.uniform(0, 60), partial(self._deliver, request), request)

    def _question(self, request: WebRequest) -> None:
        chance = self._centre.chance
        if chance.strikes(Fault.LOST, "question"):
            self._no_answer(request, self._travel())
        elif chance.strikes(Fault.LOST, "answer"):
            travel = self._travel()
            self._at(travel, partial(self._deliver, request, answers=False), request)
            self._no_answer(request, travel)
        else:
            self._at(self._travel(), partial(self._deliver, request, retries=1), request)
        if chance.strikes(Fault.DOUBLED, "question"):
            later = self._travel() + self._dice.uniform(0, 20)
            self._at(later, partial(self._deliver, request, answers=False), request)

    def _no_answer(self, request: WebRequest, travel: float) -> None:
        """Nothing came back: the carrier asks once more, or gives up."""
        if self._dice.random() < RETRY:
            self._at(travel + 4.0, partial(self._deliver, request), request)
        else:
            self._at(travel + 6.0, partial(self._centre.exchange.fail, request.id, CANNOT_FETCH), request)

    def _travel(self) -> float:
        if self._centre.chance.strikes(Fault.LATE):
            late = self._centre.chance.of(Fault.LATE)
            return late.uniform(1.0, 14.0) if late.random() < 0.6 else late.uniform(14.0, 240.0)
        return self._dice.uniform(0.02, 0.3)

    def _at(self, delay: float, act: partial[object], request: WebRequest) -> None:
        self._centre.at(self._centre.exchange.now + delay, act, request.url)

    def _deliver(self, request: WebRequest, answers: bool = True, retries: int = 0) -> None:
        try:
            said = desk.answer(self._centre.board, request.url, dict(request.params))
        except Death:
            self._died(request, answers, retries)
            return
        except Unreachable:
            self._broken(request, answers, retries)
            return
        self._centre.oracle.answered(request, said)
        self._centre.doorbell.ring(said.due)
        if answers:
            self._answer(request, verbs.document(said.instructions))

    def _answer(self, request: WebRequest, document: tuple[Verb, ...]) -> None:
        """The answer travels back; sometimes slowly."""
        answer = partial(self._centre.exchange.answer, request.id, document)
        if not self._centre.chance.off and self._dice.random() < 0.05:
            self._at(self._dice.uniform(0.1, 5.0), answer, request)
        else:
            answer()

    def _died(self, request: WebRequest, answers: bool, retries: int) -> None:
        if retries and self._dice.random() < RETRY:
            self._at(2.0, partial(self._deliver, request, answers), request)
        elif answers and request.kind is Kind.TWIML:
            self._centre.exchange.fail(request.id, CANNOT_FETCH)

    def _broken(self, request: WebRequest, answers: bool, retries: int) -> None:
        """The store is away: as the doors do it."""
        name = request.url.removeprefix("door:").partition("?")[0]
        if request.kind is Kind.STATUS:
            if retries:
                self._at(2.0, partial(self._deliver, request), request)
            return
        if name in OWED_DOORS:
            form = dict(request.params)
            self.spool.append(Ring(form["CallSid"], phone.caller_number(form.get("From")), form["To"]))
            self._at(SPOOL_PERIOD, partial(self._replay), request)
        if answers:
            self._centre.exchange.answer(request.id, QUEUE_DOORS.get(name, APOLOGY))

    def _replay(self) -> None:
        """The debts that the store could not take; what fails now is tried again."""
        try:
            while self.spool:
                rescue.missed(self._centre.board, self.spool[0])
                del self.spool[0]
        except (Death, Unreachable):
            self._centre.at(self._centre.exchange.now + SPOOL_PERIOD, self._replay, "spool")
