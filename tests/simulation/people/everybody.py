"""Everybody with a phone in one world: who reacts to what happened, and the bad luck that comes at the worst moment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ivr.simulator.exchange import Fact, Impossible
from tests.simulation.oracle.truth import FROM_API, FROM_DIAL, Leg
from tests.simulation.people.agents import Agent
from tests.simulation.people.callers import Caller
from tests.simulation.people.machines import Loop
from tests.simulation.world.chance import Fault

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre


class People:
    """Callers and agents by the numbers of their phones, and by the lines on which they called us."""

    def __init__(self, centre: Centre, callers: list[Caller], agents: list[Agent]) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("bad luck")
        self.callers, self.agents = callers, agents
        self.on: dict[str, Caller | Loop] = {}
        self._by_number: dict[str, Caller | Agent] = {agent.number: agent for agent in agents}
        for caller in callers:
            self._knows(caller)

    def add(self, caller: Caller) -> None:
        """One more person."""
        self.callers.append(caller)
        self._knows(caller)

    def _knows(self, caller: Caller) -> None:
        self._by_number |= {caller.number: caller, caller.second: caller}

    def saw(self, fact: Fact, leg: Leg) -> None:
        """Whoever it happened to reacts; and sometimes this is the moment for somebody to spoil it."""
        person = self.on.get(leg.sid) if leg.direction == "inbound" else self._by_number.get(leg.number)
        if person is not None:
            person.saw(fact, leg)
        if not self._centre.chance.off and self._critical(fact, leg):
            self._spoil(leg)

    def _critical(self, fact: Fact, leg: Leg) -> bool:
        if leg.direction == FROM_API:
            return fact.what in ("rings", "answers", "bridged") or (fact.what == "presses" and fact.text == "1")
        if leg.direction == FROM_DIAL:
            return fact.what in ("created", "rings", "answers", "ends")
        return fact.what in ("dequeued", "enqueued") or (fact.what == "presses" and fact.text == "1")

    def _spoil(self, leg: Leg) -> None:
        """A caller leaves, or one whom we owe rings in, just now."""
        if self._centre.chance.draws(Fault.LEAVES) and self._dice.random() < 0.3:
            self._soon(self._dice.choice((self._somebody_leaves, self._somebody_presses)))
        if leg.direction != "inbound" and self._centre.chance.draws(Fault.RINGS_IN):
            self._soon(partial(self._rings_in, leg))

    def _soon(self, act: partial[None] | object) -> None:
        self._centre.at(self._centre.exchange.now + self._dice.choice((0.0, 0.05, 0.5, 2.0)), act, "bad luck")  # type: ignore[arg-type]

    def _somebody_leaves(self) -> None:
        waiting = [sid for sid in self.on if self._centre.truth.legs[sid].ended is None]
        if not waiting:
            return
        try:
            self._centre.exchange.hang_up(self._dice.choice(waiting))
        except Impossible:
            return
        self._centre.chance.count(Fault.LEAVES, "at a bad moment")

    def _somebody_presses(self) -> None:
        """Whoever waits wants to be called back after all, perhaps just as somebody comes."""
        waiting = [sid for sid in self.on if self._centre.truth.legs[sid].waits_since is not None]
        if not waiting:
            return
        try:
            self._centre.exchange.press(self._dice.choice(waiting), "1")
        except Impossible:
            return
        self._centre.chance.count(Fault.LEAVES, "by key at a bad moment")

    def _rings_in(self, leg: Leg) -> None:
        """The customer whose phone we are about to ring, or anybody whom we owe, phones us by themselves."""
        person = self._by_number.get(leg.number)
        owed = [one for one in self.callers if self._centre.oracle.owed(one.number)]
        caller = person if isinstance(person, Caller) else self._dice.choice(owed) if owed else None
        if caller is not None and self._centre.may_ring():
            caller.ring_in_now()
