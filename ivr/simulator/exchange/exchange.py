"""The one door to the simulated telephone network: what people do, what the carrier asks, REST, and time.

Everything is driven by the owner and nothing happens by itself: no thread, no socket, no real clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ivr.simulator.exchange import people, phones, queues, script
from ivr.simulator.exchange.behaviour import Behaviour
from ivr.simulator.exchange.parts import RINGING
from ivr.simulator.exchange.records import ApplicationRecord, NumberRecord
from ivr.simulator.exchange.rest import Rest
from ivr.simulator.exchange.values import Bridge, Fact, Leg, Limits, Quirks, Truth, Verb, WebRequest
from ivr.simulator.exchange.verbs import VERBS
from ivr.simulator.exchange.world import World


class Exchange(Rest):
    """A telephone network with one customer account, in virtual time."""

    def __init__(
        self,
        account_sid: str,
        start: float,
        *,
        seed: int = 0,
        limits: Limits | None = None,
        quirks: Quirks | None = None,
        strict: bool = False,
    ) -> None:
        """`start` in epoch seconds; equal seeds and equal orders of calls give equal worlds."""
        super().__init__(World(account_sid, start, seed, limits or Limits(), quirks or Quirks()))
        self._world.strict = strict
        self._world.verbs = VERBS

    # What the account owns and what stands at the other end of the wires

    def own_number(self, number: str, *, voice_url: str, **properties: str) -> NumberRecord:
        """Give the account a number, or set a number anew; properties as in NumberRecord (status_callback, …)."""
        known = self._world.numbers.get(number)
        record = NumberRecord(known.sid if known else self._world.new_sid("PN"), number, voice_url, **properties)
        self._world.numbers[number] = record
        return record

    def own_application(self, *, voice_url: str, sid: str = "", **properties: str) -> ApplicationRecord:
        """Give the account an application, or set the one with this SID anew; properties as in ApplicationRecord."""
        record = ApplicationRecord(sid or self._world.new_sid("AP"), voice_url, **properties)
        self._world.applications[record.sid] = record
        return record

    def phone(self, number: str, behaviour: Behaviour) -> None:
        """Say what the phone at a number does when it is rung; a number never named rings unanswered."""
        self._world.phones[number] = behaviour

    # What people do; each raises Impossible when it cannot be done now

    def ring_in(self, from_: str, to: str, **extra: str) -> str:
        """A person phones one of our numbers; extra parameters (StirVerstat=…) go into every request. CallSid."""
        return people.ring_in(self._world, from_, to, tuple(extra.items()))

    def connect(self, identity: str, application_sid: str, **params: str) -> str:
        """The person at a browser phone calls out, through an application of the account; the CallSid."""
        return people.connect(self._world, identity, application_sid, tuple(params.items()))

    def pick_up(self, sid: str) -> None:
        """The person at a ringing phone answers."""
        phones.pick_up(self._world, people.known(self._world, sid))

    def reject(self, sid: str) -> None:
        """The person at a ringing phone declines: busy."""
        people.reject(self._world, people.known(self._world, sid))

    def hang_up(self, sid: str) -> None:
        """The person on this leg hangs up (a caller also while it still rings)."""
        people.hang_up(self._world, people.known(self._world, sid))

    def press(self, sid: str, digits: str) -> None:
        """The person presses keys (0-9 * #), all at this moment."""
        phones.press(self._world, people.known(self._world, sid), digits)

    def speak(self, sid: str, text: str, seconds: float = 3.0) -> None:
        """The person says something: heard by a bridged person or a recording, else by nobody."""
        phones.speak(self._world, people.known(self._world, sid), text, seconds)

    def black_out(self) -> None:
        """A regional outage: every leg drops now, and no request or report says so."""
        people.black_out(self._world)

    def hold_back(self, sid: str) -> None:
        """A placed call is stuck: never dialled, `queued` until it is ended. KeyError for a SID that never was."""
        people.hold_back(self._world.calls[sid])

    def leg(self, sid: str) -> Leg:
        """A look at one leg; KeyError for a SID that never was."""
        return people.look(self._world.calls[sid])

    def parameter(self, sid: str, name: str) -> str:
        """What stands under this name in every request of a leg; empty where nothing does."""
        return dict(self._world.calls[sid].base).get(name, "")

    def live(self) -> list[Leg]:
        """All legs that have not ended, oldest first."""
        return [people.look(call) for call in self._world.live.values()]

    def ringing_at(self, number: str) -> list[str]:
        """SIDs of the legs that ring at this phone now."""
        legs = self._world.at_phone.get(number, ())
        return [call.sid for call in legs if call.status == RINGING and call.direction != "inbound"]

    # Carrier and application

    def requests(self) -> list[WebRequest]:
        """Requests that became due since the last call of this method, in order."""
        due, self._world.outbox = self._world.outbox, []
        return due

    @property
    def in_flight(self) -> int:
        """Documents asked for and not yet answered, failed or given up."""
        return len(self._world.pending)

    def answer(self, request_id: int, document: tuple[Verb, ...] = ()) -> bool:
        """The application's answer; False where nobody is there to execute it. Empty for a status report."""
        pending = self._world.pending.get(request_id)
        executed = script.answer(self._world, request_id, document)
        if pending and pending.frame and not executed and not pending.call.live:
            queues.never_entered(self._world, pending.call, pending.request.url, document)
        return executed

    def fail(self, request_id: int, error_code: int, why: str = "") -> None:
        """The answer could not be had or not be executed: fallback, error result, or apology and hang-up."""
        script.fail(self._world, request_id, error_code, why)

    # Time

    @property
    def now(self) -> float:
        """Virtual epoch seconds."""
        return self._world.now

    def next_event(self) -> float | None:
        """When something happens next by itself, None if never."""
        return self._world.next_event()

    def advance(self, to: float) -> None:
        """Run every event up to `to`, in order, and stand there. Never back: ValueError."""
        self._world.advance(to)

    @property
    def happened(self) -> int:
        """How many things happened by themselves so far: sounds that ended, phones that gave up, calls dialled."""
        return self._world.happened

    # Ground truth

    @property
    def facts(self) -> Sequence[Fact]:
        """All that happened, in order; grows only."""
        return self._world.facts

    @property
    def bridges(self) -> Sequence[Bridge]:
        """All conversations, in order of their beginning."""
        return self._world.bridges

    def truth(self) -> Truth:
        """A copy of facts and bridges that stays as it is."""
        return Truth(tuple(self.facts), tuple(replace(bridge) for bridge in self.bridges))

    def transcript(self, sid: str) -> list[Fact]:
        """The facts of one leg."""
        return list(self._world.tapes.get(sid, ()))

    @property
    def complaints(self) -> Sequence[str]:
        """Breaches of the carrier's rules by the application; a test asserts that there are none."""
        return self._world.complaints

    @property
    def notifications(self) -> Sequence[str]:
        """The carrier's debugger: errors and warnings by code, in words."""
        return self._world.notifications
