"""What we do about one transfer: our row, and every decision of ours that can be got wrong, as a method of its own.

Every change of the row goes through the product's own table. What is true on the line and what our rows know stand
apart: the one becomes the other by requests that may come late, twice or never.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ivr.line.outcomes import HoldResult
from ivr.promise import offer
from ivr.promise.transfer import FINAL, TRANSITIONS, Event, State
from tests.models.agent import BRIDGED, Agent, Leg, Pair
from tests.models.asking import Asking


class Caller(StrEnum):
    """Where the caller truly is."""

    HELD = "in the queue"
    MOVING = "taken from the queue"
    TALKING = "talking"
    OUT = "out of the queue"
    CHOSE = "out of the queue by key"
    GONE = "gone"


class Talk(StrEnum):
    NONE = "none"
    SHORT = "short"
    LONG = "long"
    """No shorter than the minimum."""


class Row(NamedTuple):
    """The transfer, as our database has it."""

    state: State = State.WAITING
    bridged: bool = False
    """Either side reported a bridge."""
    gone: bool = False
    """The caller's leg is known to have ended."""
    again: bool = False
    """The agent keyed: call again."""
    owed: int = 0
    """How often this obligation was handed to a callback."""


class Scene(NamedTuple):
    """Our rows, and what is true."""

    row: Row
    caller: Caller
    left: HoldResult | None
    """The queue's last request, not yet delivered to us."""
    talk: Talk
    told: bool
    """A report of the bridge has reached us, in time or not."""
    agents: Pair


WAITS = (State.WAITING, State.OFFERED)
EXPECTED = (State.ACCEPTED, State.JOINING)


