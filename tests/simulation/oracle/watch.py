"""Compares what really happened with what we wrote down, after every event; it never changes either.

The truth is the carrier's tape; our rows are believed nowhere but in what they claim.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ivr.line.instructions import Answer, Hold, RingOut
from ivr.line.outcomes import PlaceCall
from ivr.promise import callback, offer
from ivr.rehearsal import desk
from ivr.simulator.exchange import Fact, WebRequest
from ivr.store.rules.kinds import LIVES, ONWARD
from ivr.switchboard.rows import Callback, Caller, CustomerLeg, Entry, Obligation, Offer, Transfer
from tests.simulation.oracle import asked, lines, rung, talked
from tests.simulation.oracle.truth import FROM_API, FROM_DIAL, Leg
from tests.simulation.oracle.witnesses import Witnesses
from tests.simulation.seen import CALM

if TYPE_CHECKING:
    from tests.simulation.world.centre import Centre

KINDS: dict[str, type] = {name: kind for kind, (name, _) in LIVES.items()}
ONWARDS: dict[str, Any] = {LIVES[kind][0]: onward for kind, onward in ONWARD.items() if kind in LIVES}
OPEN = frozenset(state for state in callback.State if state not in callback.FINAL)
REPLAYED = 0.1
"""How often a request is made twice on the spot, to see that the second time changes nothing."""
UNSTORED = ("door:wait",)
LOOK_AROUND = 6.0
MACHINES = ("transfer", "callback", "offer")
LATELY = 120.0
"""Seconds for which a fault may well have to do with what happens."""
HELD = 300.0
"""Seconds by which a caller may wait longer than the team's limit, an agent's ringing and screening included."""
WITHDRAWN = 6.0
"""Seconds in which the leg of a withdrawn offer is ended: a period of the sweep, and the carrier's time."""
ALONE = 180.0
"""Seconds for which an agent may be on a leg with nobody, our question after the talk and all waiting included."""


class Violation(BaseException):
    """A promise was broken. Not an error that any of our code may catch."""

    def __init__(self, invariant: str, told: str) -> None:
        super().__init__(f"{invariant}: {told}")
        self.invariant = invariant


