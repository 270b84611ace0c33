"""The command line as a person or a script meets it: arguments and environment in; output and exit code out."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivr.cli import main
from tests.app.installations import ENVIRONMENT


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What it printed for programs."""
        return json.loads(self.out)


@contextlib.contextmanager
def _place(arguments: tuple[str, ...], env: Mapping[str, str], keys: str) -> Iterator[tuple[io.StringIO, ...]]:
    """Everything of a process that the command line looks at; put back afterwards, the log's set-up too."""
    kept = sys.argv, dict(os.environ), sys.stdin, sys.stdout, sys.stderr
    root = logging.getLogger()
    handlers, level, own = root.handlers[:], root.level, logging.getLogger("ivr").level
    out, err = io.StringIO(), io.StringIO()
    try:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = ["ivr", *arguments], io.StringIO(keys), out, err
        os.environ.clear(), os.environ.update(env)
        yield out, err
    finally:
        sys.argv, _, sys.stdin, sys.stdout, sys.stderr = kept
        os.environ.clear(), os.environ.update(kept[1])
        root.handlers[:] = handlers
        root.setLevel(level), logging.getLogger("ivr").setLevel(own)
        logging.captureWarnings(False)


class Shell:
    """Runs commands on one installation. `env` are its settings."""

    def __init__(self, database_url: str, var: Path) -> None:
        self.env = ENVIRONMENT | {"DATABASE_URL": database_url, "VAR_DIR": str(var)}

    def __call__(self, *arguments: str, keys: str = "", **env: str) -> Ran:
        return typed(self.env | env, *arguments, keys=keys)


def typed(env: Mapping[str, str], *arguments: str, keys: str = "") -> Ran:
    """Run a command with this environment and no other. `keys`: what is typed at its questions."""
    with warnings.catch_warnings(), _place(arguments, env, keys) as (out, err):
        code = _exit_code()
    return Ran(code, out.getvalue(), err.getvalue())


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
