"""`ivr run`: claims what it needs, prepares, keeps the tree alive until it is told to stop.

Exit codes are the command line's: 0 stopped as asked, 2 something is taken, 4 a part could not be started.
"""

import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event

from ivr.local import claims, redis
from ivr.local.credentials import Credentials, credentials
from ivr.local.plan import Plan, Preparation, plan
from ivr.local.tree import Tree
from ivr.settings import Settings

STOPPED, TAKEN, UNREACHABLE = 0, 2, 4
PATIENCE = 20
"""Seconds for what is only said."""

Planner = Callable[[Settings, Mapping[str, str], Credentials, Path], Plan]


def say(line: str) -> None:
    """Tell the person at the terminal: progress goes to stderr."""
    print(line, file=sys.stderr, flush=True)


def run(settings: Settings, environ: Mapping[str, str], plans: Planner = plan) -> int:
    """Run everything on this machine until Ctrl-C or SIGTERM; return the exit code."""
    try:
        with claims.folder(settings.var_dir), redis.socket_path(settings.var_dir) as socket:
            claims.port(settings.host, settings.port)
            return keep(plans(settings, environ, credentials(settings.var_dir), socket), settings.var_dir / "log")
    except (claims.Taken, ValueError) as reason:
        say(f"run: {reason}")
        return TAKEN


def keep(made: Plan, logs: Path) -> int:
    """Carry out a plan until it is told to stop; return the exit code."""
    stop = stop_on_signals()
    logs.mkdir(mode=0o700, exist_ok=True)
    if not all(prepare(step, made) for step in made.preparations):
        return STOPPED if stop.is_set() else UNREACHABLE
    ended_well = Tree(made.stages, logs, say).run(stop, started=lambda: greet(made))
    say("all stopped")
    return STOPPED if ended_well else UNREACHABLE


def greet(made: Plan) -> None:
    """Tell the person that everything answers, and how to come in."""
    say("\n".join(made.greeting))
    for step in made.once_up:
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(step.argv, env=dict(made.env), stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=PATIENCE)
    say("")


def prepare(step: Preparation, made: Plan) -> bool:
    """Run one preparation to its end; what it prints is for the person. False: nothing may start without it."""
    say(f"preparing {step.name}")
    done = subprocess.run(step.argv, env=dict(made.env), stdin=subprocess.DEVNULL, stdout=sys.stderr)
    if done.returncode:
        say(f"{step.name}: exit code {done.returncode}" + ("" if step.must else "; going on without"))
    return done.returncode == 0 or not step.must


def stop_on_signals() -> Event:
    """Return an event that Ctrl-C, SIGTERM and a closed terminal set."""
    stop = Event()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: stop.set())
    return stop
