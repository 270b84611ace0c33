"""An installation of real processes, the simulated carrier and the people of one seed; time jumps, unless all is still.

Whatever is dead or away, time goes on as far as it can: for the carrier and the people, if not for us.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from ivr.app.parts import PATIENT, Parts, make_parts
from ivr.local.claims import free_port
from ivr.rehearsal.stage import Stage
from ivr.settings import Settings
from ivr.simulator.carrier import Busy
from ivr.simulator.exchange import Limits
from ivr.store.sql.refusals import ERRORS
from ivr.switchboard.ports import Unreachable
from tests.live.cast import Cast, Drawn
from tests.live.nursery import Nursery, end_group
from tests.live.told import Told
from tests.scenarios.conftest import SECRETS

PATIENCE = 30.0
"""Real seconds that a part may take to start, or to have done what is due."""
LAST_WORDS = 3000
"""Letters of the parts' log that are told where they did not come to it."""
NAP = 0.002


def environment(database: str, redis: str | None, var: Path) -> dict[str, str]:
    """The settings of an installation on ports of its own."""
    env = SECRETS | {
        "DATABASE_URL": database,
        "PORT": str(free_port()),
        "TWILIO_API_BASE_URL": f"http://127.0.0.1:{free_port()}",
        "VAR_DIR": str(var),
    }
    return env | ({"REDIS_URL": redis} if redis else {})


@dataclass(frozen=True)
class Site:
    """Where an installation stands. `direct` is the database's own address, where parts reach it by another."""

    env: dict[str, str]
    log: Path
    direct: str

    def parts(self) -> Parts:
        """The rig's own way in."""
        return make_parts(Settings.from_env(self.env | {"DATABASE_URL": self.direct}), PATIENT)


