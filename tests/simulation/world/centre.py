"""One simulated call centre: the real switchboard, the exchange, people and bad luck, on one agenda in virtual time."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from math import inf

from ivr.promise.policy import Policy
from ivr.rehearsal.world import ACCOUNT
from ivr.simulator.exchange import Exchange
from ivr.switchboard import drive, reconcile, sweep
from ivr.switchboard.board import Board
from ivr.switchboard.ports import Conflict, Unreachable
from tests.simulation import shop
from tests.simulation.oracle import ending
from tests.simulation.oracle.books import next_deadline
from tests.simulation.oracle.log import watched_log
from tests.simulation.oracle.truth import Truth
from tests.simulation.oracle.watch import Oracle
from tests.simulation.people.callers import Caller
from tests.simulation.people.everybody import People
from tests.simulation.people.pages import hired
from tests.simulation.world import day, drawn
from tests.simulation.world.carrier import TroubledCarrier
from tests.simulation.world.chance import Chance, Death, Fault
from tests.simulation.world.doorbell import Doorbell
from tests.simulation.world.library import Editions
from tests.simulation.world.plan import Plan
from tests.simulation.world.post import Post
from tests.simulation.world.stores import opened
from tests.simulation.world.systems import OwnSystem
from tests.simulation.world.trouble import Poison, TroubledStore
from tests.simulation.world.web import Web

EVENT = (
    "one thing that the scheduler lets happen: somebody acts, a request or an answer arrives, a worker takes a job, "
    "something of the exchange's own (a sound ends, a phone rings), a pass of the sweep, a row that it drives"
)
SWEEP = 2.0
COMPARE = 600.0
"""Seconds between two comparisons with the carrier's log, as in the product."""
SELDOM = 86_400.0
"""The same, once nothing goes wrong any more and nothing is left to be judged."""
QUIET = 900.0
"""Seconds after the last planned call after which nothing goes wrong any more."""


