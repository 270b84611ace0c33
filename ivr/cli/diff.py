"""`ivr diff`: what changes for a caller between two versions. It changes nothing."""

from __future__ import annotations

import click

from ivr.authoring.diff import compare
from ivr.authoring.diff.show import as_json, as_text
from ivr.cli.exits import WRONG
from ivr.cli.versions import find


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_a_program", is_flag=True, help="As JSON.")
def diff(old: str, new: str, as_a_program: bool) -> None:
    """Tell what changes for a caller from OLD to NEW: in reach, promises, keys, words, and in how it is built.

    \b
    Each of them is
      a folder of call flows, or one file of it,
      live                   all that answers calls now
      NAME@live, NAME@12     a published flow, or `business`; the number is that of `ivr flows list`

    \b
    Examples:
      ivr diff live callflows/
      ivr diff main@3 main@live
      ivr diff before/main.yaml callflows/main.yaml --json

    Exit code 0: nothing changes. 1: something does, or one of them does not check. 3: there is no such version.
    """
    changes = compare(find(old), find(new))
    click.echo((as_json if as_a_program else as_text)(changes))
    raise SystemExit(WRONG if changes else 0)
