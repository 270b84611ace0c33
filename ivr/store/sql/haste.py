"""How much time is left to whoever waits: a door says it for its thread, and all that this thread asks of the database
keeps to it, however many statements and tries that is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_thread = threading.local()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Nothing that this thread waits for meanwhile takes longer, in all, nor than somebody around it allows."""
    around = getattr(_thread, "until", None)
    until = time.monotonic() + seconds
    _thread.until = until if around is None else min(until, around)
    try:
        yield
    finally:
        _thread.until = around


def left(most: float) -> float:
    """Seconds that may be waited now, `most` where nobody is in haste; 0.0: the time is over."""
    until = getattr(_thread, "until", None)
    return most if until is None else max(0.0, min(most, until - time.monotonic()))
