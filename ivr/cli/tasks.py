"""`tasks`: what a named person must do, and that it was done. Until then it alerts again, every half hour."""

from __future__ import annotations

import click

from ivr.cli import context, show
from ivr.cli.exits import NOT_FOUND
from ivr.switchboard import tasks as switchboard
from ivr.switchboard.rows import Task


@click.group()
def tasks() -> None:
    """What a person must do: callers not reached, promises about to break, records that contradict themselves."""


@tasks.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """The tasks that are open, the oldest first."""
    with context.parts() as made:
        with made.store.reading() as unit:
            rows = unit.many(Task, done_at=None)
        zone = show.zone_of(made)
    if as_json:
        show.print_json([_shown(row) for row in rows])
        return
    for row in rows:
        click.echo(f"{row.id:>5}  {row.reason:15}  {row.subject:28}  {row.owner}, since {show.local(row.at, zone)}")
    if not rows:
        click.echo("none", err=True)


def _shown(row: Task) -> dict[str, object]:
    return {"id": row.id, "reason": row.reason, "subject": row.subject, "owner": row.owner, "at": row.at}


@tasks.command()
@click.argument("id", type=int)
def done(id: int) -> None:
    """The task with ID was seen to: it alerts no more. One whose cause lasts, such as a review, comes back."""
    with context.parts() as made:
        row = switchboard.finish(made.store, id)
    if row is None:
        context.refuse("there is no open task with this id: see `python -m ivr tasks list`", NOT_FOUND)
    click.echo(f"{row.reason} of {row.subject} is done", err=True)
