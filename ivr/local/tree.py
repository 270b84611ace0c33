"""Keeps a tree of child processes alive until it is told to stop, and then leaves none behind.

Stages start in order, each when the one before answers, and end in reverse. It knows no child's purpose.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from ivr.local.branch import BackOff, Branch, Child

LOOK_SECONDS = 0.1
"""How often deaths are noticed."""

ANSWER_SECONDS = 30.0
"""How long a stage may take until all of it answers: a cold start of every child on a slow disk."""

END_SECONDS = 4.0
"""How long a stage may take to end before it is ended by force; two stages stay below ten seconds."""


class Tree:
    """Stages of children. `say` takes one line for the person at the terminal."""

    def __init__(
        self,
        stages: Sequence[Sequence[Child]],
        logs: Path,
        say: Callable[[str], None],
        *,
        back_off: BackOff | None = None,
        answer_seconds: float = ANSWER_SECONDS,
        end_seconds: float = END_SECONDS,
    ) -> None:
        self._say = say
        self._answer_seconds = answer_seconds
        self._end_seconds = end_seconds
        self._undertaker: subprocess.Popen[str] | None = None
        back_off = back_off or BackOff()
        self._stages = [[Branch(child, logs, say, self._register, back_off) for child in stage] for stage in stages]

    def run(self, stop: Event, started: Callable[[], None] = lambda: None) -> bool:
        """Start everything, call `started`, keep it alive until `stop` is set, end it; False: it never all answered."""
        self._undertaker = open_undertaker()
        try:
            if not self._start(stop):
                return stop.is_set()
            started()
            while not stop.wait(LOOK_SECONDS):
                self._look()
            return True
        finally:
            self._end()

    def pids(self) -> dict[str, int]:
        """Return the processes that there are now, by name."""
        return {branch.child.name: branch.pid for branch in self._branches() if branch.pid is not None}

    def _branches(self) -> list[Branch]:
        return [branch for stage in self._stages for branch in stage]

    def _start(self, stop: Event) -> bool:
        for stage in self._stages:
            for branch in stage:
                self._say(f"starting {branch.child.name}")
                branch.start()
            if not self._answers(stage, stop):
                return False
        return True

    def _answers(self, stage: Sequence[Branch], stop: Event) -> bool:
        """Wait until all of a stage answers; what dies meanwhile is started again."""
        deadline = time.monotonic() + self._answer_seconds
        silent = list(stage)
        while silent := [branch for branch in silent if branch.ended() or not branch.child.answers()]:
            if stop.wait(LOOK_SECONDS):
                return False
            if time.monotonic() > deadline:
                self._say(f"no answer within {self._answer_seconds:g} s from {', '.join(b.child.name for b in silent)}")
                return False
            for branch in stage:
                branch.look()
        return True

    def _look(self) -> None:
        for branch in self._branches():
            branch.look()

    def _end(self) -> None:
        for stage in reversed(self._stages):
            for branch in stage:
                branch.ask_to_end()
            deadline = time.monotonic() + self._end_seconds
            while not all(branch.ended() for branch in stage) and time.monotonic() < deadline:
                time.sleep(LOOK_SECONDS / 2)
            for branch in stage:
                branch.end()
        if self._undertaker is not None:
            self._undertaker.communicate()

    def _register(self, line: str) -> None:
        if self._undertaker is not None and self._undertaker.stdin is not None:
            try:
                self._undertaker.stdin.write(f"{line}\n")
                self._undertaker.stdin.flush()
            except BrokenPipeError:
                self._undertaker = None  # it was killed; the tree stands without it


def open_undertaker() -> "subprocess.Popen[str]":
    """Start the one process that outlives a killed supervisor, as light as Python can be."""
    script = Path(__file__).with_name("undertaker.py")
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(script)], stdin=subprocess.PIPE, text=True, start_new_session=True
    )
