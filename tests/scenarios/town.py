"""The product as real processes, to be killed and started again, beside the simulated carrier in jumping time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from ivr.app.parts import Parts
from ivr.rehearsal.stage import Stage
from ivr.switchboard import pulses
from ivr.switchboard.drive import KINDS
from tests.paths import ROOT

PATIENCE = 60.0
"""Real seconds that a process may take to start, or to have done what is due."""


class Town(Stage):
    """A stage whose web, sweep and worker are processes of their own."""

    def __init__(self, parts: Parts, port: int, carrier_port: int, env: dict[str, str], log: Path) -> None:
        super().__init__(parts, port, carrier_port)
        self._redis = None
        self._env, self._log = os.environ | env, log
        self.root = ROOT
        """Where the program stands that is started."""
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def _start(self) -> None:
        self._ends.callback(self._end)
        self.start("web", "sweep", *(("worker",) if "REDIS_URL" in self._env else ()))
        self._until(lambda: bool(self.exchange.list_numbers()) and self._passed())

    def _passed(self) -> bool:
        """Whether the sweep has done its first pass: starting is work, from which a small machine has to recover."""
        with self.parts.store.reading() as unit:
            return pulses.SWEEP in pulses.ages(unit)

    def start(self, *names: str) -> None:
        """Starts parts, all at once; a second one of its kind has a number behind its name. The web is waited for."""
        with self._log.open("ab") as log:
            for name in names:
                argv = [sys.executable, "-m", "ivr", name.split()[0]]
                self._processes[name] = subprocess.Popen(argv, env=self._env, cwd=self.root, stdout=log, stderr=log)
        if "web" in names:
            self._until(self._alive)

    def kill(self, *names: str) -> None:
        """kill -9, the children too."""
        for name in names:
            process = self._processes.pop(name)
            for pid in [*_children(process.pid), process.pid]:
                os.kill(pid, signal.SIGKILL)
            process.wait()

    def stop(self, name: str) -> subprocess.Popen[bytes]:
        """Asks a part to end what it has in hand, and itself; it is not waited for."""
        process = self._processes.pop(name)
        process.terminate()
        return process

    def ends(self, name: str) -> int:
        """Waits until a part ends by itself; its exit code."""
        return self._processes.pop(name).wait(PATIENCE)

    def _end(self) -> None:
        self.kill(*self._processes)

    def _alive(self) -> bool:
        """Whether a worker of the web can answer calls, and has its database; the port alone is open before that."""
        try:
            with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{self._port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _until(self, done: Callable[[], bool]) -> None:
        limit = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > limit:
                raise TimeoutError(self._log.read_text()[-3000:])
            time.sleep(0.02)

    def _next(self, now: float) -> float | None:
        """Without a sweep nothing of ours comes about by itself: only the carrier's events do."""
        return super()._next(now) if self._swept else self.company.carrier.next_event()

    @property
    def _swept(self) -> bool:
        sweeps = (process for name, process in self._processes.items() if name.startswith("sweep"))
        return any(process.poll() is None for process in sweeps)

    def _sweep(self) -> None:
        """The sweep is a process of its own: waits until it has done what is due, where it lives."""
        self._until(lambda: not self._swept or not any(self.parts.store.due(kind.row, 1) for kind in KINDS.values()))
        self._answered()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
