"""One simulated call centre: the real switchboard, the exchange, people and bad luck, on one agenda in virtual time."""

from __future__ import annotations

import hashlib
import heapq
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from ivr.promise.policy import Policy, Strategy
from ivr.rehearsal.world import ACCOUNT, Shelf
from ivr.simulator.exchange import Exchange, Limits, Quirks
from ivr.store.memory import MemoryStore
from ivr.switchboard import drive, sweep
from ivr.switchboard.board import Board, Rules
from ivr.switchboard.ports import Conflict, Unreachable
from ivr.switchboard.rows import Caller
from tests.simulation import ending, shop
from tests.simulation.agents import Agent
from tests.simulation.callers import Caller as Person
from tests.simulation.carrier import TroubledCarrier
from tests.simulation.chance import Chance, Death, Fault
from tests.simulation.oracle import Oracle, Violation
from tests.simulation.people import People
from tests.simulation.truth import Truth
from tests.simulation.web import Web

SWEEP = 2.0
CALLS = 10
"""Calls that are planned per world; more come when people ring in at bad moments."""
QUIET = 900.0
"""Seconds after the last planned call after which nothing goes wrong any more."""


@dataclass(frozen=True)
class Plan:
    """What is to be simulated: a seed, and what is left out of it to shorten the story."""

    seed: int
    without_calls: frozenset[int] = frozenset()
    without: frozenset[Fault] = frozenset()


