"""The log of a simulated year: nobody reads it, but a bug that is only logged is a broken promise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from ivr.switchboard.ports import Unreachable
from tests.simulation.oracle.watch import Violation
from tests.simulation.world.trouble import Poison


class _Bugs(logging.Handler):
    """What the sweep only logs, for it goes on whatever breaks, is a bug here, unless a fault of ours caused it."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, (Unreachable, Poison)):
            raise Violation("no bug in the sweep", f"{type(error).__name__}: {error}") from error


@contextmanager
def watched_log(reader: logging.Handler) -> Iterator[None]:
    """Bugs in the log are Violations meanwhile; nothing is printed, but all of it goes to the reader."""
    sweeps, all_of_it, bugs = logging.getLogger("ivr.switchboard.sweep"), logging.getLogger("ivr"), _Bugs()
    before = all_of_it.propagate
    sweeps.addHandler(bugs)
    all_of_it.addHandler(reader)
    all_of_it.propagate = False
    try:
        yield
    finally:
        sweeps.removeHandler(bugs)
        all_of_it.removeHandler(reader)
        all_of_it.propagate = before


logging.getLogger("ivr").addHandler(logging.NullHandler())
