"""The real product as `make run` starts it: the whole process tree, on a port and in a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from ivr.local.claims import free_port
from tests.cli.running import typed
from tests.local.trees import bare
from tests.paths import ROOT

START_SECONDS, STOP_SECONDS = 180.0, 40.0
PATIENCE = 40.0
"""Seconds that one answer may take on a busy machine."""
LONG_ENOUGH = timedelta(hours=2)
"""A story takes less of the shop's time than this."""


class Product:
    """At its address."""

    def __init__(self, url: str, environ: dict[str, str]) -> None:
        self.url, self._environ = url, environ

    def ivr(self, *command: str) -> str:
        """What a command of the command line says beside the running product."""
        said = typed(self._environ, *command)
        assert said.code == 0, said.err
        return said.out.strip()

    def duty(self, name: str, there: bool) -> None:
        """An agent with a telephone comes, or goes."""
        address, body = f"{self.url}/simulator/agents/{name}", {"available": there}
        requests.post(address, json=body, headers={"Origin": self.url}, timeout=PATIENCE).raise_for_status()

    def get(self, path: str) -> Any:
        """What the page reads."""
        return requests.get(f"{self.url}/simulator/{path}", timeout=PATIENCE).json()

    def figures(self) -> dict[str, int]:
        """What the books say of all that was asked for so far."""
        books = self.get("promises")["audit"]
        counted = {name: books[name] for name in ("obligations", "served", "late")}
        return counted | books["via_callback"]

    def skip(self, to: float) -> None:
        """Time passes until then."""
        while not self._skip(to):
            pass

    def _skip(self, to: float) -> bool:
        address, body = f"{self.url}/simulator/skip", {"to": to}
        answer = requests.post(address, json=body, headers={"Origin": self.url}, timeout=PATIENCE)
        answer.raise_for_status()
        return bool(answer.json()["arrived"])

    def open_doors(self) -> None:
        """It is day at the shop, and will be for a while: else time passes until the next opening."""
        team = self.get("people")["teams"][0]
        now = datetime.fromisoformat(self.get("promises")["now"])
        if not team["open"] or datetime.fromisoformat(team["closes_at"]) - now < LONG_ENOUGH:
            self.skip(datetime.fromisoformat(team["opens_at"]).timestamp() + 60)


@contextmanager
def running(folder: Path) -> Iterator[Product]:
    """The product, ready; at the end it stops when asked, in time, and nothing of it is left."""
    port = free_port()
    environ = {
        **bare(),
        "VAR_DIR": str(folder / "var"),
        "PORT": str(port),
        "CALLS_PER_SECOND": "10",
        "SWEEP_SECONDS": "0.5",
    }
    with (folder / "said").open("wb") as said:
        command = [sys.executable, "-m", "ivr", "run"]
        tree = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=said, start_new_session=True)
    try:
        product = Product(f"http://127.0.0.1:{port}", environ)
        _await(tree, product, folder / "said")
        product.open_doors()
        yield product
        _stop(tree, folder / "said")
    finally:
        if tree.poll() is None:
            tree.kill()  # its undertaker ends what it leaves behind
            tree.wait()


def _await(tree: subprocess.Popen[bytes], product: Product, said: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        assert tree.poll() is None, said.read_text()
        try:
            if product.get("people")["agents"]:
                return
        except (requests.RequestException, ValueError, KeyError):
            pass
        time.sleep(0.1)
    raise AssertionError(f"not ready after {START_SECONDS} s: {said.read_text()}")


def _stop(tree: subprocess.Popen[bytes], said: Path) -> None:
    os.kill(tree.pid, signal.SIGINT)
    assert tree.wait(timeout=STOP_SECONDS) == 0, said.read_text()
