"""How commands print moments and JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click

from ivr.app.parts import Parts
from ivr.calendar import to_local
from ivr.reports.shown import as_json


def print_json(value: Any) -> None:
    """A report, or several, as JSON on stdout."""
    click.echo(json.dumps(as_json(value), ensure_ascii=False, indent=2))


def local(moment: datetime, zone: str) -> str:
    """On the wall clock of a place, to the minute."""
    return f"{to_local(moment, zone):%Y-%m-%d %H:%M}"


def zone_of(made: Parts) -> str:
    """The business's zone; UTC before anything was published."""
    try:
        return made.board.library.business().zone
    except LookupError:
        return "UTC"