class Town(Stage):
    """Its parts are born in a nursery, so that many can die."""

    cast: Cast

    def __init__(
        self,
        site: Site,
        parts: Parts,
        nursery: Nursery,
        drawn: Drawn,
        calm: bool = False,
        limits: Limits | None = None,
    ) -> None:
        carrier = int(site.env["TWILIO_API_BASE_URL"].rpartition(":")[2])
        super().__init__(parts, int(site.env["PORT"]), carrier, limits)
        self._redis = None
        self._site, self._nursery, self._drawn, self._calm = site, nursery, drawn, calm
        self._living: dict[str, int] = {}
        self._told: Told | None = None
        self._stopped: dict[str, int] = {}
        self.fallen: Counter[str] = Counter()
        """Parts that died by themselves, as far as `dead` has seen."""
        self._limit = float("inf")

    def _start(self) -> None:
        self._ends.callback(self._end)
        self.exchange.advance(max(self._drawn.start, self.exchange.now))
        self.cast = Cast(self._drawn, self.exchange, self.parts.store, self._calm)
        self._jump(self.exchange.now)
        self.start(*self.names())
        self.until(lambda: bool(self.exchange.list_numbers()))
        self.cast.hired()

    def names(self) -> tuple[str, ...]:
        """All parts of this installation."""
        return ("web", "sweep", "worker") if "REDIS_URL" in self._site.env else ("web", "sweep")

    def start(self, *names: str) -> None:
        """Starts parts, all at once; the web is waited for."""
        for name in names:
            born = "told" if name == "sweep" and self._told else name
            self._living[name] = self._nursery.bear(born, self._site.env, self._site.log)
        if "web" in names:
            self.until(self._answers)
        if "sweep" in names and self._told:
            self.until(self._told.there)
            self._told.once()

    def tells_the_sweep(self, told: bool) -> None:
        """From its next start on the sweep makes each pass when it is told to; or by its own period, as it should."""
        if self._told:
            self._told.close()
        self._told = Told(self.parts.settings) if told else None

    def kill(self, *names: str) -> None:
        """kill -9, of what they forked too."""
        for name in names:
            if (pid := self._living.pop(name, None)) is not None:
                end_group(pid)

    def stops(self, name: str) -> None:
        """The part stands still, wherever it is; nobody counts on it until it goes on."""
        if (pid := self._living.pop(name, None)) is not None:
            os.killpg(pid, signal.SIGSTOP)
            self._stopped[name] = pid

    def goes_on(self, name: str) -> None:
        """As if nothing had been."""
        if (pid := self._stopped.pop(name, None)) is not None:
            os.killpg(pid, signal.SIGCONT)
            self._living[name] = pid

    def pid(self, name: str) -> int | None:
        """Of a part that lives."""
        return self._living.get(name)

    def dead(self) -> tuple[str, ...]:
        """What was killed, or has died by itself."""
        for name, pid in list(self._living.items()):
            if not self._nursery.lives(pid):
                del self._living[name]
                self.fallen[name] += 1
        return tuple(name for name in self.names() if name not in self._living)

    def _end(self) -> None:
        for name in list(self._stopped):
            self.goes_on(name)
        self.kill(*list(self._living))
        self.tells_the_sweep(False)

    def _answers(self) -> bool:
        """Whether a worker of the web answers; the port alone is open before that."""
        try:
            with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{self._port}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def until(self, done: Callable[[], bool]) -> None:
        """Waits in real time."""
        limit = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > limit:
                print(self._site.log.read_text(errors="replace")[-LAST_WORDS:], file=sys.stderr)
                raise TimeoutError(f"waited {PATIENCE:.0f} s; the log stands above")
            time.sleep(NAP)

    # Time

    def plays(self, until: float, real: float = float("inf")) -> bool:
        """Lets time pass to a moment of the carrier's, or for so many real seconds at most; whether it came so far."""
        self._limit = time.monotonic() + real
        while self.exchange.now < until:
            if time.monotonic() > self._limit:
                return False
            self._step(until)
        return True

    def sleeps(self, until: float) -> None:
        """The same in one leap: whatever we meant to look at meanwhile is looked at only then."""
        self.settle()
        self._jump(until)
        self._sweep()

    def _step(self, until: float) -> None:
        """On to the next thing that happens, and all that comes of it."""
        self.settle()
        ours = self._our_time()
        times = [self.company.carrier.next_event(), self.cast.next(), self._deadline()]
        at = min((one for one in times if one is not None), default=until)
        self._jump(min(until, max(at, ours)))
        self._sweep()

    def settle(self) -> None:
        self._answered()
        while self.company.carrier.act(lambda exchange: self.cast.look()):
            self._answered()

    def _our_time(self) -> float:
        """Our clock; the carrier's where ours cannot be read."""
        try:
            return self.now().timestamp()
        except Unreachable:
            return self.exchange.now

    def _deadline(self) -> float | None:
        """When we shall do something by ourselves; never, where nobody is there to do it."""
        if "sweep" not in self._living:
            return None
        try:
            due = self.parts.store.next_deadline()
        except Unreachable:
            return None
        return due.timestamp() if due else None

    def _jump(self, to: float) -> None:
        """Our clock first, where it can be had, then the carrier's; it stops where a request leaves."""
        try:
            self._set_clock(to)
        except (Unreachable, *ERRORS):
            time.sleep(NAP)
        there = False  # also where it is that time already: something may happen at this very moment
        while not there:
            try:
                there = self.company.carrier.jump(max(to, self.exchange.now)) >= to
            except Busy:
                self._answered()

    def _set_clock(self, to: float) -> None:
        ahead = to - self.now().timestamp()
        if ahead > 0:
            self.parts.store.move_clock(ahead)

    def _sweep(self) -> None:
        """Waits until the sweep has done what is due, unless it dies over it or its database is away; and no longer
        than may be played. Where it is told to sweep, pass after pass is made until nothing is due."""
        if self._told is None:
            self.until(lambda: "sweep" not in self._living or not self._due() or time.monotonic() > self._limit)
        while self._told and self._due():
            self._told.once()
            self._answered()
        self._answered()

    def _due(self) -> bool:
        due = self._deadline()
        return due is not None and due <= self._our_time()
