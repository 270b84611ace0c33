"""A telephone to hold in one's hand: tells what is heard, and lets time pass until something is to be decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from ivr.simulator.exchange import Fact, Leg, no_answer

if TYPE_CHECKING:
    from ivr.rehearsal.world import World

STEP = 1.0
"""Seconds between two looks."""
PATIENCE = 15.0
"""Seconds that pass in a queue, or in a talk, before its owner is asked again."""
_SOUNDS = {"music": "♪", "ringing": "ringing", "beep": "beep", "pause": ""}
_EVENTS = {
    "bridged": "You are talking with {other}.",
    "unbridged": "{other} has left the conversation.",
    "enqueued": "(waiting for a person)",
    "ends": "(the line is cut)",
}


class Stand(Enum):
    """How it stands when its owner is to decide."""

    ASKED = "asked"
    """A question was asked, and keys are waited for."""
    HELD = "held"
    """In the queue."""
    TALKING = "talking"
    RINGING = "ringing"
    OVER = "over"
    """Nobody is on the line."""


class Handset:
    """`tell` gets each line; `names` are those of whom one may talk with, by number."""

    def __init__(self, world: World, number: str, names: dict[str, str], tell: Callable[[Fact, str], None]) -> None:
        self._world, self.number, self._names, self._tell = world, number, names, tell
        self._told = 0
        world.exchange.phone(number, no_answer())

    def dials(self, number: str) -> Stand:
        """Phones a number of ours."""
        self._world.exchange.ring_in(self.number, number)
        return self.listens()

    def presses(self, keys: str) -> Stand:
        """Presses keys; where nobody listens to them, they are pressed in vain."""
        if (leg := self.leg) is not None:
            self._world.exchange.press(leg.sid, keys)
        return self.listens()

    def stays_silent(self) -> Stand:
        """Does nothing: until the line has something else to say, or for a while where nothing was asked."""
        before, heard, waited = self.stand, self._heard(), 0.0
        while self.stand is before and waited < PATIENCE:
            if before is Stand.ASKED and self._heard() != heard:
                break
            self.passes(STEP)
            waited += STEP
        return self.listens()

    def says(self, text: str) -> Stand:
        """Speaks; then says nothing more, and listens."""
        if (leg := self.leg) is not None:
            self._world.exchange.speak(leg.sid, text)
        return self.stays_silent()

    def is_left(self) -> Stand:
        """Whoever is talked with hangs up."""
        if (leg := self.leg) is not None and leg.bridged_with:
            self._world.exchange.hang_up(leg.bridged_with)
        return self.listens()

    def hangs_up(self) -> Stand:
        """Ends the call; what that leads to begins."""
        if (leg := self.leg) is not None:
            self._world.exchange.hang_up(leg.sid)
        self.passes(STEP)
        return self.stand

    def waits_for_a_call(self, until: datetime) -> Stand:
        """Goes on with the day until this telephone rings, or it is so late."""
        while self.stand is not Stand.RINGING and self._world.now() < until:
            self._world.run_on(until)
            self.passes(0)
        return self.stand

    def picks_up(self) -> Stand:
        """Answers the ringing telephone."""
        if (leg := self.leg) is not None:
            self._world.exchange.pick_up(leg.sid)
        return self.listens()

    def listens(self) -> Stand:
        """At least a moment; then until the line is silent and waits, or there is nobody on it."""
        self.passes(0)
        while (stand := self.stand) is Stand.ASKED and self._is_told():
            self.passes(STEP)
        return stand

    def passes(self, seconds: float) -> None:
        """Lets time go by, and tells what is heard in it."""
        self._world.run_for(seconds)
        facts = self._world.exchange.facts
        for fact in facts[self._told :]:
            said = self._words(fact) if self._world.exchange.leg(fact.leg).number == self.number else ""
            if said:
                self._tell(fact, said)
        self._told = len(facts)

    def _words(self, fact: Fact) -> str:
        if fact.what == "presses":
            return f"→ {fact.text}"
        if fact.what == "hears":
            return fact.text if fact.other in ("say", "person", "error") else _SOUNDS.get(fact.other, "♪")
        other = self._world.exchange.leg(fact.other).number if fact.what in ("bridged", "unbridged") else ""
        return _EVENTS.get(fact.what, "").format(other=self._names.get(other, "somebody"))

    @property
    def leg(self) -> Leg | None:
        """The line on which its owner is, or which rings."""
        live = (leg for leg in reversed(self._world.exchange.live()) if leg.number == self.number)
        return next((leg for leg in live if leg.status not in ("queued", "initiated")), None)

    @property
    def stand(self) -> Stand:
        """What its owner is to decide now."""
        leg = self.leg
        if leg is None:
            return Stand.OVER
        if leg.status == "ringing" and leg.direction != "inbound":
            return Stand.RINGING
        if leg.bridged_with:
            return Stand.TALKING
        return Stand.HELD if leg.queue else Stand.ASKED

    def _is_told(self) -> bool:
        """Whether something is being said, or the line is about to say something: then nothing is to be decided yet."""
        leg = self.leg
        if leg is None:
            return False
        sounds = leg.hears is not None and leg.hears.until > self._world.exchange.now
        return sounds or not leg.collecting

    def _heard(self) -> int:
        return sum(fact.what == "hears" for fact in self.facts())

    def facts(self) -> list[Fact]:
        """All that ever happened at this telephone, in order."""
        exchange = self._world.exchange
        return [fact for fact in exchange.facts if exchange.leg(fact.leg).number == self.number]