class Centre:
    """Everything of one world."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chance = Chance(str(plan.seed), plan.without, habits := plan.habits)
        dice = self.chance.dice("world")
        zone, turning = dice.choice(drawn.ZONES), self.chance.draws(Fault.CALENDAR)
        start = drawn.start(dice, zone, turning)
        self.quirks = drawn.quirks(dice, Fault.STALE_LIST in self.chance.rates, habits)
        self.exchange = Exchange(ACCOUNT, start, seed=plan.seed, quirks=self.quirks, strict=True)
        self._set_numbers()
        self._starts_at(turning)
        self.store, self.books = opened(plan.level, self.now, plan.seed)
        self._policies = drawn.policies(dice, habits)
        self.library = Editions(shop.business(self._policies, zone=zone), plan.outside)
        self.trouble = TroubledStore(self)
        self.board = Board(self.trouble, self.library, drawn.rules(self.chance.dice("rules"), habits))
        self.truth = Truth(self.exchange)
        self.oracle = Oracle(self)
        self.carrier, self.systems = TroubledCarrier(self), OwnSystem(self)
        self.post, self.web = Post(self), Web(self)
        self.doorbell = Doorbell(self)
        agents = hired(self, drawn.teams(dice, habits))
        self.people = People(self, [Caller(self, n) for n in range(dice.randint(2, 6))], agents)
        self._agenda: list[tuple[float, float, int, str, Callable[[], object]]] = []
        self._ties, self._numbers = self.chance.dice("ties"), count()
        self._swept, self._sweeping = start - SWEEP, False
        self.writes = 0  # units of work that were committed so far
        self._awaited: float | None = None  # the earliest deadline of all, while nothing is written; None: not known
        self._began = self._now = datetime.fromtimestamp(start, UTC)
        self._read = start
        self.depth = self._happened = self._sweeps = self.rung_in = 0
        self.barred: dict[str, float] = {}
        self.called_off: set[int] = set()
        """Callbacks that somebody of the business wanted to call off."""
        self.done: list[tuple[float, str]] = []
        """What the agenda held and when it happened."""

    def _starts_at(self, turning: bool) -> None:
        self.chance.clock = lambda: self.exchange.now
        if turning:
            self.chance.count(Fault.CALENDAR)

    def _set_numbers(self) -> None:
        for number in shop.NUMBERS:
            self.exchange.own_number(
                number, voice_url="door:incoming", status_callback="door:status", voice_fallback_url="door:fallback"
            )
        self.pages = self.exchange.own_application(voice_url="door:agent", status_callback="door:agent_status").sid

    def policy(self, team: str) -> Policy:
        """The knobs of a team."""
        return self._policies[team]

    def may_ring(self, times: int = 2) -> bool:
        """Whether one more unplanned call is in order, where there may be so many times as many as were planned."""
        return self.rung_in < times * day.CALLS

    # Time

    def now(self) -> datetime:
        """Virtual time, aware UTC, in whole milliseconds."""
        if self._read != self.exchange.now:
            self._read = self.exchange.now
            self._now = datetime.fromtimestamp(round(self._read, 3), UTC)
        return self._now

    @property
    def events(self) -> int:
        """How much happened; what counts as one, `EVENT` says."""
        return self._happened + self.exchange.happened

    def at(self, when: float, act: Callable[[], object], what: str) -> None:
        """Lets something happen at a time; among things of one moment chance decides."""
        heapq.heappush(self._agenda, (when, self._ties.random(), next(self._numbers), what, act))

    def pause(self, seconds: float, alone: bool = False) -> None:
        """Somebody waits so long, and the world goes on meanwhile. `alone`: if it is the sweep, another one sweeps."""
        sweeping, self._sweeping = self._sweeping, self._sweeping and not alone
        self.depth += 1
        try:
            self.run_until(self.exchange.now + seconds)
        finally:
            self.depth -= 1
            self._sweeping = sweeping

    def run_until(self, end: float) -> None:
        """Lets everything happen that is to happen until then."""
        while (found := self._next()) is not None and found[0] <= end:
            self._step(*found)
        if end > self.exchange.now:
            self.exchange.advance(end)
        self._collect()

    def _next(self) -> tuple[float, str] | None:
        """The time of the next thing, and whose it is."""
        first, whose = inf, ""
        if (event := self.exchange.next_event()) is not None:
            first, whose = event, "carrier"
        if self._agenda and self._agenda[0][0] < first:
            first, whose = self._agenda[0][0], "agenda"
        if not self._sweeping and (sweep := self._sweep_at()) < first:
            first, whose = sweep, "sweep"
        return (max(first, self.exchange.now), whose) if whose else None

    def _sweep_at(self) -> float:
        if self._awaited is None:
            deadline = next_deadline(self.books)
            self._awaited = inf if deadline is None else deadline.timestamp()
        return max(self._awaited, self._swept + SWEEP)

    def _step(self, when: float, whose: str) -> None:
        if when > self.exchange.now or whose == "carrier":
            self.exchange.advance(when)
        self.people.look_at_pages()
        if whose == "agenda":
            _, _, _, what, act = heapq.heappop(self._agenda)
            self._happen(what, act)
        elif whose == "sweep":
            self._sweep()
        self._collect()
        self.oracle.look()
        self.people.look_at_pages()

    def _happen(self, what: str, act: Callable[[], object]) -> None:
        self._happened += 1
        self.done.append((self.exchange.now, what))
        try:
            act()
        except Death:
            return

    def _collect(self) -> None:
        for request in self.exchange.requests():
            self.post.arrive(request)

    def _sweep(self) -> None:
        self._swept, self._sweeping = self.exchange.now, True
        try:
            self._happen("sweep", self._swept_once)
        finally:
            self._sweeping = False

    def _compare(self) -> None:
        """The carrier's log with our rows, as the product does it now and then, whether anything is due or not. Once
        nothing goes wrong any more it is seldom worth it, unless something could not be judged yet."""
        if not self.chance.off:
            self.at(self.exchange.now + COMPARE, self._compare, "compare")
        with suppress(Unreachable):
            awaited = reconcile.once(self.board, self.carrier).drift
            if self.chance.off:
                self.at(self.exchange.now + (COMPARE if awaited else SELDOM), self._compare, "compare")

    def _swept_once(self) -> None:
        self._sweeps = number = self._sweeps + 1
        self.oracle.witnesses.sweep_begins()
        try:
            swept = sweep.once(self.board, self.carrier)
        except Unreachable:
            return
        self._happened += swept.driven
        if number == self._sweeps:  # else this one was paused, and others swept meanwhile
            self.oracle.witnesses.sweep_ends(swept)

    def job(self, kind: str, id: int) -> None:
        """What a worker does with one ring of the doorbell: one step, and rings for the next."""
        try:
            self.doorbell.ring(drive.drive(self.board, self.carrier, kind, id))
        except (Conflict, Unreachable, Poison):
            return

    def changed(self) -> None:
        """Something may have been written."""
        self.writes += 1
        self._awaited = None

    def run(self) -> None:
        """The whole story; Violation where a promise is broken."""
        with watched_log(self.oracle.witnesses.canaries):
            self._run()

    def _run(self) -> None:
        for agent in self.people.agents:
            if agent.name not in self.plan.without_people:
                agent.hired()
        self.trouble.begins()
        last = day.plan(self)
        self.at(self.exchange.now + COMPARE, self._compare, "compare")
        self.run_until(last + QUIET)
        self.chance.off = True
        self.at(self.exchange.now, self._compare, "compare")
        for agent in self.people.agents:
            agent.says(True)
        ending.converge(self)
        report = reconcile.once(self.board, self.carrier, self._began)
        agreed = report.balanced and not report.found[reconcile.Kind.MISSED]
        self.oracle.hold("L8 the carrier's log says the same", agreed, report)
