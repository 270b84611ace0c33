"""S14, the half that is read: some of all answers as the documents that they become, put before the referee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.line.instructions import Answer, HangUp, Instructions, Sound
from ivr.simulator.exchange import Kind, WebRequest
from ivr.twilio.twiml import NotSayable, render
from ivr.twilio.urls import Urls
from tests.referee.twiml import problems

if TYPE_CHECKING:
    from tests.simulation.oracle.watch import Oracle

SAMPLED = 0.01
URLS = Urls("https://ivr.example.org")
PLACES = {"door:wait": "wait", "door:key": "wait", "door:joining": "joining"}
"""The doors behind which a caller in the queue listens: after our words the carrier asks again, or bridges them."""


class Documents:
    """Answers as the carrier would read them."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._dice = oracle.centre.chance.dice("referee")

    def answered(self, request: WebRequest, said: Answer) -> None:
        """One answer, before it travels."""
        if request.kind is Kind.STATUS:
            return
        door = request.url.partition("?")[0]
        if door not in PLACES and self._oracle.centre.truth.legs[request.leg].ended is None:
            self._oracle.hold("S14 every path goes on or ends", said.instructions, request)
        if self._dice.random() < SAMPLED:
            found = _problems(said.instructions, PLACES.get(door, "main"))
            self._oracle.hold("S14 a document that can be carried out", not found, (request.url, found))


def _problems(said: Instructions, place: str) -> list[str]:
    # What only speaks ends in a hang-up: the web adds it (tests/webhooks holds it to that).
    if place == "main" and said and isinstance(said[-1], Sound):
        said = (*said, HangUp())
    try:
        return problems(render(said, URLS).encode(), place)
    except NotSayable as refused:
        return [str(refused)]
