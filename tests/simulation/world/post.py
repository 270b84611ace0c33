"""The way of the carrier's requests to us: lost, doubled, late, held back, or with words in them that nobody knows.

It decides how often and when a request comes; what is answered is the web's.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ivr.simulator.exchange import Kind, Verb, WebRequest
from tests.simulation.world.chance import Fault
from tests.simulation.world.habits import Habit

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

APOLOGY = (Verb("Say", {}, "apology"), Verb("Hangup"))
CANNOT_FETCH, NO_DOCUMENT = 11200, 12100
RETRY = 0.7
"""How often the carrier asks once more, where nothing came back."""
ANSWER_BY = 4.0
"""Seconds after which it asks once more (the `rt` of the addresses that we hand out)."""
LATEST = 600.0
LONG = 12.0
"""Seconds: shorter than the carrier's patience of 15."""
ENDS = ("completed", "busy", "no-answer", "failed", "canceled")


FRAIL = ("joining", "over", "left", "verdict", "leg", "status", "turn")
"""Doors of which, where one is seldom told, it is one."""
ODDS = 4
"""So many times as often its requests are lost."""


class Post:
    """Requests of one world on their way."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("web")
        self._frail = centre.chance.dice("frail").choice(FRAIL) if centre.chance.has(Habit.UNTOLD) else ""

    def arrive(self, request: WebRequest) -> None:
        """The carrier has sent a request."""
        if request.purpose == "fallback":
            self._fall_back(request)
        elif request.kind is Kind.STATUS:
            self._report(request)
        else:
            self._question(request)

    def _fall_back(self, request: WebRequest) -> None:
        """It stands elsewhere, and is away at its own times."""
        exchange = self._centre.exchange
        away = self._centre.chance.meets(Fault.NO_FALLBACK)
        fail, say = partial(exchange.fail, request.id, CANNOT_FETCH), partial(exchange.answer, request.id, APOLOGY)
        self._at(0.05, fail if away else say, request)

    def _report(self, request: WebRequest) -> None:
        chance, web = self._centre.chance, self._centre.web
        ends = _word(request) in ENDS
        if self._is_lost(request, "report") or (ends and chance.strikes(Fault.NEVER_TOLD)):
            return
        held = chance.draws(Fault.REORDERED)
        sent = self._odd_number(request)
        delay = self._travel() + (chance.of(Fault.REORDERED).uniform(1.0, 90.0) if held else 0.0)
        self._at(delay, partial(web.deliver, sent, retries=1, held=held), request)
        if chance.strikes(Fault.DOUBLED, "report"):
            self._at(self._travel() + self._dice.uniform(0, 60), partial(web.deliver, sent), request)
        if chance.strikes(Fault.NEW_WORD):
            self._also(request, "reconnecting")
        if ends and chance.strikes(Fault.CONTRADICTION):
            others = [word for word in ENDS if word != _word(request)]
            self._also(request, chance.of(Fault.CONTRADICTION).choice(others))

    def _odd_number(self, request: WebRequest) -> WebRequest:
        if not self._centre.chance.strikes(Fault.SEQUENCE):
            return request
        number = self._centre.chance.of(Fault.SEQUENCE).choice((None, "0", "7", "first"))
        return _with(request, SequenceNumber=number)

    def _also(self, request: WebRequest, word: str) -> None:
        """One more report of the same moment, with another word and nothing to bear it out."""
        other = _with(request, CallStatus=word, CallDuration=None, Duration=None, NewField="1")
        self._at(self._travel(), partial(self._centre.web.deliver, other), request)

    def _question(self, request: WebRequest) -> None:
        chance, web = self._centre.chance, self._centre.web
        travel = self._travel() + self._late_word(request)
        if self._is_lost(request, "question"):
            self._no_answer(request, travel)
        elif chance.strikes(Fault.LOST, "answer"):
            self._at(travel, partial(web.deliver, request, answers=False), request)
            self._no_answer(request, travel)
        elif chance.strikes(Fault.SLOW_ANSWER):
            slow = chance.of(Fault.SLOW_ANSWER).uniform(ANSWER_BY, 30.0)
            self._at(slow, partial(web.deliver, request, answers=False), request)
            self._no_answer(request, travel)
        elif chance.draws(Fault.BROKEN):
            self._spoilt(request, travel)
        else:
            self._at(travel, partial(web.deliver, request, retries=1), request)
        if chance.strikes(Fault.DOUBLED, "question"):
            later = self._travel() + self._dice.uniform(0, 20)
            self._at(later, partial(web.deliver, request, answers=False), request)

    def _spoilt(self, request: WebRequest, travel: float) -> None:
        """A gateway before us says 502, our answer is no document, or the desk behind the door breaks."""
        chance, web = self._centre.chance, self._centre.web
        kind = chance.of(Fault.BROKEN).choice(("bad gateway", "no document", "broken desk"))
        chance.count(Fault.BROKEN, kind)
        if kind == "bad gateway":
            self._no_answer(request, travel)
        elif kind == "no document":
            self._at(travel, partial(web.deliver, request, answers=False), request)
            fail = partial(self._centre.exchange.fail, request.id, NO_DOCUMENT)
            self._at(travel + 0.01, fail, request)
        else:
            self._at(travel, partial(web.broken, request, away=False), request)

    def _is_lost(self, request: WebRequest, kind: str) -> bool:
        odds = ODDS if self._is_seldom_told(request) else 1
        return any(self._centre.chance.strikes(Fault.LOST, kind) for _ in range(odds))

    def _is_seldom_told(self, request: WebRequest) -> bool:
        """At one door of such a world; where the carrier says little, that somebody came out of a queue in vain."""
        in_vain = dict(request.params).get("QueueResult") == "hangup" and self._centre.chance.has(Habit.TACITURN)
        return in_vain or door(request) == self._frail

    def _no_answer(self, request: WebRequest, travel: float) -> None:
        """Nothing came back: the carrier asks once more (unless that is lost, too), or gives up."""
        if not self._is_seldom_told(request) and self._dice.random() < RETRY:
            self._at(travel + ANSWER_BY, partial(self._centre.web.deliver, request), request)
        else:
            self._at(travel + 6.0, partial(self._centre.exchange.fail, request.id, CANNOT_FETCH), request)

    def _late_word(self, request: WebRequest) -> float:
        """By how much longer that takes which an agent says of a talk, where it mostly comes late."""
        chance = self._centre.chance
        if (
            door(request) != "verdict"
            or not chance.has(Habit.JUST_THEN)
            or not chance.tempts(Fault.LATE, Habit.JUST_THEN)
        ):
            return 0.0
        chance.count(Fault.LATE, "what an agent says")
        return chance.of(Fault.LATE).uniform(2.0, LONG)

    def _travel(self) -> float:
        if self._centre.chance.strikes(Fault.LATE):
            late = self._centre.chance.of(Fault.LATE)
            return late.uniform(1.0, 14.0) if late.random() < 0.6 else 14.0 * (LATEST / 14.0) ** late.random()
        return self._dice.uniform(0.02, 0.3)

    def _at(self, delay: float, act: partial[object], request: WebRequest) -> None:
        self._centre.at(self._centre.exchange.now + delay, act, request.url)


def door(request: WebRequest) -> str:
    """At which it knocks."""
    return request.url.removeprefix("door:").partition("?")[0]


def _word(request: WebRequest) -> str:
    return dict(request.params).get("CallStatus", "")


def _with(request: WebRequest, **fields: str | None) -> WebRequest:
    """The same request with other fields; None leaves one out."""
    params = dict(request.params) | fields
    return replace(request, params=tuple((name, value) for name, value in params.items() if value is not None))
