"""Protocols with one mistake each, which the exploration must find: the proof that it can find any.

Each overrides one decision; its docstring says the mistake in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.promise import offer, transfer
from ivr.promise.callback import State
from tests.models.agent import Agent, Customer, Leg
from tests.models.callback import WAITS as OWN_WAITS
from tests.models.callback import Scene as CallbackScene
from tests.models.callback_world import CallbackWorld
from tests.models.explore import Step, Who
from tests.models.transfer import WAITS, Row, Scene
from tests.models.transfer_world import TransferWorld


class NoGate(TransferWorld):
    """A yes is a yes, whatever became of the offer and of the caller."""

    def heeds(self, agent: Agent) -> bool:
        return True

    def yes(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        return s._replace(agents=(agent._replace(leg=Leg.TAKING), other))


class NoQuietTime(TransferWorld):
    """The first look that finds no leg counts as proof that there will be none."""

    def quiet(self, agent: Agent) -> bool:
        return True


class PlacedAgain(TransferWorld):
    """What may or may not have been placed is placed again."""

    def may_claim(self, agent: Agent) -> bool:
        return agent.offer in (offer.State.INTENDED, offer.State.UNKNOWN)


class SlowWorkerWrites(TransferWorld):
    """A worker whose time is over writes its answer over what has happened since."""

    def may_settle(self, agent: Agent) -> bool:
        return agent.live()


class WithdrawnAndForgotten(TransferWorld):
    """With the offer the row forgets the leg that may live."""

    def withdraw(self, agent: Agent) -> Agent:
        return self.freed(super().withdraw(agent)) if agent.live() else agent


class LeaveIgnoresAccept(TransferWorld):
    """The caller may leave by key while an accepted agent is on the way."""

    def key_wins(self, row: Row) -> bool:
        return row.state in (*WAITS, transfer.State.ACCEPTED)


class AnybodysOver(TransferWorld):
    """The end of a bridge is heard from any agent, not only from the one who was accepted last."""

    def counts(self, agent: Agent) -> bool:
        return True


class LostByTheClock(TransferWorld):
    """An accepted agent who takes too long is given up, without a look at the leg."""

    def looks(self, s: Scene) -> Iterator[Step[Scene]]:
        yield from super().looks(s)
        if s.row.state is transfer.State.ACCEPTED:
            yield Step("fifteen seconds pass", Who.WE, self.agent_lost(s))


class LostWithoutProof(TransferWorld):
    """The accepted agent's leg has ended, so the caller is said to wait again, though they may have talked."""

    def heard_agent_end(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        s = super().heard_agent_end(s, agent, other)
        return self.agent_lost(s) if s.row.state is transfer.State.ACCEPTED else s


class OwedWithoutProof(TransferWorld):
    """The caller's leg has ended while an agent was on the way, so they are owed, though they may have talked."""

    def heard_gone(self, s: Scene) -> Scene:
        s = super().heard_gone(s)
        return self.owe(s) if s.row.state is transfer.State.ACCEPTED else s


class CompletedIsProof(TransferWorld):
    """An accepted agent's leg that ended counts as a conversation."""

    def heard_agent_end(self, s: Scene, agent: Agent, other: Agent) -> Scene:
        s = self.talk_over(super().heard_agent_end(s, agent, other), True)
        return self.moved(s, transfer.Event.SERVE) if s.row.state is transfer.State.TALKED else s


class PollNotTotal(TransferWorld):
    """No rule for two legs that ended before anybody said whether there was a bridge."""

    def nothing_proved(self, s: Scene) -> bool:
        return False


class OffersLeftRinging(TransferWorld):
    """Whoever is owed a callback is owed it, and the agents' phones ring on."""

    def owe(self, s: Scene) -> Scene:
        return self.moved(s, transfer.Event.OWE, owed=1)


class SuspendedWhileDialled(CallbackWorld):
    """The callback is suspended at once when the caller rings in, while the customer's leg still rings."""

    def may_suspend(self, s: CallbackScene) -> bool:
        return s.row.state in (State.SCHEDULED, State.DUE, State.OFFERED, State.DIALLING)


class ResumeDialsAnew(SuspendedWhileDialled):
    """And what is resumed is dialled again, whatever became of the leg that was being rung."""

    def may_ring(self, s: CallbackScene) -> bool:
        return not self.on_the_line(s)


class RungIntoOwnCall(CallbackWorld):
    """A customer is rung, even one who is on the line with us by themselves."""

    def on_the_line(self, s: CallbackScene) -> bool:
        return False


class AnotherAgentSent(CallbackWorld):
    """The caller's own call is offered to others while an agent rings the same person."""

    def may_ask_for_caller(self, s: CallbackScene) -> bool:
        return s.row.transfer in OWN_WAITS


class LegOutlivesItsRow(CallbackWorld):
    """The agent's leg has ended, and nobody closes the row of the customer's leg that died with it."""

    def leg_died(self, agent: Agent) -> Agent:
        return agent


class AnybodysAttempt(CallbackWorld):
    """The end of a leg that rang the customer is heard from any agent, not only from the one at work."""

    def mine(self, agent: Agent) -> bool:
        return not agent.for_caller and agent.offer is offer.State.ACCEPTED


class NotRungWithoutALook(CallbackWorld):
    """An agent's leg that ended is taken to have rung nobody."""

    def settled_attempt(self, s: CallbackScene, customer: Customer) -> CallbackScene:
        return super().settled_attempt(s, Customer.SILENT if s.row.state is State.DIALLING else customer)


class AgentsEndUnheard(CallbackWorld):
    """No rule for an agent's leg that ended after the talk and before the verdict."""

    def heard_agent_end(self, s: CallbackScene, agent: Agent, other: Agent) -> CallbackScene:
        return s._replace(agents=(self.freed(self.leg_died(agent)), other))


class OwedTwice(CallbackWorld):
    """Whoever is owed once more gets one more callback, beside the open one."""

    def owe(self, s: CallbackScene) -> CallbackScene:
        s = super().owe(s)
        return s._replace(row=s.row._replace(others=s.row.others + 1))


class ServedAndStillOwed(CallbackWorld):
    """That the caller was served on a call of their own does not end what we owed them."""

    def serve(self, s: CallbackScene) -> CallbackScene:
        return self.joined(s, transfer.Event.SERVE)


class PhonedByTwo(CallbackWorld):
    """An agent whose caller had left phones them now, although somebody else has the callback."""

    def may_phone_now(self, s: CallbackScene) -> bool:
        return s.row.state in (State.SCHEDULED, State.DUE, State.OFFERED, State.DIALLING)


TRANSFER = (
    NoGate,
    NoQuietTime,
    PlacedAgain,
    SlowWorkerWrites,
    WithdrawnAndForgotten,
    LeaveIgnoresAccept,
    AnybodysOver,
    LostByTheClock,
    LostWithoutProof,
    OwedWithoutProof,
    CompletedIsProof,
    PollNotTotal,
    OffersLeftRinging,
)
CALLBACK = (
    SuspendedWhileDialled,
    ResumeDialsAnew,
    RungIntoOwnCall,
    AnotherAgentSent,
    LegOutlivesItsRow,
    AnybodysAttempt,
    NotRungWithoutALook,
    AgentsEndUnheard,
    OwedTwice,
    ServedAndStillOwed,
    PhonedByTwo,
)
MUTANTS: tuple[type[TransferWorld] | type[CallbackWorld], ...] = (*TRANSFER, *CALLBACK)