class Centre:
    """Everything of one world."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chance = Chance(str(plan.seed), plan.without)
        self._dice = self.chance.dice("world")
        self._ties = self.chance.dice("ties")
        start = self._start()
        self.exchange = Exchange(ACCOUNT, start, seed=plan.seed, limits=Limits(), quirks=self._quirks(), strict=True)
        self.chance.clock = lambda: self.exchange.now
        self.store = MemoryStore(self.now, plan.seed)
        self._policies = self._drawn_policies()
        business = shop.business(self._policies)
        self.board = Board(self.store, Shelf(business, {"main": shop.flow(business)}), Rules(ACCOUNT))
        self.exchange.own_number(
            shop.NUMBER, voice_url="door:incoming", status_callback="door:status", voice_fallback_url="door:fallback"
        )
        self.truth = Truth(self.exchange)
        self.oracle = Oracle(self)
        self.carrier = TroubledCarrier(self)
        self.web = Web(self)
        self.doorbell = Doorbell(self)
        self.people = self._people()
        self._agenda: list[tuple[float, float, int, str, Callable[[], object]]] = []
        self._numbers = count()
        self._swept = start - SWEEP
        self._sweeping = False
        self.depth = 0
        self.events = 0
        self.rung_in = 0
        self.barred: dict[str, float] = {}
        self.trace = hashlib.blake2b(digest_size=16)

    # What is drawn

    def _start(self) -> float:
        """Some day of a year, mostly inside opening hours (10 to 20 in Dhaka, six hours ahead of UTC)."""
        day = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=self._dice.randrange(365))
        hour = self._dice.uniform(4, 14) if self._dice.random() < 0.8 else self._dice.uniform(0, 24)
        return float(int((day + timedelta(hours=hour)).timestamp()))

    def _quirks(self) -> Quirks:
        coin = self._dice.random
        return Quirks(
            dequeue_fields=coin() < 0.6,
            action_after_hangup=coin() < 0.6,
            abandoned_child=self._dice.choice(("no-answer", "canceled")),
            dialler_gone=self._dice.choice(("error", "leave", "bridged")) if coin() < 0.2 else "error",
            early_hangup="system-error" if coin() < 0.4 else "",
            list_lag=self._dice.uniform(0, 20) if coin() < 0.3 else 0.0,
        )

    def _drawn_policies(self) -> dict[str, Policy]:
        def policy() -> Policy:
            return Policy(
                strategy=self._dice.choice(tuple(Strategy)),
                ring=timedelta(seconds=self._dice.randint(10, 25)),
                rounds=self._dice.randint(1, 3),
                wait_limit=timedelta(seconds=self._dice.randint(60, 600)),
                attempts=self._dice.randint(2, 5),
                attempt_delays=(timedelta(minutes=self._dice.randint(2, 10)), timedelta(hours=2)),
            )

        return {"care": policy(), "repairs": policy()}

    def policy(self, team: str) -> Policy:
        """The knobs of a team."""
        return self._policies[team]

    def _people(self) -> People:
        agents = [Agent(self, 0, ("care", "repairs"))]
        agents += [Agent(self, index, self._teams()) for index in range(1, self._dice.randint(1, 4))]
        callers = [Person(self, index) for index in range(self._dice.randint(2, 6))]
        return People(self, callers, agents)

    def _teams(self) -> tuple[str, ...]:
        return self._dice.choice((("care",), ("care",), ("repairs",), ("care", "repairs"), ("care", "repairs")))

    # Time

    def now(self) -> datetime:
        """Virtual time, aware UTC."""
        return datetime.fromtimestamp(self.exchange.now, UTC)

    def at(self, when: float, act: Callable[[], object], what: str) -> None:
        """Lets something happen at a time; among things of one moment chance decides."""
        heapq.heappush(self._agenda, (when, self._ties.random(), next(self._numbers), what, act))

    def pause(self, seconds: float) -> None:
        """Somebody waits so long, and the world goes on meanwhile."""
        self.depth += 1
        try:
            self.run_until(self.exchange.now + seconds)
        finally:
            self.depth -= 1

    def run_until(self, end: float) -> None:
        """Lets everything happen that is to happen until then."""
        while (found := self._next()) is not None and found[0] <= end:
            self._step(*found)
        if end > self.exchange.now:
            self.exchange.advance(end)
        self._collect()

    def _next(self) -> tuple[float, str] | None:
        """The time of the next thing, and whose it is."""
        found: list[tuple[float, str]] = []
        if (event := self.exchange.next_event()) is not None:
            found.append((event, "carrier"))
        if self._agenda:
            found.append((self._agenda[0][0], "agenda"))
        if not self._sweeping and (deadline := self.store.next_deadline()) is not None:
            found.append((max(deadline.timestamp(), self._swept + SWEEP), "sweep"))
        if not found:
            return None
        when, whose = min(found, key=lambda one: one[0])
        return max(when, self.exchange.now), whose

    def _step(self, when: float, whose: str) -> None:
        if whose == "carrier":
            self.exchange.advance(when)
        elif whose == "agenda":
            if when > self.exchange.now:
                self.exchange.advance(when)
            _, _, _, what, act = heapq.heappop(self._agenda)
            self._happen(what, act)
        else:
            if when > self.exchange.now:
                self.exchange.advance(when)
            self._sweep()
        self._collect()
        self.oracle.look()

    def _happen(self, what: str, act: Callable[[], object]) -> None:
        self.events += 1
        self.trace.update(f"{self.exchange.now:.3f} {what};".encode())
        try:
            act()
        except Death:
            return

    def _collect(self) -> None:
        for request in self.exchange.requests():
            self.web.arrive(request)

    # Work

    def _sweep(self) -> None:
        self._swept = self.exchange.now
        self._sweeping = True
        try:
            self._happen("sweep", self._swept_once)
        finally:
            self._sweeping = False

    def _swept_once(self) -> None:
        self.events += sweep.once(self.board, self.carrier).driven

    def job(self, kind: str, id: int) -> None:
        """What a worker does with one ring of the doorbell: one step, and rings for the next."""
        try:
            self.doorbell.ring(drive.drive(self.board, self.carrier, kind, id))
        except (Conflict, Unreachable):
            return

    # The store's weak moments

    def _trouble(self, moment: str) -> None:
        if self.chance.strikes(Fault.DEATH, moment):
            raise Death(moment)

    def _before_commit(self) -> None:
        self._trouble("before a commit")
        if self.chance.strikes(Fault.COMMIT, "not applied"):
            raise Unreachable("the connection broke before the commit")

    def _after_commit(self) -> None:
        self._trouble("after a commit")
        if self.chance.strikes(Fault.COMMIT, "applied"):
            raise Unreachable("the connection broke after the commit")

    # One life

    def run(self) -> None:
        """The whole story; Violation where a promise is broken."""
        for agent in self.people.agents:
            agent.hired()
        self.store.at_open = lambda: self._trouble("at the beginning of a unit")
        self.store.before_commit, self.store.after_commit = self._before_commit, self._after_commit
        end = self._plan_calls()
        self._plan_shifts(end)
        self.run_until(end + QUIET)
        self.chance.off = True
        for agent in self.people.agents:
            agent.says(True)
        ending.converge(self)

    def _plan_calls(self) -> float:
        """When people ring in; returns the time of the last one."""
        span = self._dice.choice((300.0, 1200.0, 3600.0, 3600.0 * 6))
        times = sorted(self.exchange.now + self._dice.uniform(0, span) for _ in range(CALLS))
        for index, when in enumerate(times):
            person = self._dice.choice(self.people.callers)
            if index not in self.plan.without_calls:
                self.at(when, person.ring_in, person.name)
        return times[-1]

    def may_ring(self) -> bool:
        """Whether one more unplanned call is in order."""
        return self.rung_in < 2 * CALLS

    def _plan_shifts(self, end: float) -> None:
        for agent in self.people.agents:
            for _ in range(self._dice.choice((0, 0, 1, 2, 3))):
                leaves = self._dice.uniform(self.exchange.now, end)
                self.at(leaves, lambda agent=agent: agent.says(False), agent.name)  # type: ignore[misc]
                back = leaves + self._dice.uniform(60, 3600)
                self.at(back, lambda agent=agent: agent.says(True), agent.name)  # type: ignore[misc]
        if self._dice.random() < 0.15:
            person = self._dice.choice(self.people.callers)
            self.at(self._dice.uniform(self.exchange.now, end), lambda: self.bar(person), "do not call")

    def bar(self, person: Person) -> None:
        """Somebody wrote to us that they must not be phoned."""
        try:
            with self.store.unit("operator") as unit:
                row = unit.one(Caller, number=person.number)
                if row is None:
                    return
                unit.save(replace(unit.lock(row.id), do_not_call=True))
        except Unreachable:
            pass
        rows = self.oracle.rows(Caller, number=person.number)
        if rows and rows[0].do_not_call:
            self.barred[person.number] = self.exchange.now


class Doorbell:
    """Fills `ports.Doorbell`: loses, doubles and delays."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._dice = centre.chance.dice("doorbell")

    def ring(self, due: Iterable[tuple[str, int]]) -> None:
        """Some worker will drive these, presumably."""
        for kind, id in dict.fromkeys(due):
            if self._centre.chance.strikes(Fault.DOORBELL):
                continue
            for _ in range(2 if self._dice.random() < 0.02 else 1):
                delay = self._dice.uniform(0.01, 0.2) if self._dice.random() < 0.95 else self._dice.uniform(1, 30)
                self._centre.at(
                    self._centre.exchange.now + delay, lambda kind=kind, id=id: self._centre.job(kind, id), f"{kind} {id}"  # type: ignore[misc]
                )


class _Bugs(logging.Handler):
    """What the sweep only logs, for it goes on whatever breaks, is a bug here, unless a fault of ours caused it."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, Unreachable):
            raise Violation("no bug in the sweep", f"{type(error).__name__}: {error}") from error


_log = logging.getLogger("ivr.switchboard.sweep")
_log.addHandler(_Bugs())
_log.propagate = False
