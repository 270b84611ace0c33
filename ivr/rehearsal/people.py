"""A person with a phone, as a story tells it: rings, hears, presses, hangs up, is rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.simulator.exchange import Behaviour, Exchange, Fact

if TYPE_CHECKING:
    from typing import Protocol

    class Place(Protocol):
        """Where people act: a world in the box, or a stage over HTTP."""

        @property
        def exchange(self) -> Exchange: ...

        def run_for(self, seconds: float) -> None: ...


class Silence(AssertionError):
    """Somebody expected to hear something, and did not."""


class Person:
    """All waits are in the place's own time."""

    def __init__(self, place: Place, name: str, number: str, language: str = "en") -> None:
        self._place = place
        self.name, self.number, self.language = name, number, language
        self._heard = 0

    def behaves(self, behaviour: Behaviour) -> None:
        """What this person's phone does by itself when it is rung."""
        self._place.exchange.phone(self.number, behaviour)

    def rings(self, number: str) -> str:
        """Phones us; the leg's id."""
        sid = self._place.exchange.ring_in(self.number, number)
        self._place.run_for(0)
        return sid

    @property
    def leg(self) -> str | None:
        """The leg that this person is on, or that rings at their phone."""
        return next((leg.sid for leg in reversed(self._place.exchange.live()) if leg.number == self.number), None)

    def _on(self) -> str:
        if self.leg is None:
            raise Silence(f"{self.name} is not on the phone")
        return self.leg

    def presses(self, keys: str) -> None:
        """Presses keys now."""
        self._place.exchange.press(self._on(), keys)
        self._place.run_for(0)

    def picks_up(self) -> None:
        """Answers the ringing phone."""
        self._place.exchange.pick_up(self._on())
        self._place.run_for(0)

    def hangs_up(self) -> None:
        """Ends the call."""
        self._place.exchange.hang_up(self._on())
        self._place.run_for(0)

    def facts(self) -> list[Fact]:
        """All that ever happened at this person's phone, in order."""
        exchange = self._place.exchange
        return [fact for fact in exchange.facts if exchange.leg(fact.leg).number == self.number]

    def hears(self, words: str, within: float = 120.0) -> Fact:
        """Waits until these words (or a part of them) are said to this person after what they heard before."""
        return self._wait_for("hears", words, within)

    def is_rung(self, within: float = 600.0) -> Fact:
        """Waits until this person's phone rings."""
        return self._wait_for("rings", "", within)

    def is_bridged(self, within: float = 120.0) -> Fact:
        """Waits until this person talks with somebody."""
        return self._wait_for("bridged", "", within)

    def _wait_for(self, what: str, words: str, within: float) -> Fact:
        waited = 0.0
        while True:
            facts = self.facts()
            for index in range(self._heard, len(facts)):
                if facts[index].what == what and words in facts[index].text:
                    self._heard = index + 1
                    return facts[index]
            if waited >= within:
                last = [fact.text for fact in facts if fact.what == "hears"][-3:]
                raise Silence(f"{self.name} waited {within:.0f} s for {what} {words!r}; heard last: {last}")
            self._place.run_for(1.0)
            waited += 1.0
