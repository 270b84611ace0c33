"""The world of one transfer whose agents sit at pages, or have phones: a click is the yes; a leg comes then, or none.

Only what is different from an agent who is rung stands here; what a yes then means is the transfer's.
"""

from __future__ import annotations

from ivr.promise import offer
from ivr.promise.transfer import FINAL, Event, State
from tests.models.agent import Agent, Leg
from tests.models.asking import Moves
from tests.models.explore import Step, Who
from tests.models.transfer import Scene
from tests.models.transfer_world import Steps, TransferWorld


class ShownWorld(TransferWorld):
    """Each time somebody is asked, it may be on a page."""

    def withdraw(self, agent: Agent) -> Agent:
        """What is only shown has no leg that might live."""
        after = super().withdraw(agent)
        return self.freed(after) if agent.page and agent.live() else after

    def _placing(self, agent: Agent) -> Moves:
        yield from super()._placing(agent)
        if agent.offer is offer.State.INTENDED:
            on_page = agent._replace(offer=self.to(agent, offer.Event.SHOW), page=True)
            yield Step("the caller is shown on an agent's page", Who.WE, on_page)

    def _looking(self, agent: Agent) -> Moves:
        if not agent.page or agent.on_the_phone() or agent.leg is Leg.ENDED:
            yield from super()._looking(agent)
        elif agent.offer is offer.State.SCREENING:
            missed, declined = self.to(agent, offer.Event.MISS), self.to(agent, offer.Event.DECLINE)
            yield Step("nobody clicks", Who.WE, self.freed(agent._replace(offer=missed)))
            yield Step("the agent clicks: no", Who.PEOPLE, self.freed(agent._replace(offer=declined)))

    def _agent(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        yield from super()._agent(s, agent, other)
        if agent.page and agent.offer is offer.State.SCREENING:
            yield Step("the agent clicks: yes", Who.PEOPLE, self.round_over(self.clicked(s, agent, other)))
        if agent.leg is Leg.COMING and agent.in_flight:
            yield Step("the leg from the page arrives", Who.PEOPLE, self.arrives(s, agent, other))
            if self.gives_up():
                yield Step("no leg has come from the page", Who.WE, self.never_came(s, agent, other))

    def gives_up(self) -> bool:
        """Whoever clicked has so long to come."""
        return True

    def clicked(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """The same compare-and-set as a key."""
        if s.row.state is not State.OFFERED:
            return s._replace(agents=(self.withdraw(agent), other))
        won = agent._replace(offer=self.to(agent, offer.Event.ACCEPT), leg=Leg.COMING, ours=True)
        return self.moved(s._replace(agents=(won, self.withdraw(other))), Event.ACCEPT)

    def arrives(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """The agent gets what a rung one gets after the yes; or hears that the caller has left."""
        if agent.ours and s.row.state is State.ACCEPTED and not s.row.gone:
            return s._replace(agents=(agent._replace(leg=Leg.TAKING), other))
        s = s._replace(agents=(agent._replace(leg=Leg.ENDED), other))
        return s if s.row.state in FINAL else self.not_joined(s)

    def never_came(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        """Nobody was on any line for it: the caller waits on, or is owed at once."""
        s = s._replace(agents=(self.freed(agent._replace(leg=Leg.NONE)), other))
        if s.row.state is not State.ACCEPTED or not agent.ours:
            return s
        return self.owe(s) if s.row.gone else self.agent_lost(s)


class ShownForEver(ShownWorld):
    """To whom somebody was shown whom others took, nobody else is shown any more."""

    def withdraw(self, agent: Agent) -> Agent:
        return TransferWorld.withdraw(self, agent)


class WaitedForALeg(ShownWorld):
    """A leg is waited for for ever."""

    def gives_up(self) -> bool:
        return False


MUTANTS = (ShownForEver, WaitedForALeg)
