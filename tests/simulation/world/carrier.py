"""The telephone company's REST as the product meets it in bad times: slow, ambiguous, away; and workers die around it.

While a call takes its time, the rest of the world goes on: that is where other workers and webhooks come between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ivr.line.log import PageResult, RequestsResult, Sought
from ivr.line.outcomes import (
    Blame,
    EndResult,
    FetchResult,
    FindResult,
    Gone,
    PlaceCall,
    Placed,
    PlaceResult,
    RecordingsResult,
    Refused,
    TextsResult,
    Uncertain,
)
from ivr.rehearsal.carrier import RehearsalCarrier
from tests.simulation.world.chance import Death, Fault
from tests.simulation.world.habits import Habit

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

T = TypeVar("T")
LONGEST_WAIT = 10.0
"""Seconds that a request takes at the most (our own HTTP time-out)."""
PAUSES = (1.0, 3600.0)
LATEST = 600.0
NOT_THERE_FOR = 15.0
"""Seconds for which a new leg may be missing where the carrier looks it up."""
DEEPEST = 3
AMBIGUOUS = (Fault.UNANSWERED, Fault.NOT_SENT, Fault.SERVER_ERROR, Fault.PLACED_LATER)


class TroubledCarrier:
    """Fills `ports.Carrier`."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._inner = RehearsalCarrier(centre.exchange)
        self._dice = centre.chance.dice("carrier")
        self._slow = self._dice.choice((0.0, 0.02, 0.2))
        """How often an answer takes really long."""
        self.ending: Counter[str] = Counter()
        """Legs whose end is asked for at this moment; the asking may take its time."""
        self.unanswered: set[str] = set()
        """Legs that were placed, and whose id has not come back yet."""
        self.too_late: set[str] = set()
        """Legs that were there to be found only after the quiet time: what we assume of the network did not hold."""
        self.stuck: set[str] = set()
        """Legs that the carrier never dials: only their end can be asked for."""
        self._seen: dict[str, float] = {}
        """Until when each leg is not found."""

    # To place a call

    def place(self, call: PlaceCall) -> PlaceResult:
        centre = self._centre
        centre.oracle.placing(call)
        intended = centre.exchange.now
        self._around("before a create", Fault.DEATH_PLACING)
        result = self._placed(call, intended)
        sid = result.sid if isinstance(result, Placed) else ""
        self.unanswered.add(sid)
        try:
            if sid and centre.depth < DEEPEST and centre.chance.draws(Fault.EARLY):
                centre.pause(centre.chance.of(Fault.EARLY).uniform(0.5, 5.0))
            self._around("after a create", Fault.DEATH_PLACING)
        finally:
            self.unanswered.discard(sid)
        return result

    def _placed(self, call: PlaceCall, intended: float) -> PlaceResult:
        if (refused := self._refused()) is not None:
            return refused
        chance = self._centre.chance
        fault = next((one for one in AMBIGUOUS if chance.draws(one)), None)
        match fault:
            case None:
                return self._created(call, intended)
            case Fault.NOT_SENT if chance.of(fault).random() < 0.5:
                chance.count(fault, "not connected")
                return Refused(Blame.LATER, "not connected")
            case Fault.NOT_SENT:
                chance.count(fault, "reset")
            case Fault.SERVER_ERROR if chance.of(fault).random() < 0.5:
                chance.count(fault, "not placed")
            case Fault.PLACED_LATER:
                later = self._centre.exchange.now + (LATEST / 0.5) ** chance.of(fault).random() * 0.5
                chance.count(fault)
                self._centre.at(later, lambda: self._created(call, intended), "late create")
            case _:
                chance.count(fault, "placed")
                self._created(call, intended)
        return Uncertain(str(fault))

    def _refused(self) -> PlaceResult | None:
        """What is answered where nothing is placed, for a time or this once."""
        chance = self._centre.chance
        if chance.meets(Fault.OUTAGE, "a create"):
            connected = self._dice.random() < 0.5
            return Uncertain("no answer") if connected else Refused(Blame.LATER, "not connected")
        if chance.meets(Fault.ACCOUNT):
            return Refused(Blame.SETUP, "the credentials are wrong or may not do this (Twilio error 20003)")
        if chance.meets(Fault.THROTTLED, "for a while") or chance.strikes(Fault.THROTTLED):
            return Refused(Blame.LATER, self._dice.choice(("20429", "22005")))
        return None

    def _created(self, call: PlaceCall, intended: float) -> PlaceResult:
        """The call exists from here on. A create that comes during an outage is none."""
        centre = self._centre
        if centre.chance.lasts(Fault.OUTAGE):
            return Uncertain("no answer")
        result = self._inner.place(call)
        if not isinstance(result, Placed):
            return result
        now = centre.exchange.now
        if centre.chance.draws(Fault.NOT_THERE):
            self._seen[result.sid] = now + centre.chance.of(Fault.NOT_THERE).uniform(0.5, NOT_THERE_FOR)
        listed = max(now + centre.quirks.list_lag, self._seen.get(result.sid, now))
        if listed - intended > centre.board.rules.quiescence.total_seconds():
            self.too_late.add(result.sid)
        if centre.chance.strikes(Fault.STUCK):
            self.stuck.add(result.sid)
            centre.exchange.hold_back(result.sid)
        return result

    # To ask and to end

    def end(self, sid: str) -> EndResult:
        self.ending[sid] += 1
        try:
            return self._asked("an end", lambda: Gone() if self._missing(sid) else self._inner.end(sid))
        finally:
            self.ending[sid] -= 1

    def fetch(self, sid: str) -> FetchResult:
        self._just_then(sid)
        return self._asked("a fetch", lambda: Gone() if self._missing(sid) else self._inner.fetch(sid))

    def _just_then(self, sid: str) -> None:
        """Who is asked after may hang up in this very moment, and all that is told of it comes before the answer."""
        leg, chance = self._centre.truth.legs.get(sid), self._centre.chance
        talks = leg is not None and leg.direction == "inbound" and bool(leg.bridges) and leg.bridges[-1].end is None
        if (
            talks
            and chance.has(Habit.JUST_THEN)
            and self._centre.depth < DEEPEST
            and chance.tempts(Fault.LEAVES, Habit.JUST_THEN)
        ):
            chance.count(Fault.LEAVES, "just as we ask")
            self._centre.exchange.hang_up(sid)
            self._centre.pause(chance.of(Fault.LEAVES).uniform(0.5, 3.0))

    def find(self, to: str, from_: str) -> FindResult:
        return self._asked("a find", lambda: self._listed(self._inner.find(to, from_)))

    def children(self, sid: str) -> FindResult:
        return self._asked("a find of children", lambda: self._listed(self._inner.children(sid)))

    def calls(self, sought: Sought, page: str = "") -> PageResult:
        return self._asked("a page of the log", lambda: self._inner.calls(sought, page))

    def requests(self, sid: str) -> RequestsResult:
        return self._asked("a leg's record", lambda: self._inner.requests(sid))

    def close_queue(self, sid: str) -> EndResult:
        return self._asked("a queue's end", lambda: self._inner.close_queue(sid))

    def text(self, to: str, from_: str, body: str) -> PlaceResult:
        refused = self._refused()
        return self._asked("a message", lambda: refused or self._inner.text(to, from_, body))

    def texts(self, to: str, from_: str) -> TextsResult:
        return self._asked("a find of messages", lambda: self._inner.texts(to, from_))

    def recordings(self, sid: str) -> RecordingsResult:
        return self._asked("a find of recordings", lambda: self._inner.recordings(sid))

    def erase_recording(self, sid: str) -> EndResult:
        return self._asked("an erasure", lambda: self._inner.erase_recording(sid))

    def erase_call(self, sid: str) -> EndResult:
        return self._asked("an erasure of a call", lambda: self._inner.erase_call(sid))

    def erase_text(self, sid: str) -> EndResult:
        return self._asked("an erasure of a message", lambda: self._inner.erase_text(sid))

    def _missing(self, sid: str) -> bool:
        missing = not self._centre.chance.off and self._seen.get(sid, 0.0) > self._centre.exchange.now
        if missing:
            self._centre.chance.count(Fault.NOT_THERE)
        return missing

    def _listed(self, found: FindResult) -> FindResult:
        """A list may lack what is new (`list_lag` of the exchange as well), be cut after a page, or say a leg twice."""
        if not isinstance(found, tuple) or not found:
            return found
        there = tuple(leg for leg in found if not self._missing(leg.sid))
        if not self._centre.chance.strikes(Fault.STALE_LIST):
            return there
        kind = self._centre.chance.of(Fault.STALE_LIST).choice(("cut", "double"))
        return there[:1] if kind == "cut" else there[:1] + there

    def _asked(self, what: str, ask: Callable[[], T]) -> T | Uncertain:
        self._around(f"before {what}")
        if self._centre.chance.meets(Fault.OUTAGE, what) or self._centre.chance.meets(Fault.ACCOUNT, what):
            return Uncertain("no answer")
        if self._centre.chance.strikes(Fault.NOT_SENT, "a question"):
            return Uncertain("reset")
        said = ask()
        self._around(f"after {what}")
        if self._centre.chance.strikes(Fault.UNANSWERED, "a question"):
            return Uncertain("no answer")
        return said

    def _around(self, what: str, deadly: Fault = Fault.DEATH) -> None:
        """Time passes, and the process may die, or be paused."""
        centre, chance = self._centre, self._centre.chance
        if chance.strikes(deadly, what):
            raise Death(what)
        if chance.off or centre.depth >= DEEPEST:
            return
        if centre.depth == 0 and chance.strikes(Fault.PAUSED, what):
            low, high = PAUSES
            centre.pause(low * (high / low) ** chance.of(Fault.PAUSED).random(), alone=True)
            return
        drawn = self._dice.random()
        if drawn < 0.3:
            centre.pause(self._dice.uniform(0.01, 2.0))
        elif drawn < 0.3 + self._slow and centre.depth == 0:
            centre.pause(LONGEST_WAIT ** self._dice.uniform(0.2, 1.0))
