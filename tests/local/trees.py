"""Small children for trees to keep, and ways to see whether a process lives; no test stands here."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from ivr.local.branch import BackOff, Child
from ivr.local.tree import Tree
from ivr.settings.table import TABLE

QUICK = BackOff(first=0.05, longest=0.2, steady=60)
SLEEPS = "import time; time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
)


def bare() -> dict[str, str]:
    """Return the environment of this run without any setting of the product."""
    return {name: value for name, value in os.environ.items() if name not in {row.name for row in TABLE}}


def child(name: str, code: str, answers: Callable[[], bool] = lambda: True) -> Child:
    """Return a child that runs a few lines of Python."""
    return Child(name, (sys.executable, "-c", code), os.environ, answers)


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not collected yet does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(") ")[2][0] != "Z"


def eventually(holds: Callable[[], object], seconds: float = 40.0) -> bool:
    """Wait until something holds; False when it never did."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


class Grown:
    """A tree that runs in a thread while a test looks at it."""

    def __init__(self, *stages: list[Child], logs: Path, answer_seconds: float = 10, end_seconds: float = 4) -> None:
        self.said: list[str] = []
        self.stop = Event()
        self.started = Event()
        self.ended_well: bool | None = None
        self.tree = Tree(
            stages, logs, self.said.append, back_off=QUICK, answer_seconds=answer_seconds, end_seconds=end_seconds
        )
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Grown":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.join()

    def join(self) -> None:
        """Wait until the tree has ended."""
        self._thread.join(timeout=40)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        self.ended_well = self.tree.run(self.stop, self.started.set)
