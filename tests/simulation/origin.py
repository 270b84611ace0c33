"""Where figures come from: which version of the program, on which machine. Nothing is decided by it."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from tests.paths import ROOT


def commit() -> str:
    """The commit, with a plus sign where files differ from it; `unknown` outside a checkout."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def machine() -> str:
    """Such as `2 cores of Intel(R) Xeon(R) CPU, Python 3.11.7`."""
    return f"{os.cpu_count()} cores of {_model()}, Python {platform.python_version()}"


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()
