"""Everybody with a phone in one world: who reacts to what happened, and the bad luck that comes at the worst moment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ivr.promise import callback
from ivr.simulator.exchange import Fact, Impossible
from ivr.switchboard.rows import Call, Callback, Offer, Transfer
from ivr.switchboard.rows import Caller as Known
from tests.simulation.oracle.truth import FROM_API, FROM_DIAL, Leg
from tests.simulation.people.agents import Agent
from tests.simulation.people.callers import Caller
from tests.simulation.people.machines import Loop
from tests.simulation.people.operators import Operator
from tests.simulation.people.pages import PageAgent
from tests.simulation.world.chance import Fault
from tests.simulation.world.habits import OFTEN, Habit

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

RINGING_IN = (Habit.RINGS_BACK, Habit.LATER, Habit.MAILBOXES)
MOMENTS = {Habit.LATER: ("created", "rings"), Habit.MAILBOXES: ("answers",)}
"""Where people wait for it until an agent has said yes, and dials: what happens then, to which they ring in."""
CHANGED, CHANGES = 0.25, 20
"""How often somebody changes by hand what is under way, and how many times at most in one world."""
IN_THE_MIDDLE = (0.0, 0.5, 5.0, 60.0, 60.0, 60.0)
"""Seconds after which somebody changes what is just under way, or has just been tried."""


class People:
    """Callers and agents by the numbers of their phones, and by the lines on which they called us."""

    def __init__(self, centre: Centre, callers: list[Caller], agents: list[Agent]) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("bad luck")
        self.callers, self.agents = callers, agents
        self.on: dict[str, Caller | Loop] = {}
        self.operator: Operator | None = None
        self._changed = 0
        self._by_number: dict[str, Caller | Agent] = {agent.number: agent for agent in agents}
        self._pages = [agent for agent in agents if isinstance(agent, PageAgent)]
        for caller in callers:
            self._knows(caller)

    def look_at_pages(self) -> None:
        """Whoever sits at one, sees what there is to be seen."""
        for agent in self._pages:
            agent.beats()

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
        calm = self._centre.chance.off
        if (not calm or self._centre.chance.has(Habit.HANDS_ON, *RINGING_IN)) and self._critical(fact, leg):
            self._change(leg)
            if not calm:
                self._spoil(fact, leg)
            elif leg.direction == FROM_DIAL and self._calls_for_it(fact, leg) and self._still_rings_in():
                self._soon(partial(self._rings_in, leg))

    def _critical(self, fact: Fact, leg: Leg) -> bool:
        if leg.direction == FROM_API:
            return fact.what in ("rings", "answers", "bridged") or (fact.what == "presses" and fact.text == "1")
        if leg.direction == FROM_DIAL:
            return fact.what in ("created", "rings", "answers", "ends")
        return fact.what in ("dequeued", "enqueued") or (fact.what == "presses" and fact.text == "1")

    def _spoil(self, fact: Fact, leg: Leg) -> None:
        """A caller leaves, or one whom we owe rings in, just now."""
        waited = self._on_the_way(leg) if self._centre.chance.has(Habit.HASTY, Habit.TACITURN) else ""
        if waited and self._centre.chance.hastens():
            self._soon(partial(self._leaves, waited))
        elif self._centre.chance.draws(Fault.LEAVES) and self._dice.random() < 0.3:
            self._soon(self._dice.choice((self._somebody_leaves, self._somebody_presses)))
        if self._calls_for_it(fact, leg) and self._centre.chance.tempts(Fault.RINGS_IN, *RINGING_IN):
            self._soon(partial(self._rings_in, leg))

    def _still_rings_in(self) -> bool:
        """Whether somebody does, though nothing goes wrong any more."""
        return self._centre.chance.has(*RINGING_IN) and self._dice.random() < OFTEN

    def _calls_for_it(self, fact: Fact, leg: Leg) -> bool:
        """Whether this is a moment to ring in."""
        moments = [moment for habit in MOMENTS if self._centre.chance.has(habit) for moment in MOMENTS[habit]]
        if moments:
            return leg.direction == FROM_DIAL and fact.what in moments
        return leg.direction != "inbound"

    def _change(self, leg: Leg) -> None:
        """Somebody of the business sees whom we phone, and changes what is owed to them."""
        chance = self._centre.chance
        sees = leg.direction == FROM_DIAL and chance.has(Habit.HANDS_ON) and Fault.BY_HAND in chance.rates
        if sees and self._changed < CHANGES and self._dice.random() < CHANGED:
            self._changed += 1
            later = self._centre.exchange.now + self._dice.choice(IN_THE_MIDDLE)
            self._centre.at(later, partial(self._change_it, leg.number), "bad luck")

    def _change_it(self, number: str) -> None:
        for person in self._centre.oracle.rows(Known, number=number):
            for row in self._centre.oracle.rows(Callback, caller_id=person.id):
                if row.state not in callback.FINAL and self.operator is not None:
                    self.operator.intervenes(row)

    def _soon(self, act: partial[None] | object) -> None:
        self._centre.at(self._centre.exchange.now + self._dice.choice((0.0, 0.05, 0.5, 2.0)), act, "bad luck")  # type: ignore[arg-type]

    def _somebody_leaves(self) -> None:
        waiting = [sid for sid in self.on if self._centre.truth.legs[sid].ended is None]
        if waiting:
            self._leaves(self._dice.choice(waiting))

    def _leaves(self, sid: str) -> None:
        try:
            self._centre.exchange.hang_up(sid)
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

    def _on_the_way(self, leg: Leg) -> str:
        """The call to which an agent is on the way just now; empty where none is."""
        if leg.bridges or leg.waits_since is not None:
            return ""
        if leg.direction == "inbound":
            return leg.sid if leg.queue else ""
        if not self._centre.chance.has(Habit.HASTY):  # where the carrier says little they go once they are taken out
            return ""
        asked = next(iter(self._centre.oracle.rows(Offer, sid=leg.sid)), None)
        if asked is None or not asked.transfer_id or not leg.pressed("1", leg.created):
            return ""
        call: Call = self._centre.oracle.row(Call, self._centre.oracle.row(Transfer, asked.transfer_id).call_id)
        return call.sid

    def _asked_for(self, leg: Leg) -> Caller | Agent | None:
        """For whom this agent is asked."""
        asked = next(iter(self._centre.oracle.rows(Offer, sid=leg.sid)), None)
        known: Known | None = self._centre.oracle.row(Known, asked.caller_id) if asked else None
        return self._by_number.get(known.number or "") if known else None

    def _rings_in(self, leg: Leg) -> None:
        """The customer whose phone we are about to ring, or anybody whom we owe, phones us by themselves."""
        person = self._by_number.get(leg.number)
        if self._centre.chance.has(*RINGING_IN) and isinstance(person, Agent):
            person = self._asked_for(leg)
        owed = [one for one in self.callers if self._centre.oracle.owed(one.number)]
        caller = person if isinstance(person, Caller) else self._dice.choice(owed) if owed else None
        likely = self._centre.chance.has(*RINGING_IN)
        if caller is not None and self._centre.may_ring(3 if likely else 2):
            caller.ring_in_now(leg.number if likely and caller is person and leg.direction == FROM_DIAL else "")