class Rules(Asking):
    """What we do."""

    def __init__(self) -> None:
        super().__init__()
        self._forgotten: tuple[dict[Pair, Pair], dict[Pair, Pair]] = ({}, {})

    def moved(self, s: Scene, event: Event, owed: int = 0) -> Scene:
        """The row after `event`. Raises Illegal where the table forbids it."""
        state = self.step(TRANSITIONS, s.row.state, event)
        return s._replace(row=s.row._replace(state=state, owed=s.row.owed + owed))

    def owe(self, s: Scene) -> Scene:
        """The obligation goes on as a callback; nobody is asked any more."""
        one, two = s.agents
        return self.moved(s._replace(agents=(self.withdraw(one), self.withdraw(two))), Event.OWE, owed=1)

    def talk_over(self, s: Scene, bridged: bool) -> Scene:
        """The bridge is over, or is said to be."""
        if bridged:
            s = s._replace(row=s.row._replace(bridged=True))
        return self.moved(s, Event.TALK_OVER) if s.row.state in (*EXPECTED, State.TALKING) else s

    def settle(self, s: Scene) -> Scene:
        """After the talk: what decides once the agent will say nothing more."""
        if s.row.state is not State.TALKED or not s.row.bridged:
            return s
        return self.moved(s, Event.SERVE) if s.talk is Talk.LONG else self.owe(s)

    def no_bridge(self, s: Scene) -> Scene:
        """It is certain that there was no bridge, and that the caller is not in the queue."""
        if s.row.state in (*WAITS, *EXPECTED) or (s.row.state is State.TALKED and not s.row.bridged):
            return self.owe(s)
        return self.talk_over(s, False)

    # --- what the caller's line tells us ----------------------------------------------------------------------

    def key_wins(self, row: Row) -> bool:
        """The caller's key 1 against an agent's yes: whoever writes the row first."""
        return row.state in WAITS

    def heard_left(self, s: Scene, result: HoldResult) -> Scene:
        """The queue's last request."""
        if s.row.state in FINAL:
            return s
        if result is not HoldResult.BRIDGED:
            return self.no_bridge(s)
        s = self.talk_over(s, True)
        return s if self.agent_there(s) else self.settle(s)

    def heard_gone(self, s: Scene) -> Scene:
        """The caller's leg has ended. Whether there was a talk before, only the bridge's own requests tell."""
        s = s._replace(row=s.row._replace(gone=True))
        if s.row.state in WAITS:
            return self.owe(s)
        return self.talk_over(s, False) if s.row.state is State.TALKING else s

    # --- what the agent's line tells us -----------------------------------------------------------------------

    def yes(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """The agent's key 1: one compare-and-set on offer and transfer."""
        if s.row.state is not State.OFFERED or agent.offer is not offer.State.SCREENING:
            return s._replace(agents=(agent._replace(leg=Leg.ENDED), other))
        accepted = self.to(agent, offer.Event.ACCEPT)
        won = agent._replace(offer=accepted, leg=Leg.TAKING, ours=True)
        return self.moved(s._replace(agents=(won, self.withdraw(other))), Event.ACCEPT)

    def counts(self, agent: Agent) -> bool:
        """A bridge's end is heard from no agent but the one who was accepted last."""
        return agent.ours

    def heard_over(self, s: Scene, agent: Agent, other: Agent, again: bool = False) -> Scene:
        """The agent's line says how its bridge ended, and perhaps will `again`; after a talk it is asked how it was."""
        said, alive = agent.over, agent.leg is Leg.OVER
        asked = alive and agent.ours and said == BRIDGED and s.row.state not in FINAL
        leg = (Leg.ASKED if asked else Leg.ENDED) if alive else agent.leg
        agent = agent._replace(over=said if again else "", leg=leg)
        s = s._replace(agents=(agent, other))
        if not self.counts(agent) or s.row.state in FINAL:
            return s
        if said != BRIDGED:
            return self.not_joined(s)
        s = self.talk_over(s, True)
        return s if agent.in_flight else self.settle(s)

    def not_joined(self, s: Scene) -> Scene:
        """The accepted agent was never bridged: the caller waits on, unless it is known that they do not."""
        if s.row.state is State.ACCEPTED and not s.row.gone:
            return self.agent_lost(s)
        return self.no_bridge(s)

    def agent_lost(self, s: Scene) -> Scene:
        """Back to waiting: nobody is on the way any more."""
        one, two = (agent._replace(ours=False) for agent in s.agents)
        return self.moved(s._replace(agents=(one, two)), Event.AGENT_LOST)

    def verdict(self, s: Scene, again: bool) -> Scene:
        """The agent's key after the talk."""
        if s.row.state is not State.TALKED:
            return s
        return self.owe(s._replace(row=s.row._replace(again=True))) if again else self.moved(s, Event.SERVE)

    def heard_agent_end(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """The accepted agent's leg has ended. What that means, the bridge's own requests tell, or the sweep."""
        s = s._replace(agents=(self.freed(agent), other))
        if s.row.state is State.TALKING:
            s = self.talk_over(s, False)
        return self.settle(s)

    # --- what the sweep finds out for itself --------------------------------------------------------------------

    def agent_there(self, s: Scene) -> bool:
        """Whether the accepted agent's leg may live, as far as our rows know."""
        return any(agent.ours and agent.in_flight for agent in s.agents)

    def still_waits(self, s: Scene) -> bool:
        """Only a wait request that came after the agent's leg had ended proves that the caller is in the queue."""
        return s.caller is Caller.HELD

    def nothing_proved(self, s: Scene) -> bool:
        """Both legs have ended on the way to a bridge, and nobody said whether there was one."""
        return s.row.state in EXPECTED and s.row.gone and not self.agent_there(s)

    def round_over(self, s: Scene) -> Scene:
        """Nobody is being asked any more: the next are looked for."""
        if s.row.state is State.OFFERED and not any(agent.live() for agent in s.agents):
            return self.moved(s, Event.ROUND_OVER)
        return s

    def forgotten(self, s: Scene) -> Scene:
        """The same, without the offers of which nothing more is to come, and the two agents in one order."""
        final = s.row.state in FINAL
        known = self._forgotten[final].get(s.agents)
        if known is None:
            one, two = (self.done_with(agent, final) for agent in s.agents)
            known = self._forgotten[final][s.agents] = self.in_order((one, two))
        return s if known is s.agents else s._replace(agents=known)

    def done_with(self, agent: Agent, final: bool) -> Agent:
        if agent.offer is None or agent.live() or agent.in_flight or agent.over or (agent.ours and not final):
            return agent
        return self.freed(agent._replace(ours=False))
