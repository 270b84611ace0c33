"""The world of one callback: two agents, the customer's telephone, and the caller who may ring in at any moment.

Each method yields what may happen next at one place; what we make of it stands in `callback` and `own_call`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ivr.promise import offer
from ivr.promise.callback import FINAL, TRANSITIONS, Event, State
from ivr.promise.machine import allows
from ivr.promise.transfer import FINAL as OWN_FINAL
from ivr.promise.transfer import Event as OwnEvent
from ivr.promise.transfer import State as Own
from tests.models.agent import BRIDGED, NOT_BRIDGED, RUNG, Agent, Customer, Leg
from tests.models.callback import AT_WORK, WAITS, Caller, Row, Scene
from tests.models.explore import Step, Who
from tests.models.own_call import Rules

Steps = Iterator[Step[Scene]]
OVER = {
    Customer.SILENT: Customer.SILENT,
    Customer.RINGING: Customer.UNANSWERED,
    Customer.UP: Customer.SHORT,
    Customer.TALKING: Customer.LONG,
}
"""What becomes of the customer's leg when it ends, or the agent's leg that rang it."""


def _dials(s: Scene) -> list[Agent]:
    return [agent for agent in s.agents if agent.leg is Leg.DIALLING]


def _one_talk(s: Scene, attempts: int) -> bool:
    """A second one only where we know that another person, or another line, picked up."""
    talks = any(agent.customer in (Customer.UP, Customer.TALKING) for agent in s.agents)
    return s.row.state is State.TALKING or not (talks and s.caller is Caller.TALKING)


def _asked_for_somebody(s: Scene, attempts: int) -> bool:
    asked = {agent.for_caller for agent in s.agents if agent.live()}
    return (False in asked) == (s.row.state is State.OFFERED) and (True in asked) == (s.row.transfer is Own.OFFERED)


def _winner_takes(s: Scene, attempts: int) -> bool:
    taking = [agent for agent in s.agents if agent.leg is Leg.TALKING]
    return all(agent.ours and agent.for_caller and s.row.transfer is Own.TALKING for agent in taking)


PROMISES: dict[str, Callable[[Scene, int], bool]] = {
    "never two customers' legs": lambda s, _: len(_dials(s)) <= 1,
    "no customer's phone rings that no row knows of": lambda s, _: all(agent.rings for agent in _dials(s)),
    "never two conversations at once with one caller": _one_talk,
    "nobody's phone is rung into their own call": lambda s, _: not s.intruded,
    "no customer's phone rings after the end": lambda s, _: s.row.state not in FINAL or not _dials(s),
    "whoever talked, and we were told, is not phoned again": lambda s, _: (
        not s.proved or all(agent.customer is not Customer.SILENT for agent in _dials(s))
    ),
    "an attempt is a ring": lambda s, _: s.row.attempts <= s.rung,
    "no more rings than attempts, but for one cut short by the caller's own call": lambda s, attempts: (
        s.rung <= attempts + (s.caller is not Caller.NONE)
    ),
    "came in only where the caller was served": lambda s, _: (
        s.row.state is not State.CAME_IN or s.row.transfer is Own.SERVED
    ),
    "an obligation has one fate": lambda s, _: s.row.others <= (s.row.state in FINAL),
    "agents are asked for those who wait or are owed, and for nobody else": _asked_for_somebody,
    "one agent takes the caller: the one who won": _winner_takes,
    "no agent's phone rings that no row knows of": lambda s, _: not any(agent.stray for agent in s.agents),
}


class CallbackWorld(Rules):
    """What the carrier and people do."""

    promises = PROMISES

    def start(self) -> Scene:
        return Scene(Row(), 0, False, False, Caller.NONE, (Agent(), Agent()))

    def steps(self, s: Scene) -> list[Step[Scene]]:
        return [Step(words, who, self.forgotten(after)) for words, who, after in self._all(s)]

    def _all(self, s: Scene) -> Steps:
        one, two = s.agents
        yield from self._callback(s)
        yield from self._caller(s)
        yield from self._agent(s, one, two)
        if one != two:
            yield from self._agent(s, two, one)

    def _callback(self, s: Scene) -> Steps:
        if s.row.state is State.SCHEDULED and not self.on_the_line(s):
            yield Step("its time comes", Who.WE, self.moved(s, Event.FALL_DUE))
        if s.row.state in (State.DUE, State.OFFERED):
            put_off = self.moved(self.withdrawn(s, for_caller=False), Event.PUT_OFF)
            yield Step("the caller moves it to a later time", Who.PEOPLE, put_off)
        if allows(TRANSITIONS, s.row.state, Event.CANCEL):
            yield Step("the caller cancels it", Who.PEOPLE, self.ended_by(s, Event.CANCEL))
        if allows(TRANSITIONS, s.row.state, Event.BAR):
            yield Step("the caller asks never to be phoned", Who.PEOPLE, self.ended_by(s, Event.BAR))

    def _caller(self, s: Scene) -> Steps:
        if s.caller is Caller.NONE and s.row.state not in FINAL:
            yield Step("the caller rings in and asks for a person", Who.PEOPLE, self.rings_in(s))
        if s.caller is Caller.HELD:
            who = Who.CARRIER if s.row.transfer in OWN_FINAL else Who.PEOPLE
            yield Step("the caller's own call ends", who, s._replace(caller=Caller.GONE))
        if s.caller is Caller.GONE and s.row.on_line:
            yield Step("we hear that the caller's own call has ended", Who.WE, self.heard_gone(s))
        if s.row.transfer in WAITS:
            yield Step("the longest wait is over", Who.WE, self.owe(s))
        if s.row.transfer is Own.TALKED and not any(a.ours and a.for_caller and a.in_flight for a in s.agents):
            yield Step("the talk with the caller was long enough", Who.WE, self.serve(s))
            yield Step("the talk with the caller was too short", Who.WE, self.owe(s))

    # --- an agent ---------------------------------------------------------------------------------------------

    def _agent(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        if agent.offer is None:
            yield from self._free(s, agent, other)
        for words, who, after in self.steps_of(agent):
            yield Step(words, who, self.round_over(s._replace(agents=(after, other))))
        if agent.leg is Leg.UP:
            yield Step("an agent says yes", Who.PEOPLE, self.round_over(self.yes(s, agent, other)))
        if agent.offer is offer.State.ACCEPTED:
            yield from self._accepted(s, agent, other)

    def _free(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        if s.row.state in (State.DUE, State.OFFERED) and not self.on_the_line(s):
            asked = s._replace(agents=(self.asked(agent, False), other))
            asked = self.moved(asked, Event.OFFER) if s.row.state is State.DUE else asked
            yield Step("an agent is asked for the callback", Who.WE, asked)
        if self.may_ask_for_caller(s):
            asked = s._replace(agents=(self.asked(agent, True), other))
            asked = self.joined(asked, OwnEvent.OFFER) if s.row.transfer is Own.WAITING else asked
            yield Step("an agent is asked for the caller on the line", Who.WE, asked)

    def _accepted(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        by_leg = {
            Leg.DIALLING: self._dialling,
            Leg.TAKING: self._taking,
            Leg.TALKING: self._talking,
            Leg.ASKED: self._asked,
            Leg.LEFT: self._left,
        }
        if agent.leg in by_leg:
            yield from by_leg[agent.leg](s, agent, other)
        if agent.over:
            words = f"the agent's line reports: {agent.over}"
            unheard = agent._replace(over="", leg=Leg.ENDED if agent.leg is Leg.OVER else agent.leg)
            yield Step(words, Who.CARRIER, self.heard_over(s, agent, other))
            yield Step(f"{words}, and will again", Who.FAULT, self.heard_over(s, agent, other, again=True))
            yield Step(f"{words}, which is lost", Who.FAULT, s._replace(agents=(unheard, other)))
        if self._of_an_attempt(s, agent):
            yield Step("we hear how the customer's leg stands", Who.WE, self.heard_customer(s, agent, other))
        if agent.leg is Leg.ENDED and agent.in_flight and agent.ours:
            yield Step("we hear that the agent's leg has ended", Who.WE, self.heard_agent_end(s, agent, other))

    def _of_an_attempt(self, s: Scene, agent: Agent) -> bool:
        """Whether there is a customer's leg of the attempt under way that got anywhere."""
        moving = agent.customer not in (Customer.SILENT, Customer.RINGING)
        return moving and self.mine(agent) and agent.rings and s.row.state in AT_WORK

    # --- the customer's telephone, rung by the agent's leg ----------------------------------------------------

    def _dialling(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        over = agent._replace(leg=Leg.OVER, over=RUNG, customer=OVER[agent.customer])
        ended = over._replace(leg=Leg.ENDED, over="")
        yield Step("the agent's leg ends", Who.PEOPLE, s._replace(agents=(ended, other)))
        late = over._replace(leg=Leg.ENDED)
        yield Step("the agent's leg ends, to be reported", Who.PEOPLE, s._replace(agents=(late, other)))
        if agent.customer is Customer.SILENT:
            rings = (agent._replace(customer=Customer.RINGING), other)
            yield Step("the customer's phone rings", Who.CARRIER, s._replace(rung=s.rung + 1, agents=rings))
            return
        if agent.customer is Customer.RINGING:
            yield Step("the customer does not answer", Who.CARRIER, s._replace(agents=(over, other)))
            up = agent._replace(customer=Customer.UP)
            yield Step("the customer picks up", Who.PEOPLE, s._replace(agents=(up, other)))
        else:
            yield Step("the talk with the customer ends", Who.CARRIER, s._replace(agents=(over, other)))
        if agent.customer is Customer.UP:
            long = agent._replace(customer=Customer.TALKING)
            yield Step("they talk for the minimum", Who.CARRIER, s._replace(agents=(long, other)))
        if self.must_end(s, agent):
            cut = Customer.UNANSWERED if agent.customer is Customer.RINGING else Customer.CUT
            yield Step("we end the customer's leg", Who.WE, s._replace(agents=(over._replace(customer=cut), other)))

    # --- the caller on the line -------------------------------------------------------------------------------

    def _taking(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        yield Step("the agent's leg ends before the bridge", Who.PEOPLE, s._replace(agents=(_ended(agent), other)))
        if s.caller is Caller.HELD:
            talking = s._replace(caller=Caller.TALKING, agents=(agent._replace(leg=Leg.TALKING), other))
            known = self.joined(talking, OwnEvent.BRIDGE) if s.row.transfer is Own.ACCEPTED else talking
            yield Step("agent and caller are bridged", Who.CARRIER, known)
        else:
            over = agent._replace(leg=Leg.OVER, over=NOT_BRIDGED)
            yield Step("nobody is in the queue", Who.CARRIER, s._replace(agents=(over, other)))

    def _talking(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        gone = self.joined(s._replace(caller=Caller.GONE), OwnEvent.TALK_OVER)
        over = agent._replace(leg=Leg.OVER, over=BRIDGED)
        yield Step("the talk with the caller ends", Who.CARRIER, gone._replace(agents=(over, other)))
        yield Step("the agent hangs up on the caller", Who.PEOPLE, gone._replace(agents=(_ended(agent), other)))

    def _asked(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        ended = s._replace(agents=(_ended(agent), other))
        yield Step("the agent hangs up without a verdict", Who.PEOPLE, ended)
        if agent.for_caller:
            yield Step("the agent keys: done", Who.PEOPLE, self.serve(ended))
            yield Step("the agent keys: call again", Who.PEOPLE, self.owe(ended))
            yield Step("the agent stays silent", Who.CARRIER, ended)
            return
        again = s._replace(agents=(_ended(agent)._replace(customer=Customer.SHORT), other))
        yield Step("the agent keys: done", Who.PEOPLE, self.verdict(ended, Event.CONNECT))
        yield Step("the agent keys: call again", Who.PEOPLE, self.verdict(again, Event.AGAIN))
        yield Step("the agent keys: wrong number", Who.PEOPLE, self.verdict(ended, Event.CLOSE))
        yield Step("the agent stays silent", Who.CARRIER, self.settled_attempt(ended, agent.customer))

    def _left(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        yield Step("the agent lets it be", Who.CARRIER, s._replace(agents=(_ended(agent), other)))
        yield Step("the agent phones the caller now", Who.PEOPLE, self.phones_now(s, agent, other))

    # --- how it is judged -------------------------------------------------------------------------------------

    def broken(self, s: Scene, faults: int) -> str | None:
        return next((words for words, holds in self.promises.items() if not holds(s, self.attempts)), None)

    def settled(self, s: Scene) -> bool:
        return s.row.state in FINAL and self.resting(s)

    def resting(self, s: Scene) -> bool:
        """Over, or waiting for its time or for an agent, with nobody on any line."""
        free = all(not (agent.in_flight or agent.on_the_phone() or agent.rings) for agent in s.agents)
        calm = s.row.transfer is None or (s.row.transfer in OWN_FINAL and s.caller is Caller.GONE)
        return free and calm and not s.row.on_line and s.row.state in (State.SCHEDULED, State.DUE, *FINAL)

    def show(self, s: Scene) -> str:
        caller = "" if s.row.transfer is None else f"; transfer {s.row.transfer}, caller {s.caller}"
        return f"callback {s.row.state}{caller}; {'; '.join(agent.show() for agent in s.agents)}"


def _ended(agent: Agent) -> Agent:
    return agent._replace(leg=Leg.ENDED)
