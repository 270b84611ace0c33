"""`ivr run` as a person meets it at the terminal: started, refused, stopped."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ivr.local import claims
from tests.local.trees import bare, eventually, lives
from tests.paths import ROOT

RUN = """
import os, sys
from ivr.local.plan import Plan, Preparation
from ivr.local.run import run
from ivr.settings import Settings
from tests.local.trees import SLEEPS, child

def plans(settings, environ, kept, socket):
    fails = Preparation("database", (sys.executable, "-c", "raise SystemExit(1)"), must=environ["FAILS"] == "must")
    stage = (child("web", SLEEPS), child("worker", SLEEPS))
    return Plan(environ, (fails,) if environ["FAILS"] else (), (stage,), ("everything answers",))

sys.exit(run(Settings.from_env(os.environ), os.environ, plans))
"""


@contextmanager
def started(var: Path, port: int, fails: str = "") -> Iterator["subprocess.Popen[str]"]:
    """Start a run of its own process, with sleepers for children."""
    environ = {**bare(), "VAR_DIR": str(var), "PORT": str(port), "FAILS": fails}
    run = subprocess.Popen([sys.executable, "-c", RUN], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True)
    try:
        yield run
    finally:
        run.kill()
        run.wait()


def read_until(run: "subprocess.Popen[str]", words: str) -> None:
    """Read what the person sees until some words come."""
    assert run.stderr
    for line in run.stderr:
        if words in line:
            return
    raise AssertionError(f"never said: {words}")


def all_said(run: "subprocess.Popen[str]") -> str:
    """Return what the person sees until the run ends by itself, which it must soon."""
    return run.communicate(timeout=15)[1]


def descendants(pid: int) -> list[int]:
    """Return the children of a process."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return [int(own) for own, parent in map(str.split, listed.splitlines()) if int(parent) == pid]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_starts_says_so_and_stops_when_asked(tmp_path: Path, sign: signal.Signals) -> None:
    with started(tmp_path / "var", claims.free_port()) as run:
        read_until(run, "everything answers")
        children = descendants(run.pid)
        assert len(children) == 3  # two sleepers and the undertaker
        asked = time.monotonic()
        run.send_signal(sign)
        read_until(run, "all stopped")
        assert run.wait(timeout=10) == 0
        assert time.monotonic() - asked < 10
    assert eventually(lambda: not any(lives(pid) for pid in children))


def test_a_second_run_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with started(tmp_path, claims.free_port()) as first:
        read_until(first, "everything answers")
        with started(tmp_path, claims.free_port()) as second:
            said = all_said(second)
        assert f"{tmp_path} is in use by another run (process {first.pid})" in said
        assert second.returncode == 2


def test_a_busy_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with started(tmp_path, port) as run:
            said = all_said(run)
    assert run.returncode == 2
    assert f"port {port} on 127.0.0.1: address already in use" in said
    assert f"PORT={port + 1}" in said


def test_a_folder_is_free_again_after_its_run_was_killed(tmp_path: Path) -> None:
    with started(tmp_path, claims.free_port()) as first:
        read_until(first, "everything answers")
    with started(tmp_path, claims.free_port()) as second:
        read_until(second, "everything answers")


def test_nothing_starts_without_what_must_be_prepared(tmp_path: Path) -> None:
    with started(tmp_path, claims.free_port(), fails="must") as run:
        assert "database: exit code 1" in all_said(run)
    assert run.returncode == 4


def test_the_rest_goes_on_without(tmp_path: Path) -> None:
    with started(tmp_path, claims.free_port(), fails="may") as run:
        read_until(run, "database: exit code 1; going on without")
        read_until(run, "everything answers")


def test_a_folder_is_held_only_while_it_is_used(tmp_path: Path) -> None:
    with claims.folder(tmp_path), pytest.raises(claims.Taken), claims.folder(tmp_path):
        pass
    with claims.folder(tmp_path):
        pass


def test_a_folder_is_made_for_nobody_else_on_the_machine(tmp_path: Path) -> None:
    with claims.folder(tmp_path / "deep" / "var"):
        for made in (tmp_path / "deep" / "var", tmp_path / "deep" / "var" / "run"):
            assert made.stat().st_mode & 0o777 == 0o700
