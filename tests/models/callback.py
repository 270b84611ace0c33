"""What we do about one callback: our rows, and every decision about an attempt that can be got wrong, as a method.

Here too every change goes through the product's tables. What the caller's own call does to it stands in `own_call`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ivr.promise import offer
from ivr.promise.callback import TRANSITIONS, Event, State
from ivr.promise.transfer import FINAL as OWN_FINAL
from ivr.promise.transfer import TRANSITIONS as OWN_TRANSITIONS
from ivr.promise.transfer import Event as OwnEvent
from ivr.promise.transfer import State as Own
from tests.models.agent import Agent, Customer, Leg, Pair
from tests.models.asking import CoarseAsking


class Caller(StrEnum):
    """Where the caller's own call truly is."""

    NONE = "not on the line"
    HELD = "in the queue"
    TALKING = "talking"
    GONE = "gone"


class Row(NamedTuple):
    """The callback and the caller's own call, as our database has them."""

    state: State = State.SCHEDULED
    attempts: int = 0
    transfer: Own | None = None
    """That the caller asked for a person on a call of their own, and where that stands."""
    on_line: bool = False
    """The caller's own call lives, as far as we know."""
    others: int = 0
    """How many further callbacks were opened."""


class Scene(NamedTuple):
    """Our rows, and what is true."""

    row: Row
    rung: int
    """How often the customer's phone rang."""
    proved: bool
    """A report of a talk of the minimum length has reached us, and the agent did not say: call again."""
    intruded: bool
    """The customer's phone was ordered to be rung while we knew that the caller was on the line."""
    caller: Caller
    agents: Pair


AT_WORK = (State.DIALLING, State.TALKING)
WAITS = (Own.WAITING, Own.OFFERED)
LIVES = (Customer.RINGING, Customer.UP, Customer.TALKING)


