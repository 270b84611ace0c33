"""One agent being asked: the offer, the worker that places it, the carrier, and the agent's own telephone.

What an agent's yes means is decided in the worlds of transfer and callback; here it is only how it can come to be said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from ivr.promise.machine import E, S, step
from ivr.promise.offer import TRANSITIONS, Event, State
from tests.models.agent import Agent, Leg, Pair
from tests.models.explore import Step, Who

Moves = Iterator[Step[Agent]]


class Asking:
    """How an agent is asked. Every decision of ours that can be got wrong is a method of its own."""

    def __init__(self) -> None:
        self._steps: dict[Agent, tuple[Step[Agent], ...]] = {}
        self._pairs: dict[Pair, Pair] = {}
        self._taken: set[tuple[type, StrEnum, StrEnum]] = set()

    def step(self, table: Mapping[S, Mapping[E, S]], state: S, event: E) -> S:
        """The product's own step, noted down."""
        after = step(table, state, event)
        self._taken.add((type(state), state, event))
        return after

    @property
    def taken(self) -> frozenset[str]:
        """The transitions of the product's tables that anything of ours went through, by name."""
        return frozenset(transition(state, event) for _, state, event in self._taken)

    def to(self, agent: Agent, event: Event) -> State:
        """The offer's state after `event`. Raises Illegal where the table forbids it."""
        assert agent.offer is not None
        return self.step(TRANSITIONS, agent.offer, event)

    def quiet(self, agent: Agent) -> bool:
        """Whether so much time has passed that a request still under way would have arrived."""
        return not agent.wire

    def may_claim(self, agent: Agent) -> bool:
        """An offer is placed once; whoever finds it claimed looks for the leg instead."""
        return agent.offer is State.INTENDED

    def may_settle(self, agent: Agent) -> bool:
        """A worker writes only over the row as it claimed it."""
        return agent.offer is State.PLACING

    def heeds(self, agent: Agent) -> bool:
        """The gate: a leg whose offer is open no longer hears `already taken` when it is picked up."""
        return agent.live()

    def withdraw(self, agent: Agent) -> Agent:
        """This offer is open no longer. Where a leg may live, the row keeps the agent's line until that has ended."""
        if not agent.live():
            return agent
        after = agent._replace(offer=self.to(agent, Event.WITHDRAW))
        return self.freed(after) if agent.offer is State.INTENDED else after

    def asked(self, agent: Agent, for_caller: bool) -> Agent:
        """The lease and the intent are committed."""
        turns = max(0, agent.turns - 1)
        return agent._replace(offer=State.INTENDED, in_flight=True, for_caller=for_caller, turns=turns)

    def freed(self, agent: Agent) -> Agent:
        """The agent's line is free again, as far as our rows know; all else is forgotten once nothing is to come."""
        if agent.ours or agent.over:
            return agent._replace(in_flight=False, worker=False)
        forgotten = agent.wire or agent.on_the_phone()
        return Agent(turns=agent.turns, rings=agent.rings, stray=agent.stray or forgotten)

    def in_order(self, pair: Pair) -> Pair:
        """One order for two agents, whoever comes first."""
        known = self._pairs.get(pair)
        if known is None:
            known = self._pairs[pair] = (pair[0], pair[1]) if str(pair[0]) <= str(pair[1]) else (pair[1], pair[0])
        return known

    # --- all that may happen to one agent alone -------------------------------------------------------------

    def steps_of(self, agent: Agent) -> tuple[Step[Agent], ...]:
        known = self._steps.get(agent)
        if known is None:
            of = (self._placing, self._on_the_wire, self._ringing, self._hearing, self._looking)
            known = self._steps[agent] = tuple(one for moves in of for one in moves(agent))
        return known

    def _placing(self, agent: Agent) -> Moves:
        if self.may_claim(agent):
            offer = self.to(agent, Event.PLACE) if agent.offer is State.INTENDED else agent.offer
            claimed = agent._replace(offer=offer)
            asks = claimed._replace(wire=True, worker=True)
            yield Step("a worker claims the offer and asks the carrier", Who.WE, asks)
            yield Step("a worker claims the offer and dies", Who.FAULT, claimed)
        if agent.offer is State.PLACING:
            yield Step("the worker's time is over", Who.WE, agent._replace(offer=self.to(agent, Event.UNSURE)))
        if agent.worker:
            yield Step("the worker dies", Who.FAULT, agent._replace(worker=False))
            yield Step("the worker waits no longer for the carrier", Who.WE, self._written(agent, Event.UNSURE))
            if agent.leg is not Leg.NONE:
                yield Step("the carrier's answer arrives", Who.WE, self._written(agent, Event.PLACED))

    def _written(self, agent: Agent, event: Event) -> Agent:
        after = agent._replace(worker=False)
        return after._replace(offer=self.to(agent, event)) if self.may_settle(agent) else after

    def _on_the_wire(self, agent: Agent) -> Moves:
        if not agent.wire:
            return
        arrived = agent._replace(wire=False)
        yield Step("the carrier places the call", Who.CARRIER, arrived._replace(leg=Leg.RINGING))
        yield Step("the request is lost on its way", Who.FAULT, arrived)
        refused = arrived._replace(worker=False)
        if agent.worker and self.may_settle(agent):
            refused = self.freed(refused._replace(offer=self.to(agent, Event.REFUSED)))
        yield Step("the carrier refuses", Who.CARRIER, refused)

    def _ringing(self, agent: Agent) -> Moves:
        if agent.leg is not Leg.RINGING:
            return
        ended = agent._replace(leg=Leg.ENDED)
        yield Step("the agent's phone rings out", Who.CARRIER, ended)
        if self.heeds(agent):
            offer = self.to(agent, Event.PICK_UP) if agent.live() else agent.offer
            yield Step("the agent picks up", Who.PEOPLE, agent._replace(leg=Leg.UP, offer=offer))
        else:
            yield Step("the agent picks up and hears: already taken", Who.PEOPLE, ended)
        if agent.offer in (State.PLACING, State.UNKNOWN):
            event = Event.PLACED if agent.offer is State.PLACING else Event.FOUND
            yield Step("a report tells of the ringing leg", Who.CARRIER, agent._replace(offer=self.to(agent, event)))

    def _hearing(self, agent: Agent) -> Moves:
        if agent.leg is not Leg.UP:
            return
        ended = agent._replace(leg=Leg.ENDED)
        yield Step("the agent says nothing, or hangs up", Who.CARRIER, ended)
        if agent.offer is State.SCREENING:
            yield Step("the agent declines", Who.PEOPLE, ended._replace(offer=self.to(agent, Event.DECLINE)))

    def _looking(self, agent: Agent) -> Moves:
        """What the sweep finds out for itself, and what reports tell that have no other effect."""
        if not agent.in_flight or agent.ours:
            return
        if agent.leg is Leg.ENDED:
            missed = agent._replace(offer=self.to(agent, Event.MISS)) if agent.live() else agent
            yield Step("we hear that the agent's leg has ended", Who.WE, self.freed(missed))
        elif agent.leg is not Leg.NONE:
            if agent.offer is State.UNKNOWN:
                yield Step("we look, and find the leg", Who.WE, agent._replace(offer=self.to(agent, Event.FOUND)))
            if not agent.live():
                yield Step("we end the agent's leg", Who.WE, agent._replace(leg=Leg.ENDED))
        elif self.quiet(agent) and agent.offer not in (State.INTENDED, State.PLACING):
            failed = agent._replace(offer=self.to(agent, Event.NEVER_PLACED)) if agent.live() else agent
            yield Step("the quiet time passes and no leg is found", Who.WE, self.freed(failed))


class CoarseAsking(Asking):
    """The same with a request to the carrier as one step: answered, or it remains unknown what came of it."""

    def _placing(self, agent: Agent) -> Moves:
        if not self.may_claim(agent):
            return
        placing = agent._replace(offer=self.to(agent, Event.PLACE))
        unsure = placing._replace(offer=self.to(placing, Event.UNSURE))
        placed = placing._replace(offer=self.to(placing, Event.PLACED), leg=Leg.RINGING)
        refused = self.freed(placing._replace(offer=self.to(placing, Event.REFUSED)))
        yield Step("an agent's phone rings", Who.CARRIER, placed)
        yield Step("the carrier refuses to phone an agent", Who.CARRIER, refused)
        yield Step("an agent's phone rings, and no answer reaches us", Who.FAULT, unsure._replace(leg=Leg.RINGING))
        yield Step("an agent's phone does not ring, and no answer reaches us", Who.FAULT, unsure)


def transition(state: StrEnum, event: StrEnum) -> str:
    """A transition by name, such as `offer ringing: pick_up`."""
    return f"{type(state).__module__.rpartition('.')[2]} {state}: {event}"
