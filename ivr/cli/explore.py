"""`ivr explore`: every way that a call can go in a flow, tried on the flow itself. It changes nothing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ivr.cli import context
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.settings import Settings

if TYPE_CHECKING:
    from ivr.callflow.graph import Callflow


@click.command()
@click.argument("flow", required=False)
@click.option("--most", default=50_000, show_default=True, type=click.IntRange(1), help="Moments that are looked at.")
@click.option("--deep", default=1_000, show_default=True, type=click.IntRange(1), help="Things that happen in a call.")
@click.option("--json", "as_a_program", is_flag=True, help="The same for programs.")
def explore(flow: str | None, most: int, deep: int, as_a_program: bool) -> None:
    """Try all that callers can do, under all circumstances, in a flow: its name, or its file.

    \b
    Examples:
      ivr explore
      ivr explore callflows/main.yaml --json

    Exit code 0: no dead end was found. 1: there are some. 3: there is no such flow.
    """
    from ivr.rehearsal.explore.circumstances import circumstances
    from ivr.rehearsal.explore.found import found
    from ivr.rehearsal.explore.show import as_json, as_text
    from ivr.rehearsal.explore.walk import walk

    chosen = _chosen(flow)
    under, whole = circumstances(chosen, datetime.now(UTC))
    one = found(walk(chosen, under, whole, most, deep))
    click.echo(as_json(one) if as_a_program else as_text(one))
    raise SystemExit(WRONG if one.dead_ends else 0)


def _chosen(flow: str | None) -> Callflow:
    from ivr.authoring.folder import load_folder
    from ivr.authoring.show import as_text

    file = Path(flow) if flow and Path(flow).is_file() else None
    folder = file.parent if file else Settings.from_env(os.environ).callflows_dir
    if not folder.is_dir():
        context.refuse(f"there is no folder {folder}", NOT_FOUND)
    result = load_folder(folder, frozenset({file} if file else ()))
    if result.errors:
        context.refuse(as_text(result), WRONG)
    named = [one for one in result.flows if file or flow in (None, one.name)]
    if not named:
        known = ", ".join(one.name for one in result.flows) or "none"
        context.refuse(f"there is no call flow {flow}; there is {known}", NOT_FOUND)
    return named[0]
