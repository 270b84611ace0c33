"""A small town in the box: one shop on the real engine, and people who phone. Time passes as the story says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ivr.line.outcomes import EndResult, FetchResult, Gone, PlaceCall, PlaceResult
from ivr.promise.policy import Policy
from ivr.rehearsal.carrier import RehearsalCarrier
from ivr.rehearsal.people import Person
from ivr.rehearsal.world import World
from ivr.simulator.exchange import Limits, WebRequest
from ivr.store.memory.store import MemoryStore
from ivr.switchboard import agents
from ivr.switchboard.rows import Agent as Row
from ivr.switchboard.rows import Call, Callback, Caller, Message, Obligation, Task, Transfer
from tests.language.built_in import words
from tests.simulation import shop

MORNING = datetime(2026, 11, 23, 5, tzinfo=UTC)
"""A Monday, eleven in the morning in Dhaka: the shop is open from ten to ten, and callers may be phoned till eight."""
NIGHT = MORNING + timedelta(hours=12)
NASRIN, KARIM = "+8801712345678", "+8801812345678"


class Town(World):
    """Requests can be lost, and the carrier can be told to misbehave: `loses` and `place` are the story's to set."""

    def __init__(self, start: datetime = MORNING, **policy: object) -> None:
        business = shop.business({"care": Policy(**policy)}, words("en"))  # type: ignore[arg-type]
        super().__init__(business, {"main": shop.flow(business)}, start, limits=Limits(calls_per_second=None))
        self.carrier = _Carrier(self)
        self.loses: Callable[[WebRequest], bool] = lambda request: False

    def deliver(self, request: WebRequest) -> None:
        """Answers a request, unless it is lost on the way."""
        if not self.loses(request):
            super().deliver(request)
        elif request.kind == "twiml":
            self.exchange.fail(request.id, 11200)

    def caller(self, name: str = "Nasrin", number: str = NASRIN) -> Neighbour:
        """Somebody who phones the shop."""
        return Neighbour(self, name, number)

    def agent(self, name: str = "Asha", number: str = "+12025550111") -> Agent:
        """One of the shop's people, at work."""
        agents.add(self.store, name, number, ("care",))
        agents.available(self.store, name)
        return Agent(self, name, number)

    def passes(self, seconds: float) -> None:
        """Time goes by."""
        self.run_for(seconds)

    def passes_until(self, hour: int, minute: int = 0, days: int = 0) -> None:
        """Until it is so late, in UTC, today or so many days on."""
        self.run_until(self.now().replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days))

    def all(self, kind: type) -> list[object]:
        """All rows of a kind, in order."""
        store: MemoryStore = self.store
        return list(store.shelves[kind].rows.values())


class _Carrier(RehearsalCarrier):
    """The exchange, with one way to go wrong: what `awry` says of a request to phone an agent."""

    def __init__(self, town: Town) -> None:
        super().__init__(town.exchange)
        self.awry: Callable[[PlaceCall], PlaceResult] | None = None
        self.missing = False
        """Whether it does not find the legs that it has."""

    def end(self, sid: str) -> EndResult:
        return Gone() if self.missing else super().end(sid)

    def fetch(self, sid: str) -> FetchResult:
        return Gone() if self.missing else super().fetch(sid)

    def place(self, call: PlaceCall) -> PlaceResult:
        if self.awry is None:
            return super().place(call)
        awry, self.awry = self.awry, None
        return awry(call)


class Neighbour(Person):
    """A caller: what became of them is told by our books."""

    def rings_the_shop(self) -> str:
        """Phones the shop and hears the menu."""
        return self.rings(shop.NUMBER)

    def asks_for_a_person(self) -> None:
        """And now waits in the queue."""
        self.rings_the_shop()
        self.hears(shop.REASON)
        self.presses("1")
        self.hears("Please stay on the line")

    @property
    def _town(self) -> Town:
        place = self._place
        assert isinstance(place, Town)
        return place

    @property
    def _row(self) -> Caller:
        (row,) = (one for one in self._town.all(Caller) if one.number == self.number)  # type: ignore[attr-defined]
        return row

    def owed(self) -> list[Obligation]:
        """Every debt to this caller."""
        return [debt for debt in self._town.all(Obligation) if debt.caller_id == self._row.id]  # type: ignore[attr-defined]

    def fates(self) -> list[str]:
        """How each debt stands: `served`, `waived`, `waiting`, or the state of the callback that keeps it."""
        callbacks = {one.id: one.state.value for one in self._town.all(Callback)}  # type: ignore[attr-defined]
        return [callbacks[debt.callback_id] if debt.fate == "callback" else debt.fate.value for debt in self.owed()]

    def callback(self) -> Callback:
        """The one that we owed last."""
        return [one for one in self._town.all(Callback) if one.caller_id == self._row.id][-1]  # type: ignore[attr-defined]

    def transfer(self) -> Transfer:
        """The last time that this caller asked for a person."""
        return [one for one in self._town.all(Transfer) if one.caller_id == self._row.id][-1]  # type: ignore[attr-defined]

    def call(self) -> Call:
        """The last call of this caller."""
        return [one for one in self._town.all(Call) if one.caller_id == self._row.id][-1]  # type: ignore[attr-defined]

    def must_not_be_phoned(self) -> None:
        """Somebody wrote to us."""
        with self._town.store.unit("operator") as unit:
            unit.save(replace(unit.lock(self._row.id), do_not_call=True))

    def was_rung(self) -> int:
        """How often this phone rang."""
        return sum(fact.what == "rings" for fact in self.facts())


class Agent(Person):
    """Somebody of the shop."""

    @property
    def id(self) -> int:
        """Of their row."""
        place = self._place
        assert isinstance(place, Town)
        return next(row.id for row in place.all(Row) if row.name == self.name)  # type: ignore[attr-defined]

    def answers(self) -> None:
        """Picks up when the phone rings, and hears the brief."""
        self.is_rung()
        self.picks_up()
        self.hears("To take the call, press 1")

    def says_yes(self) -> None:
        """Answers and takes the call."""
        self.answers()
        self.presses("1")

    def goes_home(self) -> None:
        """Is asked for nothing any more."""
        place = self._place
        assert isinstance(place, Town)
        agents.away(place.store, self.name)

    def comes_back(self) -> None:
        """Is at work again."""
        place = self._place
        assert isinstance(place, Town)
        agents.available(place.store, self.name)

    def was_rung(self) -> int:
        """How often this phone rang."""
        return sum(fact.what == "rings" for fact in self.facts())


def tasks(town: Town) -> list[str]:
    """Why somebody must act."""
    return [task.reason for task in town.all(Task)]  # type: ignore[attr-defined]


def messages(town: Town) -> list[str]:
    """What owners were told."""
    return [message.text for message in town.all(Message)]  # type: ignore[attr-defined]
