"""A dead man's switch: somebody outside hears once a minute that all is well, and alerts when it falls silent.

It beats beside the sweep, in a thread of its own, and never holds it up. What is not well is told in the log.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ivr.app import checks
from ivr.app.checks import Health
from ivr.app.parts import Parts
from ivr.egress.knock import knock

log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two beats."""
AGAIN = 5.0
"""Seconds until the next look where something was not well, and before the first one."""

VITAL = (checks.database, checks.sweep, checks.spool)
"""What must be well: nothing overdue by more than two sweep periods, a sweep that lives, no debt beside the books."""


class Heart:
    """Knows what it said last, so that a silence is told once and not every few seconds."""

    def __init__(self, parts: Parts, url: str) -> None:
        self._parts, self._url = parts, url
        self._silent = False

    def beat(self) -> bool:
        """Looks, and tells whoever watches if all is well; whether it was heard."""
        why = self._ill() or self._told()
        if why and not self._silent:
            log.warning("the heartbeat is silent: %s", why)
        if self._silent and not why:
            log.info("the heartbeat is back")
        self._silent = bool(why)
        return not why

    def _ill(self) -> str:
        for check in VITAL:
            found = checks.look(check, self._parts)
            if found.health is not Health.OK:
                return f"{found.name}: {found.what}"
        return ""

    def _told(self) -> str:
        why = knock(self._url)
        return f"its address does not answer ({why})" if why else ""


@contextmanager
def beating(parts: Parts, every: float = EVERY, again: float = AGAIN) -> Iterator[None]:
    """Beats meanwhile, where there is an address for it."""
    if parts.settings.heartbeat_url is None:
        yield
        return
    heart, stop = Heart(parts, parts.settings.heartbeat_url), threading.Event()

    def live() -> None:
        pause = again
        while not stop.wait(pause):
            pause = every if heart.beat() else again

    thread = threading.Thread(target=live, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()  # a beat under way is not waited for: it changes nothing


def once(parts: Parts) -> None:
    """One beat, for a sweep that a clock starts again and again."""
    if parts.settings.heartbeat_url is not None:
        Heart(parts, parts.settings.heartbeat_url).beat()
