"""The product as real processes, to be killed and started again, beside the simulated carrier in jumping time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ivr.app.parts import Parts
from ivr.local.claims import listens
from ivr.rehearsal.stage import Stage
from ivr.switchboard.drive import KINDS
from tests.paths import ROOT

PATIENCE = 30.0
"""Real seconds that a process may take to start, or to have done what is due."""


class Town(Stage):
    """A stage whose web, sweep and worker are processes of their own."""

    def __init__(self, parts: Parts, port: int, carrier_port: int, env: dict[str, str], log: Path) -> None:
        super().__init__(parts, port, carrier_port)
        self._redis = None
        self._env, self._log = os.environ | env, log
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def _start(self) -> None:
        self._ends.callback(self._stop_all)
        for name in ("web", "sweep") + (("worker",) if "REDIS_URL" in self._env else ()):
            self.start(name)
        self._until(lambda: bool(self.exchange.list_numbers()))

    def start(self, name: str) -> None:
        """Starts a part; the web is waited for."""
        with self._log.open("ab") as log:
            argv = [sys.executable, "-m", "ivr", name]
            self._processes[name] = subprocess.Popen(argv, env=self._env, cwd=ROOT, stdout=log, stderr=log)
        if name == "web":
            self._until(lambda: listens("127.0.0.1", self._port))

    def kill(self, name: str) -> None:
        """kill -9, the children too."""
        process = self._processes.pop(name)
        for pid in [*_children(process.pid), process.pid]:
            os.kill(pid, signal.SIGKILL)
        process.wait()

    def _stop_all(self) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.wait(15)

    def _until(self, done) -> None:
        limit = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > limit:
                raise TimeoutError(self._log.read_text()[-3000:])
            time.sleep(0.02)

    def _next(self, now: float) -> float | None:
        """Without a sweep nothing of ours comes about by itself: only the carrier's events do."""
        if "sweep" in self._processes:
            return super()._next(now)
        return self.company.carrier.next_event()

    def _sweep(self) -> None:
        """The sweep is a process of its own: waits until it has done what is due, where it lives."""
        if "sweep" in self._processes:
            self._until(lambda: not any(self.parts.store.due(kind.row, 1) for kind in KINDS.values()))
        self._answered()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
