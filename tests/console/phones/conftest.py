"""An installation on the simulated carrier, with the sample's people, and a browser's way to its phones page."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.line.outcomes import PlaceCall, PlaceResult
from ivr.switchboard import sweep
from ivr.switchboard.ports import Carrier
from tests.console.phones.browser import Browser
from tests.console.phones.town import Town, install, stage_for


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    """The sample shop in the morning; time stands still until somebody lets it pass."""
    parts = install(sqlite_url, tmp_path / "var")
    with stage_for(parts) as stage:
        yield Town(stage)
    parts.store.engine.dispose()


@pytest.fixture
def page(town: Town) -> Browser:
    """What a browser on the page may ask."""
    return Browser(town.stage.parts.settings.public_url)


class Slow:
    """A carrier that takes its time to place a call, as a real one does."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    def __getattr__(self, name: str) -> object:
        return getattr(self._carrier, name)

    def place(self, call: PlaceCall) -> PlaceResult:
        time.sleep(0.2)
        return self._carrier.place(call)


@pytest.fixture
def sweeping(town: Town) -> Iterator[None]:
    """Somebody does what is due, though not at once, as the sweep of a running installation does."""
    stop, parts = threading.Event(), town.stage.parts
    carrier = Slow(parts.carrier())

    def run() -> None:
        while not stop.wait(0.02):
            sweep.once(parts.board, carrier)

    thread = threading.Thread(target=run)
    thread.start()
    yield
    stop.set()
    thread.join()
