"""`python -m ivr.simulator`: the carrier as a program that is started, stopped and started again."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.simulator.desk import Desk
from tests.simulator.shop import ACCOUNT, AGENT, SHOP, TOKEN, client

ROOT = Path(__file__).resolve().parents[2]


def command(port: int, folder: Path) -> list[str]:
    """The command line, without any secret."""
    options = ["--port", str(port), "--account", ACCOUNT, "--state-dir", str(folder), "--mode", "jump"]
    return [sys.executable, "-m", "ivr.simulator", *options]


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The base address of a program that is told to stop at the end, and does."""
    env = {**os.environ, "TWILIO_AUTH_TOKEN": TOKEN, "SIMULATOR_TOKEN": TOKEN}
    program = subprocess.Popen(command(0, folder), cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert program.stdout
    try:
        yield program.stdout.readline().split()[-1]
    finally:
        program.terminate()
        assert program.wait(10) == 0
        program.stdout.close()


def test_a_restart_keeps_the_numbers_and_repeats_no_sid(tmp_path: Path) -> None:
    with running(tmp_path) as url:
        Desk(url).post("numbers", number=SHOP, voice_url="http://127.0.0.1:9/voice", status_callback="")
        first = client(url).calls.create(to=AGENT, from_=SHOP, url="http://127.0.0.1:9/x").sid
    with running(tmp_path) as url:
        (number,) = client(url).incoming_phone_numbers.list()
        assert (number.phone_number, number.voice_url) == (SHOP, "http://127.0.0.1:9/voice")
        assert client(url).calls.list() == []
        assert client(url).calls.create(to=AGENT, from_=SHOP, url="http://127.0.0.1:9/x").sid != first


def test_a_busy_port_and_a_missing_token_are_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        env = {**os.environ, "TWILIO_AUTH_TOKEN": TOKEN}
        busy = subprocess.run(
            command(taken.getsockname()[1], tmp_path), cwd=ROOT, env=env, capture_output=True, text=True
        )
    assert busy.returncode == 2
    assert "is taken" in busy.stderr
    env.pop("TWILIO_AUTH_TOKEN")
    bare = subprocess.run(command(0, tmp_path), cwd=ROOT, env=env, capture_output=True, text=True)
    assert bare.returncode == 2
    assert "TWILIO_AUTH_TOKEN" in bare.stderr
