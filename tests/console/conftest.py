"""An installation on the simulated carrier, with the sample's people, and a browser's way to its phones page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.app.serve import Sweeper
from tests.console.browser import Browser
from tests.console.town import Town, install, stage_for


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


@pytest.fixture
def sweeping(town: Town) -> Iterator[None]:
    """Somebody does what is due, as the sweep of a running installation does."""
    stop, sweeper = threading.Event(), Sweeper(town.stage.parts)

    def sweep() -> None:
        while not stop.wait(0.02):
            sweeper.once()

    thread = threading.Thread(target=sweep)
    thread.start()
    yield
    stop.set()
    thread.join()
