"""One child process: started, watched, started again with growing pauses, ended with its whole process group.

It never decides when: the tree calls it.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOG_LIMIT = 5_000_000
"""Bytes. A longer log of an earlier start is set aside, one generation."""

LAST_WORDS = 5
"""Lines of the log shown when a child dies."""


@dataclass(frozen=True, slots=True)
class Child:
    """A command to be kept running. `answers` says whether what it offers can be used yet."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    answers: Callable[[], bool] = lambda: True


@dataclass(frozen=True, slots=True)
class BackOff:
    """Seconds: the first pause before a start again, its limit, and how long a life clears the record."""

    first: float = 0.5
    longest: float = 30.0
    steady: float = 60.0

    def pause(self, deaths: int) -> float:
        """Return the pause after so many deaths in a row, the first counting as 1."""
        return min(self.first * 2.0 ** (min(deaths, 30) - 1), self.longest)


class Branch:
    """A child and its present process. `registers` is told of each process group that begins (+) and is gone (-)."""

    def __init__(
        self, child: Child, logs: Path, say: Callable[[str], None], registers: Callable[[str], None], back_off: BackOff
    ) -> None:
        self.child = child
        self._log = logs / f"{child.name}.log"
        self._say = say
        self._registers = registers
        self._back_off = back_off
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._deaths = 0
        self._due = 0.0

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the child in a process group of its own, so that Ctrl-C reaches the tree alone."""
        if self._log.exists() and self._log.stat().st_size > LOG_LIMIT:
            self._log.replace(self._log.with_suffix(".log.old"))
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self.child.argv,
                env=dict(self.child.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._registers(f"+{self._process.pid}")
        self._started = time.monotonic()

    def look(self) -> None:
        """Notice a death; start again when the pause is over."""
        if self._process is None:
            if time.monotonic() >= self._due:
                self.start()
        elif self._process.poll() is not None:
            self._died(self._process)

    def _died(self, process: subprocess.Popen[bytes]) -> None:
        now = time.monotonic()
        self._deaths = 1 if now - self._started >= self._back_off.steady else self._deaths + 1
        pause = self._back_off.pause(self._deaths)
        self._bury(process)
        self._due = now + pause
        self._say(f"{self.child.name} {ending(process.returncode)}; starting it again in {pause:g} s")
        for line in self.last_words():
            self._say(f"  {self.child.name}: {line}")

    def last_words(self) -> list[str]:
        """Return the end of the child's log."""
        with self._log.open("rb") as log:
            log.seek(max(0, self._log.stat().st_size - 4096))
            return log.read().decode(errors="replace").splitlines()[-LAST_WORDS:]

    def ask_to_end(self) -> None:
        """Ask the child to end; its own children are its business."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def ended(self) -> bool:
        """Whether there is no process, or none any more."""
        return self._process is None or self._process.poll() is not None

    def end(self) -> None:
        """End whatever is left of the child and its group, by force."""
        if self._process is not None:
            self._bury(self._process)

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        """Clear the group (a killed web server's workers would hold the port), then forget it."""
        with suppress(ProcessLookupError, PermissionError):  # nobody is left in it
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._registers(f"-{process.pid}")
        self._process = None


def ending(returncode: int) -> str:
    """Return in words how a process ended."""
    if returncode >= 0:
        return f"ended with exit code {returncode}"
    try:
        return f"was killed by {signal.Signals(-returncode).name}"
    except ValueError:
        return f"was killed by signal {-returncode}"
