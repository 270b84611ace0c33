"""What most commands begin with: the settings of this environment, and the parts made from them.

`run` asks for settings only, and stays small: the database's library is loaded with the parts.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

from ivr.app import logs
from ivr.cli.exits import USAGE
from ivr.settings import Settings

if TYPE_CHECKING:
    from ivr.app.parts import Parts


def settings(level: int = logging.WARNING) -> Settings:
    """The settings of this environment; SettingsError names all that is wrong with them. `level`: what is logged."""
    found = Settings.from_env(os.environ)
    logs.set_up(found, "cli", level)
    return found


@contextmanager
def parts() -> Iterator[Parts]:
    """The parts, on a database that is there and at the newest schema; ConnectionError says what to do otherwise."""
    from ivr.app.parts import PATIENT, make_parts
    from ivr.store.sql import schema

    made = make_parts(settings(), PATIENT)
    try:
        with reachable():
            schema.demand(made.store.engine)
            yield made
    finally:
        made.store.engine.dispose()


@contextmanager
def reachable() -> Iterator[None]:
    """Within it, a database that is away is a ConnectionError that says so in one line."""
    from ivr.store.sql.refusals import ERRORS, meaning
    from ivr.switchboard.ports import Unreachable

    try:
        yield
    except Unreachable as away:
        raise ConnectionError(f"the database: {_first_line(away)}") from away
    except ERRORS as error:
        found = meaning(error)
        if not isinstance(found, Unreachable):
            raise
        raise ConnectionError(f"the database: {_first_line(found)}") from error


@contextmanager
def redis_reachable() -> Iterator[None]:
    """Within it, a Redis that is away is a ConnectionError that says so in one line."""
    from redis.exceptions import ConnectionError as Away

    try:
        yield
    except Away as away:
        raise ConnectionError(f"Redis: {_first_line(away)}") from away


def _first_line(fault: Exception) -> str:
    return str(fault).strip().partition("\n")[0]


def refuse(why: str, code: int = USAGE) -> NoReturn:
    """Ends the command with one line on stderr."""
    click.echo(why, err=True)
    sys.exit(code)
