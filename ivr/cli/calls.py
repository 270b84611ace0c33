"""`calls`: calls that were. Here they become call scripts."""

from __future__ import annotations

import sys

import click

from ivr.cli import context
from ivr.cli.exits import NOT_FOUND, WRONG


@click.group()
def calls() -> None:
    """Calls that were."""


@calls.command("script")
@click.argument("id")
def script(id: str) -> None:
    """Write the call with ID as a call script, without anything of its caller.

    \b
    Example:
      ivr calls script k3v9… > callflows/scripts/a_call.yaml

    Numbers and answers that were keyed become examples, agents lose their names. The script is played once, on the
    edition of the flow on which the call was. Exit code 1: it comes by other nodes, for what decided is not kept.
    """
    from ivr.rehearsal.scripts.export import export
    from ivr.reports.call.calls import one

    with context.parts() as made:
        with made.store.reading() as unit:
            call = one(unit, id)
        if call is None:
            context.refuse(f"there is no call {id}", NOT_FOUND)
        library = made.board.library
        exported = export(call, library.flow(call.version), library.business(), {})
    click.echo(exported.text, nl=False)
    if not exported.faithful:
        click.echo(f"the script parts from the call at {exported.parted or 'its end'}: put right what led on", err=True)
        sys.exit(WRONG)