class Attempts(CoarseAsking):
    """What we do to reach the customer. `attempts`: how often the customer is rung before it is enough."""

    def __init__(self, attempts: int = 2) -> None:
        super().__init__()
        self.attempts = attempts
        self._forgotten: tuple[dict[Pair, Pair], dict[Pair, Pair]] = ({}, {})

    def moved(self, s: Scene, event: Event) -> Scene:
        """The callback after `event`. Raises Illegal where the table forbids it."""
        return s._replace(row=s.row._replace(state=self.step(TRANSITIONS, s.row.state, event)))

    def joined(self, s: Scene, event: OwnEvent) -> Scene:
        """The transfer of the caller's own call after `event`."""
        assert s.row.transfer is not None
        return s._replace(row=s.row._replace(transfer=self.step(OWN_TRANSITIONS, s.row.transfer, event)))

    def withdrawn(self, s: Scene, for_caller: bool) -> Scene:
        """Nobody is asked any more for the caller on the line, or for the callback."""
        one, two = (self.withdraw(agent) if agent.for_caller is for_caller else agent for agent in s.agents)
        return s._replace(agents=(one, two))

    # --- whose turn it is -------------------------------------------------------------------------------------

    def may_ring(self, s: Scene) -> bool:
        """A customer's phone is not rung twice at once, nor into their own call."""
        return not self.on_the_line(s) and not any(agent.rings for agent in s.agents)

    def on_the_line(self, s: Scene) -> bool:
        """Whether the caller is in a call of their own with us: then their phone is not rung, and no agent asked to."""
        return s.row.on_line

    def may_ask_for_caller(self, s: Scene) -> bool:
        """While a customer's phone is being rung, nobody else is sent to the same person's own call."""
        return s.row.transfer in WAITS and s.row.state is not State.DIALLING

    def mine(self, agent: Agent) -> bool:
        """Whether the callback points to this agent's offer: no other is heard of its attempt."""
        return agent.ours and not agent.for_caller

    def round_over(self, s: Scene) -> Scene:
        """Nobody is being asked any more."""
        live = {agent.for_caller for agent in s.agents if agent.live()}
        if s.row.state is State.OFFERED and False not in live:
            s = self.moved(s, Event.ROUND_OVER)
        if s.row.transfer is Own.OFFERED and True not in live:
            s = self.joined(s, OwnEvent.ROUND_OVER)
        return s

    # --- an attempt -------------------------------------------------------------------------------------------

    def yes(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """The agent's key 1, under the caller's lock: for the caller on the line, or for the callback."""
        wanted = (
            s.row.transfer is Own.OFFERED if agent.for_caller else s.row.state is State.OFFERED and self.may_ring(s)
        )
        if agent.offer is not offer.State.SCREENING or not wanted:
            return s._replace(agents=(self.withdraw(agent)._replace(leg=Leg.ENDED), other))
        agent = agent._replace(offer=self.to(agent, offer.Event.ACCEPT), ours=True)
        if not agent.for_caller:
            return self.dialled(s, agent, other)
        s = self.withdrawn(s._replace(agents=(agent._replace(leg=Leg.TAKING), other)), for_caller=True)
        return self.joined(s, OwnEvent.ACCEPT)

    def dialled(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """The only place from which a customer's phone is rung: row and state are committed before the instruction."""
        agent = agent._replace(leg=Leg.DIALLING, for_caller=False, rings=True, customer=Customer.SILENT)
        s = self.withdrawn(s._replace(agents=(agent, other), intruded=s.row.on_line), for_caller=False)
        return self.moved(s, Event.ACCEPT)

    def tried(self, s: Scene, event: Event) -> Scene:
        """An attempt was made without a conversation: the next one, or a task for a person."""
        made = s.row.attempts + 1
        s = self.moved(s, Event.EXHAUST if made >= self.attempts else event)
        return self.let_go(s._replace(row=s.row._replace(attempts=made)))

    def let_go(self, s: Scene) -> Scene:
        """The callback points to no offer any more."""
        one, two = (agent._replace(ours=False) if self.mine(agent) else agent for agent in s.agents)
        return s._replace(agents=(one, two))

    def settled_attempt(self, s: Scene, customer: Customer) -> Scene:
        """The customer's leg is over and no verdict came: what it was, decides."""
        if s.row.state not in AT_WORK:
            return s
        if customer is Customer.LONG:
            return self.let_go(self.moved(s, Event.CONNECT))
        if customer is Customer.SHORT or s.row.state is State.TALKING:
            return self.tried(s, Event.AGAIN)
        if s.row.transfer in WAITS:
            return self.let_go(self.moved(s, Event.SUSPEND))
        return self.let_go(self.moved(s, Event.NOT_RUNG)) if customer is Customer.SILENT else self.tried(s, Event.MISS)

    # --- what is heard of an attempt --------------------------------------------------------------------------

    def heard_customer(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """A report of the customer's leg, or a look: picked up, or over."""
        if s.row.state is State.DIALLING and agent.customer is not Customer.UNANSWERED:
            s = self.moved(s, Event.PICK_UP)
        if agent.customer in LIVES:
            return s
        over = agent._replace(rings=False)
        s = s._replace(agents=(over, other), proved=s.proved or agent.customer is Customer.LONG)
        return s if agent.in_flight else self.settled_attempt(s, agent.customer)

    def over_ring(self, s: Scene, agent: Agent, other: Agent, alive: bool) -> Scene:
        """The customer's leg is over; the agent is asked how it was, or takes the customer's own call."""
        if not self.mine(agent) or s.row.state not in AT_WORK:
            return s
        if agent.customer in (Customer.SHORT, Customer.LONG) and agent.in_flight:
            s = self.moved(s, Event.PICK_UP) if s.row.state is State.DIALLING else s
            return s._replace(agents=(agent._replace(leg=Leg.ASKED), other)) if alive else s
        s = self.settled_attempt(s, agent.customer)
        return self.takes_call(s, agent, other) if alive and s.row.state is State.SUSPENDED else s

    def takes_call(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """The customer rang in while being rung: the agent who rang them takes that call."""
        agent = agent._replace(ours=True, for_caller=True, leg=Leg.TAKING)
        return self.joined(self.joined(s._replace(agents=(agent, other)), OwnEvent.OFFER), OwnEvent.ACCEPT)

    def verdict(self, s: Scene, event: Event) -> Scene:
        """The agent's key after a talk."""
        if s.row.state not in AT_WORK:
            return s
        if event is Event.AGAIN:
            return self.tried(s._replace(proved=False), event)
        return self.let_go(self.moved(s, event))

    def leg_died(self, agent: Agent) -> Agent:
        """A customer's leg does not outlive the agent's leg that rang it."""
        return agent._replace(rings=False)

    def forgotten(self, s: Scene) -> Scene:
        """The same, without the offers of which nothing more is to come, and the two agents in one order."""
        final = s.row.transfer is None or s.row.transfer in OWN_FINAL
        known = self._forgotten[final].get(s.agents)
        if known is None:
            one, two = (self.done_with(agent, final) for agent in s.agents)
            known = self._forgotten[final][s.agents] = self.in_order((one, two))
        return s if known is s.agents else s._replace(agents=known)

    def done_with(self, agent: Agent, final: bool) -> Agent:
        kept = agent.ours and not (agent.for_caller and final)
        if agent.offer is None or agent.live() or agent.in_flight or agent.over or kept:
            return agent
        return self.freed(agent._replace(ours=False))
