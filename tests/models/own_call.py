"""The caller who rings in by themselves while we owe them a callback: what that does to it, and to whoever is asked.

That call is told coarsely here; the world of the transfer tells it finely.
"""

from __future__ import annotations

from ivr.promise.callback import FINAL, TRANSITIONS, Event, State
from ivr.promise.machine import allows
from ivr.promise.transfer import Event as OwnEvent
from ivr.promise.transfer import State as Own
from tests.models.agent import RUNG, Agent, Customer, Leg
from tests.models.callback import WAITS, Attempts, Caller, Scene


class Rules(Attempts):
    """All that we do about one callback."""

    def heard_over(self, s: Scene, agent: Agent, other: Agent, again: bool = False) -> Scene:
        """The agent's line says that the bridge is over, or never was; it asks what comes next, perhaps `again`."""
        said, alive = agent.over, agent.leg is Leg.OVER
        agent = agent._replace(over=said if again else "", leg=Leg.ENDED if alive else agent.leg)
        if said != RUNG:
            return self.over_hold(s._replace(agents=(agent, other)), agent, other, alive)
        agent = agent._replace(rings=False)
        s = s._replace(agents=(agent, other), proved=s.proved or agent.customer is Customer.LONG)
        return self.over_ring(s, agent, other, alive)

    def heard_agent_end(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """The accepted agent's leg has ended; what became of the leg that it rang is looked up."""
        agent = self.freed(self.leg_died(agent))
        s = s._replace(agents=(agent, other))
        if self.mine(agent):
            return self.settled_attempt(s, agent.customer)
        return self.agent_lost(s) if s.row.transfer is Own.ACCEPTED else s

    def rings_in(self, s: Scene) -> Scene:
        """The caller asks for a person on a call of their own: what we owe waits."""
        s = s._replace(caller=Caller.HELD, row=s.row._replace(transfer=Own.WAITING, on_line=True))
        return self.suspended(s) if self.may_suspend(s) else s

    def may_suspend(self, s: Scene) -> bool:
        """What is being dialled is suspended once the customer's leg is over: else nobody tells what became of it."""
        return s.row.state is not State.DIALLING and allows(TRANSITIONS, s.row.state, Event.SUSPEND)

    def suspended(self, s: Scene) -> Scene:
        """Whoever was being asked for the callback is asked for the caller on the line."""
        s = self.moved(s, Event.SUSPEND)
        live = any(agent.live() for agent in s.agents)
        one, two = (agent._replace(for_caller=True) if agent.live() else agent for agent in s.agents)
        return self.joined(s._replace(agents=(one, two)), OwnEvent.OFFER) if live else s

    def must_end(self, s: Scene, agent: Agent) -> bool:
        """The customer rang in while being rung, and waits: that leg is to be ended."""
        return s.row.state is State.DIALLING and s.row.transfer in WAITS

    def owe(self, s: Scene) -> Scene:
        """The caller's own call brought no conversation: it is owed as the open callback, or as a new one."""
        s = self.joined(self.withdrawn(s, for_caller=True), OwnEvent.OWE)
        if s.row.state in FINAL:
            return s._replace(row=s.row._replace(others=s.row.others + 1))
        return self.moved(s, Event.RESUME) if s.row.state is State.SUSPENDED else s

    def serve(self, s: Scene) -> Scene:
        """The caller was served on their own call: what was owed is settled, became it due again meanwhile or not."""
        s = self.joined(s, OwnEvent.SERVE)
        if self.may_suspend(s):
            s = self.moved(self.withdrawn(s, for_caller=False), Event.SUSPEND)
        return self.moved(s, Event.CAME_IN) if s.row.state is State.SUSPENDED else s

    def heard_gone(self, s: Scene) -> Scene:
        """The caller's own call has ended; whoever had not talked is owed."""
        s = s._replace(row=s.row._replace(on_line=False))
        return self.owe(s) if s.row.transfer in (*WAITS, Own.ACCEPTED) else s

    def agent_lost(self, s: Scene) -> Scene:
        """Back to waiting."""
        one, two = (agent._replace(ours=False) if agent.for_caller else agent for agent in s.agents)
        return self.joined(s._replace(agents=(one, two)), OwnEvent.AGENT_LOST)

    def over_hold(self, s: Scene, agent: Agent, other: Agent, alive: bool) -> Scene:
        """The bridge with the caller is over; or the caller was not there, and the agent may phone them now."""
        if not agent.ours:
            return s
        if s.row.transfer is Own.TALKED:
            return s._replace(agents=(agent._replace(leg=Leg.ASKED), other)) if alive else s
        if s.row.transfer is Own.ACCEPTED:
            s = self.agent_lost(s) if s.row.on_line else self.owe(s)
        left = s.row.transfer is Own.CALLBACK and alive
        return s._replace(agents=(agent._replace(leg=Leg.LEFT), other)) if left else s

    def may_phone_now(self, s: Scene) -> bool:
        """The caller left before the agent came: phoned at once, unless somebody else has the callback by now."""
        return s.row.state in (State.SCHEDULED, State.DUE) and self.may_ring(s)

    def phones_now(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        if not self.may_phone_now(s):
            return s._replace(agents=(agent._replace(leg=Leg.ENDED), other))
        s = self.moved(s, Event.FALL_DUE) if s.row.state is State.SCHEDULED else s
        return self.dialled(self.moved(s, Event.OFFER), agent, other)

    def ended_by(self, s: Scene, event: Event) -> Scene:
        """The caller wants no callback, or must not be phoned: nobody is asked for it any more."""
        return self.moved(self.withdrawn(s, for_caller=False), event)
