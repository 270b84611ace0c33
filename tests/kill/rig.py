"""One installation on its ground, under calls: struck at random moments, mended, and now and then judged.

The seed draws what strikes and what people do; the moment is as random as the machine's threads are.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Self

from ivr.reports.equation.audit import audit
from ivr.switchboard import reconcile
from tests.databases import migrate
from tests.kill.strikes import Strike, possible
from tests.kill.verdict import Judge
from tests.kill.wire import Wire
from tests.live import cast, shop
from tests.live.ground import Ground
from tests.live.nursery import Nursery
from tests.live.owners import Owners
from tests.live.town import Site, Town, environment

BETWEEN_CALLS = 9.0
"""Virtual seconds, on average."""
BEFORE = 30.0
"""Virtual seconds of calls before anything strikes at all."""
STRUCK_WITHIN = (0.01, 0.3)
"""Real seconds of calls after which it strikes, between which."""
AFTER = 0.15
"""Real seconds for which calls go on after a strike, before anybody mends anything."""
QUICK = 900.0
"""Virtual seconds at most in one round's good part."""
MENDED, AT_LEISURE = 8.0, 1.0
"""Virtual seconds of calls after everything is mended, so that some come between on a slow machine too; and real
seconds that these may take."""
HEALED_EVERY = 10
"""Strikes, after which everything is mended, comes to its end, and is judged."""
TRANSFERS, DAYS, STEP = 25 * 60.0, 30 * 86_400.0, 3600.0
"""Virtual seconds after which no transfer may be left over, and no callback; and between two looks."""
OPENS = 10
"""The hour of the morning, in Dhaka, at which a new day of calls begins."""


@dataclass
class Result:
    """What happened on one database."""

    database: str
    struck: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    asked: int = 0
    unanswered: int = 0
    judged: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def strikes(self) -> int:
        return self.struck.total()


class Rig:
    """A context manager; `strike` and `heal` are its two moves."""

    def __init__(self, kind: str, seed: int, nursery: Nursery) -> None:
        self.kind, self.dice = kind, Random(f"{seed}/{kind}/strikes")
        self._seed, self._nursery = seed, nursery
        self._ends = ExitStack()
        self.result = Result(kind)

    def __enter__(self) -> Self:
        try:
            self._build()
        except BaseException:
            self._ends.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def _build(self) -> None:
        self.ground = Ground(self.kind)
        self._ends.callback(self.ground.close)
        migrate(self.ground.database)
        self._wire = Wire(self.ground.database) if self.kind == "postgresql" else None
        if self._wire:
            self._ends.callback(self._wire.close)
        reached = self._wire.url if self._wire else self.ground.database
        env = environment(reached, self.ground.redis, self.ground.folder / "var")
        self.site = Site(env, self.ground.folder.parent / "log", self.ground.database)
        self.parts = self.site.parts()
        self._ends.callback(self.parts.store.engine.dispose)
        self._drawn = cast.draw(self._seed, (10, 14), (4, 6))
        shop.publish(self.parts.store, self._drawn.policies)
        self.town = self._ends.enter_context(Town(self.site, self.parts, self._nursery, self._drawn))
        self._strikes = possible(self.kind, self.ground.small)
        self.town.cast.most = 10**9
        self._bench = Judge(self.parts, self.town.exchange, self.town.cast.truth, self._drawn.policies)
        self._deck: list[str] = []
        self._morning()
        self.town.plays(self.town.exchange.now + BEFORE)

    def wire_cuts(self, done: bool) -> None:
        """Around the next COMMIT."""
        if self._wire:
            self._wire.cut_next_commit(done)

    # The two moves

    def strike(self) -> None:
        """Calls go on; at some moment it strikes; calls go on with what is left; what died is started again."""
        strike = self._strikes[self._drawn_from_deck()]
        failed: list[BaseException] = []
        timer = threading.Timer(self.dice.uniform(*STRUCK_WITHIN), self._act, (strike, failed))
        timer.start()
        self.town.plays(self.town.exchange.now + QUICK, STRUCK_WITHIN[1])
        timer.join()
        if failed:
            raise failed[0]
        self.result.struck[strike.name] += 1
        self.town.plays(self.town.exchange.now + strike.lasts, self.dice.uniform(0, AFTER))
        strike.mend(self)
        self.town.start(*self.town.dead())
        self.town.plays(self.town.exchange.now + MENDED, AT_LEISURE)

    def _drawn_from_deck(self) -> str:
        """Each kind comes as often as the others, in an order that nobody knows."""
        if not self._deck:
            self._deck = self.dice.sample(tuple(self._strikes), len(self._strikes))
        return self._deck.pop()

    def _act(self, strike: Strike, failed: list[BaseException]) -> None:
        try:
            strike.act(self)
        except BaseException as error:
            failed.append(error)

    def heal(self) -> None:
        """Nothing strikes any more: everything must come to its end, and is judged. Then a new day begins."""
        town = self.town
        self._starts_anew(told=True)
        town.cast.calms_down()
        began = town.exchange.now
        town.plays(began + TRANSFERS)
        if waiting := audit(self.parts.store).waiting:
            self.result.violations.append(f"{waiting} transfers wait {TRANSFERS:.0f} s after the last strike")
        owners = Owners(self.parts.store, self.parts.board)
        while self._open() and town.exchange.now < began + DAYS:
            town.plays(town.exchange.now + STEP)
            owners.act()
        town.plays(town.exchange.now + STEP)
        self._judge()
        self._morning()
        self._starts_anew(told=False)

    def _starts_anew(self, told: bool) -> None:
        """A breaker would wait in real seconds. `told`: the sweep need not wait for its period, which is real, too."""
        town = self.town
        town.kill(*town.names())
        town.tells_the_sweep(told)
        town.start(*town.names())

    def _open(self) -> bool:
        books = audit(self.parts.store)
        return bool(books.open or books.waiting or self.town.exchange.live())

    def _judge(self) -> None:
        found, result = self._bench.look(), self.result
        result.judged += 1
        result.calls = self.town.cast.rung_in
        result.asked += found.asked
        result.unanswered += found.unanswered
        result.violations += [f"{name} died by itself, {count} times" for name, count in self.town.fallen.items()]
        self.town.fallen.clear()
        result.violations += found.broken
        result.lost += found.lost
        report = reconcile.once(self.parts.board, self.parts.carrier())
        if not report.balanced:
            result.violations.append(f"the carrier's log and our books differ: {report.away or dict(report.drift)}")

    def _morning(self) -> None:
        """The next working day, ten past ten: calls come in again."""
        local = datetime.fromtimestamp(self.town.exchange.now, UTC) + timedelta(hours=6)
        day = local.replace(hour=OPENS, minute=10, second=0, microsecond=0)
        while day <= local or day.weekday() == 4:
            day += timedelta(days=1)
        self.town.sleeps((day - timedelta(hours=6)).timestamp())
        self.town.cast.traffic(BETWEEN_CALLS)


def run(kind: str, rounds: int, seed: int, nursery: Nursery, progress: Callable[[Result], None]) -> Result:
    """So many strikes on such a database."""
    began = time.monotonic()
    with Rig(kind, seed, nursery) as rig:
        try:
            for number in range(1, rounds + 1):
                rig.strike()
                if number % HEALED_EVERY == 0 or number == rounds:
                    rig.heal()
                rig.result.seconds = time.monotonic() - began
                progress(rig.result)
        except TimeoutError as stuck:
            rig.result.violations.append(f"it never came to its end: {stuck}")
        rig.result.seconds = time.monotonic() - began
    return rig.result
