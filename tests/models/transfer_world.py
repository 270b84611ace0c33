"""The world of one transfer: a caller in a queue, two agents, and the carrier between them. And what must hold there.

Each method yields what may happen next at one place; what we make of it stands in `transfer`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ivr.line.outcomes import HoldResult
from ivr.promise import offer
from ivr.promise.transfer import FINAL, Event, State
from tests.models.agent import BRIDGED, NOT_BRIDGED, Agent, Leg
from tests.models.explore import Step, Who
from tests.models.transfer import EXPECTED, WAITS, Caller, Row, Rules, Scene, Talk

Steps = Iterator[Step[Scene]]


def _served_is_proved(s: Scene, faults: int) -> bool:
    return s.row.state is not State.SERVED or (s.talk is not Talk.NONE and s.row.bridged and not s.row.again)


def _talk_is_believed(s: Scene, faults: int) -> bool:
    talked = s.talk is Talk.LONG and not s.row.again and (s.told or not faults)
    return not (talked and s.row.state is State.CALLBACK)


def _winner_takes(s: Scene, faults: int) -> bool:
    taking = [agent for agent in s.agents if agent.leg in (Leg.JOINING, Leg.TALKING)]
    return len(taking) <= 1 and all(agent.ours and s.row.state not in (*WAITS, *FINAL) for agent in taking)


RUNG_TWICE = "no agent's phone rings that no row knows of"
PROMISES: dict[str, Callable[[Scene, int], bool]] = {
    "an obligation has one fate": lambda s, _: s.row.owed == (s.row.state is State.CALLBACK),
    "served only after an agent's yes and a bridge": _served_is_proved,
    "whoever talked, and we were told, is not phoned again": _talk_is_believed,
    "one agent takes the caller: the one who won": _winner_takes,
    "of the caller's leaving and an agent's yes one wins": lambda s, _: (
        s.caller is not Caller.CHOSE or all(agent.leg is not Leg.TAKING for agent in s.agents)
    ),
    "agents are asked for those who wait or are owed, and for nobody else": lambda s, _: (
        any(agent.live() for agent in s.agents) == (s.row.state is State.OFFERED)
    ),
    RUNG_TWICE: lambda s, _: not any(agent.stray for agent in s.agents),
}


class TransferWorld(Rules):
    """What the carrier and people do. `rounds`: how often each agent may be asked."""

    promises = PROMISES

    def __init__(self, rounds: int = 2) -> None:
        super().__init__()
        self.rounds = rounds

    def start(self) -> Scene:
        agent = Agent(turns=self.rounds)
        return Scene(Row(), Caller.HELD, None, Talk.NONE, False, (agent, agent))

    def steps(self, s: Scene) -> list[Step[Scene]]:
        return [Step(words, who, self.forgotten(after)) for words, who, after in self._all(s)]

    def _all(self, s: Scene) -> Steps:
        one, two = s.agents
        yield from self._agent(s, one, two)
        if two != one:
            yield from self._agent(s, two, one)
        yield from self._caller(s)
        yield from self.looks(s)

    def looks(self, s: Scene) -> Steps:
        """Deadlines: each looks at the carrier, and tells the rows what is so."""
        row = s.row
        if row.state in WAITS:
            yield Step("the longest wait is over, or nobody is left to ask", Who.WE, self.owe(s))
        if s.caller is Caller.GONE and not row.gone:
            yield Step("we hear that the caller's leg has ended", Who.WE, self.heard_gone(s))
        if row.state is State.ACCEPTED and not self.agent_there(s) and self.still_waits(s):
            yield Step("a wait request shows that the caller still waits", Who.WE, self.agent_lost(s))
        if self.nothing_proved(s):
            yield Step("both legs have ended and nothing is proved", Who.WE, self.talk_over(s, False))
        if row.state in EXPECTED and s.caller is Caller.TALKING:
            yield Step("we look: both are in one talk", Who.WE, self.moved(s, Event.BRIDGE))
        if row.state is State.TALKED and not row.bridged and not self.agent_there(s):
            yield self._no_proof(s)

    def _no_proof(self, s: Scene) -> Step[Scene]:
        """What comes later than that never comes: a fault, as if it had been lost."""
        late = s.left is not None or any(agent.over for agent in s.agents)
        one, two = (agent._replace(over="") for agent in s.agents)
        owed = self.owe(s._replace(left=None, agents=(one, two)))
        return Step("twenty minutes pass without a proof", Who.FAULT if late else Who.WE, owed)

    # --- the caller -------------------------------------------------------------------------------------------

    def _caller(self, s: Scene) -> Steps:
        if s.caller is Caller.HELD:
            yield from self._held(s)
        if s.caller in (Caller.OUT, Caller.CHOSE):
            yield Step("the rest of the caller's call ends", Who.CARRIER, s._replace(caller=Caller.GONE))
        if s.left is not None:
            words = f"the queue's last request ({s.left})"
            heard = self.heard_left(s._replace(told=s.told or s.left is HoldResult.BRIDGED), s.left)
            yield Step(words, Who.CARRIER, heard._replace(left=None))
            yield Step(f"{words}, and it will come again", Who.FAULT, heard)
            yield Step(f"{words} is lost", Who.FAULT, s._replace(left=None))

    def _held(self, s: Scene) -> Steps:
        gone = s._replace(caller=Caller.GONE, left=HoldResult.HUNG_UP)
        yield Step("the caller hangs up in the queue", Who.PEOPLE, gone)
        if s.row.state in FINAL:
            out = s._replace(caller=Caller.OUT, left=HoldResult.LEFT)
            yield Step("the next wait document lets the caller out", Who.CARRIER, out)
        elif self.key_wins(s.row):
            owed = self.owe(s)
            out = owed._replace(caller=Caller.CHOSE, left=HoldResult.LEFT)
            yield Step("the caller keys: call me back", Who.PEOPLE, out)
            yield Step("the caller keys: call me back, and our answer is lost", Who.FAULT, owed)

    # --- an agent ---------------------------------------------------------------------------------------------

    def _agent(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        if agent.offer is None and agent.turns and s.row.state in WAITS and not s.row.gone:
            asked = s._replace(agents=(self.asked(agent, True), other))
            asked = self.moved(asked, Event.OFFER) if s.row.state is State.WAITING else asked
            yield Step("an agent is asked", Who.WE, asked)
        for words, who, after in self.steps_of(agent):
            yield Step(words, who, self.round_over(s._replace(agents=(after, other))))
        if agent.leg is Leg.UP:
            yield Step("an agent says yes", Who.PEOPLE, self.round_over(self.yes(s, agent, other)))
        if agent.offer is offer.State.ACCEPTED:
            yield from self._accepted(s, agent, other)

    def _accepted(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        by_leg = {
            Leg.TAKING: self._taking,
            Leg.JOINING: self._joining,
            Leg.TALKING: self._talking,
            Leg.ASKED: self._asked,
        }
        if agent.leg in by_leg:
            yield from by_leg[agent.leg](s, agent, other)
        if agent.over:
            yield from self._over(s, agent, other)
        if agent.leg is Leg.ENDED and agent.in_flight and agent.ours:
            yield Step("we hear that the agent's leg has ended", Who.WE, self.heard_agent_end(s, agent, other))

    def _taking(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        ended, unjoined = agent._replace(leg=Leg.ENDED), agent._replace(over=NOT_BRIDGED)
        yield Step("the agent's leg ends before the bridge", Who.PEOPLE, s._replace(agents=(ended, other)))
        late = s._replace(agents=(unjoined._replace(leg=Leg.ENDED), other))
        yield Step("the agent's leg ends before the bridge, to be reported", Who.PEOPLE, late)
        failed = s._replace(agents=(unjoined._replace(leg=Leg.OVER), other))
        if s.caller is not Caller.HELD:
            yield Step("nobody is in the queue", Who.CARRIER, failed)
            return
        yield Step("the line cannot take the caller from the queue", Who.FAULT, failed)
        taken = s._replace(caller=Caller.MOVING, agents=(agent._replace(leg=Leg.JOINING), other))
        known = self.moved(taken, Event.DEQUEUE) if agent.ours and s.row.state is State.ACCEPTED else taken
        yield Step("the caller is taken from the queue", Who.CARRIER, known)
        yield Step("the caller is taken from the queue, and its request is lost", Who.FAULT, taken)

    def _joining(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        over, ended = agent._replace(leg=Leg.OVER, over=NOT_BRIDGED), agent._replace(leg=Leg.ENDED)
        talking = s._replace(caller=Caller.TALKING, talk=Talk.SHORT, agents=(agent._replace(leg=Leg.TALKING), other))
        out = s._replace(caller=Caller.OUT, left=HoldResult.FAILED)
        gone = s._replace(caller=Caller.GONE, left=HoldResult.HUNG_UP)
        yield Step("they are bridged", Who.CARRIER, talking)
        yield Step("the bridge cannot be made", Who.FAULT, out._replace(agents=(over, other)))
        yield Step("the caller hangs up just before the bridge", Who.PEOPLE, gone._replace(agents=(over, other)))
        yield Step("the agent hangs up just before the bridge", Who.PEOPLE, out._replace(agents=(ended, other)))

    def _talking(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        over, ended = agent._replace(leg=Leg.OVER, over=BRIDGED), agent._replace(leg=Leg.ENDED)
        out = s._replace(caller=Caller.OUT, left=HoldResult.BRIDGED)
        gone = out._replace(caller=Caller.GONE)
        if s.talk is Talk.SHORT:
            yield Step("they talk for the minimum", Who.CARRIER, s._replace(talk=Talk.LONG))
        yield Step("the caller hangs up after the talk", Who.PEOPLE, gone._replace(agents=(over, other)))
        yield Step("the talk reaches its limit", Who.CARRIER, out._replace(agents=(over, other)))
        yield Step("the agent hangs up after the talk", Who.PEOPLE, out._replace(agents=(ended, other)))
        reported = (ended._replace(over=BRIDGED), other)
        yield Step("the agent hangs up after the talk, to be reported", Who.PEOPLE, out._replace(agents=reported))

    def _over(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        words = f"the agent's line reports: {agent.over}"
        told = s._replace(told=s.told or agent.over == BRIDGED)
        yield Step(words, Who.CARRIER, self.heard_over(told, agent, other))
        yield Step(f"{words}, and will again", Who.FAULT, self.heard_over(told, agent, other, again=True))
        yield Step(f"{words}, which is lost", Who.FAULT, s._replace(agents=(_unheard(agent), other)))

    def _asked(self, s: Scene, agent: Agent, other: Agent) -> Steps:
        ended = s._replace(agents=(agent._replace(leg=Leg.ENDED), other))
        yield Step("the agent keys: done", Who.PEOPLE, self.verdict(ended, False))
        yield Step("the agent keys: call again", Who.PEOPLE, self.verdict(ended, True))
        yield Step("the agent stays silent", Who.CARRIER, self.settle(ended))
        yield Step("the agent hangs up without a verdict", Who.PEOPLE, ended)

    # --- how it is judged -------------------------------------------------------------------------------------

    def broken(self, s: Scene, faults: int) -> str | None:
        return next((words for words, holds in self.promises.items() if not holds(s, faults)), None)

    def settled(self, s: Scene) -> bool:
        """The obligation has its fate, nobody is on any line, and both agents are free."""
        free = all(not agent.in_flight and not agent.on_the_phone() for agent in s.agents)
        return s.row.state in FINAL and s.caller is Caller.GONE and s.left is None and free

    resting = settled

    def show(self, s: Scene) -> str:
        agents = "; ".join(agent.show() for agent in s.agents)
        return f"transfer {s.row.state}; caller {s.caller}; {agents}"


def _unheard(agent: Agent) -> Agent:
    return agent._replace(over="", leg=Leg.ENDED if agent.leg is Leg.OVER else agent.leg)


class UntimedWorld(TransferWorld):
    """No assumption on how long a request may be under way: an agent's phone may ring twice, and that is the worst."""

    promises = {words: holds for words, holds in PROMISES.items() if words != RUNG_TWICE}

    def quiet(self, agent: Agent) -> bool:
        return True
