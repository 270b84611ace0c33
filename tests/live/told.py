"""A sweep that makes its next pass when it is told to, over a socket in the installation's folder: in between it rests.

Whoever tells it knows when the pass is over; a sweep with a period of its own is seen from outside to be neither.
"""

from __future__ import annotations

import socket
from pathlib import Path

from ivr.app import logs
from ivr.app.parts import PATIENT, make_parts
from ivr.app.serve import Sweeper
from ivr.settings import Settings


def _path(settings: Settings) -> Path:
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    return settings.var_dir / "sweep.sock"


def sweeps(settings: Settings) -> None:
    """The part itself: one pass for each byte that comes, and a byte back."""
    logs.set_up(settings, "sweep")
    sweeper = Sweeper(make_parts(settings, PATIENT))
    listener = socket.socket(socket.AF_UNIX)
    _path(settings).unlink(missing_ok=True)
    listener.bind(str(_path(settings)))
    listener.listen()
    asking, _ = listener.accept()
    while asking.recv(1):
        sweeper.once()
        asking.sendall(b".")


class Told:
    """Whoever tells it."""

    def __init__(self, settings: Settings) -> None:
        self._path = _path(settings)
        self._asking = socket.socket(socket.AF_UNIX)

    def there(self) -> bool:
        """Whether it listens by now."""
        try:
            self._asking.connect(str(self._path))
        except OSError:
            return False
        return True

    def once(self) -> None:
        """One pass; returns when it is over."""
        self._asking.sendall(b".")
        if not self._asking.recv(1):
            raise RuntimeError("the sweep has died")

    def close(self) -> None:
        self._asking.close()