class Oracle:
    """All invariants of one world, and how often each was checked."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        """What is watched."""
        self.checks: Counter[str] = Counter()
        self.fold: dict[tuple[str, int], str] = {}
        self.withdrawn: dict[int, float] = {}
        """When each offer was."""
        self.decided: dict[int, float] = {}
        """When a person, to whom it was shown, last said of a callback that it is to be tried again."""
        self.moves: Counter[tuple[str, ...]] = Counter()
        """Every change of state: of what, from what, why."""
        self.under: Counter[tuple[str, ...]] = Counter()
        """The same, once for each fault that had struck lately."""
        self.verdicts: dict[str, str] = {}
        """What agents keyed after a talk, as far as it reached us."""
        self._told = 0
        self.placed_at = 0.0
        self._around_at = 0.0
        self._dice = centre.chance.dice("oracle")
        self.witnesses = Witnesses(self)

    def hold(self, invariant: str, true: object, told: object = "") -> None:
        """An invariant was checked; Violation where it does not hold. What is told is spelled out only then."""
        self.checks[invariant] += 1
        if not true:
            raise Violation(invariant, str(told))

    def look(self) -> None:
        """After every event: our new lines first, then what they caused in the world."""
        self._read_ledger()
        for fact, leg in self.centre.truth.grown():
            self._fact(fact, leg)
            self.centre.people.saw(fact, leg)
        if self.centre.exchange.now >= self._around_at:
            self._around_at = self.centre.exchange.now + LOOK_AROUND
            self._look_around()

    # Our side

    def _read_ledger(self) -> None:
        entries = self.centre.books.lines(self._told)
        if not entries:
            return
        audit = False
        for entry in entries:
            self._line(entry)
            audit = audit or entry.entity in ("obligation", "transfer", "callback")
        self._told += len(entries)
        if audit:
            asked.audit(self)

    def _line(self, entry: Entry) -> None:
        key = (entry.entity, entry.entity_id)
        before = self.fold.get(key, "")
        self.hold("S13 state is the fold of the ledger", before == entry.from_state, (before, entry))
        onward = ONWARDS.get(entry.entity, {}).get(before)
        self.hold("S3 final is final", onward is None or entry.to_state in onward, (before, entry))
        self.fold[key] = entry.to_state
        self._moved(entry)
        if entry.to_state == offer.State.WITHDRAWN and entry.entity == "offer":
            self.withdrawn[entry.entity_id] = entry.at.timestamp()
        if entry.from_state == callback.State.REVIEW and entry.entity == "callback":
            self.decided[entry.entity_id] = entry.at.timestamp()
        lines.check(self, entry)
        self.witnesses.line(entry)

    def _moved(self, entry: Entry) -> None:
        move = (str(entry.entity), str(entry.from_state), str(entry.cause).partition(":")[0])
        self.moves[move] += 1
        if entry.entity not in MACHINES:
            return
        lately = self.now - LATELY
        for fault in [fault for fault, at in self.centre.chance.last.items() if at > lately] or (CALM,):
            self.under[(*move, fault)] += 1

    def row(self, kind: type, id: int) -> Any:
        """A row as it is now."""
        return self.centre.books.shelves[kind].rows[id]

    def rows(self, kind: type, **key: object) -> tuple[Any, ...]:
        """Rows by an indexed key."""
        return self.centre.books.shelves[kind].find(key)

    def every(self, kind: type) -> dict[int, Any]:
        """All rows of a kind."""
        return self.centre.books.shelves[kind].rows

    @property
    def now(self) -> float:
        """Virtual seconds."""
        return self.centre.exchange.now

    def owed(self, number: str) -> bool:
        """Whether a callback to this number is open."""
        callers = self.rows(Caller, number=number)
        return any(one.state in OPEN for caller in callers for one in self.rows(Callback, caller_id=caller.id))

    # The world's side

    def _fact(self, fact: Fact, leg: Leg) -> None:
        self.witnesses.fact(fact, leg)
        match fact.what:
            case "created" if leg.direction == FROM_API:
                rung.agent_rung(self, leg)
            case "created" if leg.direction == FROM_DIAL:
                rung.customer_rung(self, leg)
            case "enqueued":
                asked.waits(self, fact, leg)
            case "bridged":
                talked.talks(self, leg)
            case "hears" if fact.other == "say" and leg.direction == "inbound":
                asked.promised(self, fact, leg)

    def _look_around(self) -> None:
        """What goes wrong by lasting too long."""
        self.witnesses.around()
        for leg in self.centre.truth.waiting():
            talked.not_too_long(self, leg, HELD)
        for agent in self.centre.people.agents:
            for leg in self.centre.truth.live.get(agent.number, {}).values():
                talked.not_alone(self, leg, ALONE)
                talked.not_for_nobody(self, leg, WITHDRAWN)

    # Requests and answers

    def placing(self, call: PlaceCall) -> None:
        """An agent is about to be phoned."""
        ids = dict(call.answered.params)
        asked = next(iter(self.rows(Offer, public_id=ids["offer"])), None)
        self.hold("S1 owed before dialled", asked is not None, ids["offer"])
        if asked.transfer_id is not None:
            owed = self.row(Transfer, asked.transfer_id).obligation_id in self.every(Obligation)
        else:
            kept = self.rows(Obligation, callback_id=asked.callback_id)
            owed = bool(kept) or self.row(Callback, asked.callback_id).ended_at is not None
        self.hold("S1 owed before dialled", owed, f"offer {asked.id} is for nothing that is owed")
        self.witnesses.placing(asked)

    def answered(self, request: WebRequest, said: Answer) -> None:
        """A request was answered: what is said must be owed, and asked again it must be the same."""
        if request.url.startswith("door:verdict"):
            self.verdicts.setdefault(request.leg, dict(request.params).get("Digits", ""))
        for instruction in said.instructions:
            if isinstance(instruction, Hold):
                public_id = instruction.queue.split("-")[1]
                self.hold("S1 owed before dialled", self.rows(Transfer, public_id=public_id), instruction.queue)
            elif isinstance(instruction, RingOut):
                (yes,) = self.rows(Offer, public_id=dict(instruction.over.params)["offer"])
                self.hold("S1 owed before dialled", self.rows(CustomerLeg, offer_id=yes.id), f"offer {yes.id}")
        self.witnesses.answered(request, said)
        if self._dice.random() < REPLAYED and not request.url.startswith(UNSTORED):
            self._again(request, said)

    def _again(self, request: WebRequest, said: Answer) -> None:
        chance = self.centre.chance
        before, was_off = self._picture(), chance.off
        chance.off = True
        again = desk.answer(self.centre.board, request.url, dict(request.params))
        chance.off = was_off
        self.hold("S11 asked twice, answered alike", again == said, (request.url, said, again))
        self.hold("S11 asked twice, answered alike", self._same(before), f"{request.url} changed something")

    def _picture(self) -> list[dict[int, Any]]:
        return [dict(shelf.rows) for shelf in self.centre.books.shelves.values()]

    def _same(self, before: list[dict[int, Any]]) -> bool:
        """Whether every row says what it said; how often it was written over does not matter."""
        after = self._picture()
        return all(old.keys() == new.keys() for old, new in zip(before, after, strict=True)) and all(
            row is new[id] or replace(row, fence=0) == replace(new[id], fence=0)
            for old, new in zip(before, after, strict=True)
            for id, row in old.items()
        )
