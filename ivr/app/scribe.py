"""A call as a call script, written by a process of its own: what answers callers and pages loads no YAML and plays no
call. One at a time; it decides nothing about who may have it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

from ivr.settings import Settings

log = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds; it plays the call once, in no time of its own."""
TURN = 5.0
"""Seconds that somebody waits while another one is written."""
WRONG = 1
"""How `calls script` ends where the script comes by other nodes than the call did."""


class Scribe:
    """Fills `console.ground`'s need of scripts."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._writing = threading.Lock()

    def __call__(self, call: str) -> str | None:
        """The script of the call with this public id; what parts from the call is said in its first line. None: it
        could not be written now."""
        asked = (sys.executable, "-m", "ivr", "calls", "script", call)
        settings = self._settings
        env = {**os.environ, "DATABASE_URL": settings.database_url, "VAR_DIR": str(settings.var_dir)}
        if not self._writing.acquire(timeout=TURN):
            return None
        try:
            done = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", env=env, timeout=PATIENCE)
        except (OSError, subprocess.TimeoutExpired) as failure:
            log.warning("a call script could not be written: %s", type(failure).__name__)
            return None
        finally:
            self._writing.release()
        if done.returncode == WRONG and done.stdout:
            return f"# {done.stderr.strip().splitlines()[-1]}\n{done.stdout}"
        return done.stdout if done.returncode == 0 else None
