"""Our doors as the carrier meets them: a request is answered by the switchboard, or a process dies, or a desk breaks.

What the doors do when a desk breaks (an apology, a debt noted, a spool) is done here again: there are no web servers.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from ivr import phone
from ivr.line.inputs import Ring
from ivr.rehearsal import desk, verbs
from ivr.simulator.exchange import Kind, Verb, WebRequest
from ivr.switchboard import rescue
from ivr.switchboard.ports import Conflict, Unreachable
from tests.simulation.world.chance import Death, Fault
from tests.simulation.world.post import APOLOGY, CANNOT_FETCH, RETRY, door

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

WAITING = (Verb("Play", {}, "hold-12s.wav"),)
QUEUE_DOORS = {"wait": WAITING, "key": (Verb("Pause"),), "joining": ()}
"""Where the desk broke: a caller who waits stays where they are."""
OWED_DOORS = frozenset({"incoming", "turn", "lookup"})
AGAIN = 2.0
"""Seconds after which the carrier asks once more where nobody was there, or a report was refused."""
SPOOL_PERIOD = 30.0
KEPT = 200
"""So many answered requests are known to whoever listens on the line."""


class Web:
    """Requests of one world, answered."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("answers")
        self.spool: list[Ring] = []
        self.answered: deque[WebRequest] = deque(maxlen=KEPT)
        self._furthest: dict[str, int] = {}

    def deliver(self, request: WebRequest, answers: bool = True, retries: int = 0, held: bool = False) -> None:
        """A request is here."""
        if self._centre.chance.meets(Fault.WEB_DOWN, door(request)):
            self._died(request, answers, retries)
            return
        self._note(request, held)
        try:
            said = desk.answer(self._centre.board, request.url, dict(request.params), self._centre.systems)
        except Death:
            self._died(request, answers, retries)
        except Unreachable:
            self.broken(request, True, answers, retries)
        except Conflict:
            self.broken(request, False, answers, retries)
        else:
            if self._centre.chance.strikes(Fault.DEATH_ANSWERING, door(request)):
                self._died(request, answers, retries)
                return
            self.answered.append(request)
            self._centre.oracle.answered(request, said)
            self._centre.doorbell.ring(said.due)
            if answers:
                self._answer(request, verbs.document(said.instructions))

    def _note(self, request: WebRequest, held: bool) -> None:
        """Whether a report came after a later one of the same leg, and before we knew that the leg was placed."""
        if request.kind is not Kind.STATUS:
            return
        if held and request.id < self._furthest.get(request.leg, 0):
            self._centre.chance.count(Fault.REORDERED)
        self._furthest[request.leg] = max(request.id, self._furthest.get(request.leg, 0))
        if request.leg in self._centre.carrier.unanswered and Fault.EARLY in self._centre.chance.rates:
            self._centre.chance.count(Fault.EARLY)

    def _answer(self, request: WebRequest, document: tuple[Verb, ...]) -> None:
        """The answer travels back; sometimes slowly."""
        answer = partial(self._centre.exchange.answer, request.id, document)
        if not self._centre.chance.off and self._dice.random() < 0.05:
            self._at(self._dice.uniform(0.1, 5.0), answer, request)
        else:
            answer()

    def _died(self, request: WebRequest, answers: bool, retries: int) -> None:
        """Nobody is there any more to answer."""
        if retries and self._dice.random() < RETRY:
            self._at(AGAIN, partial(self.deliver, request, answers), request)
        elif answers and request.kind is Kind.TWIML:
            self._centre.exchange.fail(request.id, CANNOT_FETCH)

    def broken(self, request: WebRequest, away: bool, answers: bool = True, retries: int = 0) -> None:
        """The desk could not answer, the store being away or not: as the doors do it."""
        if request.kind is Kind.STATUS:
            if retries:
                self._at(AGAIN, partial(self.deliver, request), request)
            return
        if door(request) in OWED_DOORS:
            try:
                self._owe(request, away)
            except Death:
                self._died(request, answers, retries)
                return
        if answers:
            self._centre.exchange.answer(request.id, QUEUE_DOORS.get(door(request), APOLOGY))

    def _owe(self, request: WebRequest, away: bool) -> None:
        form = dict(request.params)
        ring = Ring(form["CallSid"], phone.caller_number(form.get("From")), form["To"])
        if not away:
            try:
                rescue.missed(self._centre.board, ring)
            except (Conflict, Unreachable):
                pass
            else:
                return
        self.spool.append(ring)
        self._at(SPOOL_PERIOD, partial(self._replay), request)

    def _replay(self) -> None:
        """The debts that the store could not take; what fails now is tried again."""
        try:
            while self.spool:
                ring = self.spool[0]
                rescue.missed(self._centre.board, ring)
                self.spool = [one for one in self.spool if one != ring]
        except (Death, Unreachable, Conflict):
            self._centre.at(self._centre.exchange.now + SPOOL_PERIOD, self._replay, "spool")

    def _at(self, delay: float, act: partial[object], request: WebRequest) -> None:
        self._centre.at(self._centre.exchange.now + delay, act, request.url)
