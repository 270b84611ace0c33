"""A parent that has loaded the product once and forks its parts: what starts from nothing needs longer than a crash.

What a child then runs is what `ivr web`, `ivr sweep` and `ivr worker` run. When its standard input closes, all end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import Engine

from tests.paths import ROOT

HASTE = 0.01
"""Seconds between two passes of the sweep: less than the settings allow, because time jumps here."""


class Nursery:
    """The rig's side of it: one nursery can bear the parts of many installations, of forks of the rig's too."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.live.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        self._alone = get_context("fork").Lock()
        assert self._parent.stdout
        if self._parent.stdout.readline().strip() != "ready":
            raise RuntimeError("the nursery did not start")

    def bear(self, name: str, env: dict[str, str], log: Path) -> int:
        """Starts a part in a process group of its own; its pid. It may die at any moment, as parts do."""
        assert self._parent.stdin and self._parent.stdout
        settings = "\x1f".join(f"{key}={value}" for key, value in env.items())
        with self._alone:
            self._parent.stdin.write(f"{name}\x1e{log}\x1e{settings}\n")
            self._parent.stdin.flush()
            return int(self._parent.stdout.readline())

    def lives(self, pid: int) -> bool:
        """Whether this part has not died."""
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state not in ("Z", "X")

    def close(self) -> None:
        """Ends whatever still lives."""
        self._parent.communicate(timeout=30)


def _preload() -> None:
    import flask  # noqa: F401
    import phonenumbers  # noqa: F401
    import psycopg  # noqa: F401
    import rq  # noqa: F401
    import twilio.rest  # noqa: F401

    import ivr.app.serve  # noqa: F401
    import ivr.app.serve_web  # noqa: F401
    import ivr.jobs.worker  # noqa: F401
    import ivr.twilio.rest  # noqa: F401


def _become(name: str, log: str, settings: str) -> None:
    """In the child: the real thing, until it is told to stop or dies."""
    os.setpgid(0, 0)
    out, nothing = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, nothing), (1, out), (2, out)):
        os.dup2(source, target)
    os.environ.update(pair.split("=", 1) for pair in settings.split("\x1f"))
    from ivr.app import serve, serve_web
    from ivr.settings import Settings
    from tests.live import clock, told

    if clock.STANDING in os.environ:
        clock.stand(Engine)

    entries = {"web": serve_web.serve_web, "sweep": serve.sweep_for_ever, "worker": serve.work, "told": told.sweeps}
    entry = entries[name]
    entry(replace(Settings.from_env(os.environ), sweep_seconds=HASTE))


def end_group(pid: int) -> None:
    """kill -9 of a part and of all that it forked."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def main() -> None:
    """Forks until standard input closes. The dead are not waited for before: so no stranger gets their numbers."""
    _preload()
    print("ready", flush=True)
    born: list[int] = []
    for line in sys.stdin:
        name, log, settings = line.rstrip("\n").split("\x1e")
        pid = os.fork()
        if pid == 0:
            try:
                _become(name, log, settings)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(1)
        with suppress(PermissionError, ProcessLookupError):
            os.setpgid(pid, pid)
        born.append(pid)
        print(pid, flush=True)
    for pid in born:
        end_group(pid)


if __name__ == "__main__":
    main()
