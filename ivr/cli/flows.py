"""`ivr flows`: makes checked call flows live, lists what is and was, and goes back. It runs nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ivr.authoring.folder import Result, load_folder
from ivr.authoring.publish import editions
from ivr.authoring.show import as_text
from ivr.cli.check import NOT_FOUND, USAGE, WRONG, default_folder
from ivr.settings import Settings, SettingsError
from ivr.store.engine import make_engine
from ivr.store.sql import SqlStore
from ivr.switchboard import flows as published
from ivr.switchboard.ports import Unit, Unreachable, work
from ivr.switchboard.rows import Published

CANNOT_REACH = 4
ACTOR = "flows"


@click.group()
def flows() -> None:
    """What answers calls: publish, list, roll back."""


@flows.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_a_program", is_flag=True)
def publish(path: Path | None, as_a_program: bool) -> None:
    """Check a folder of call flows and make it live; where anything is wrong, what is live goes on answering."""
    result = _checked(path or default_folder())
    offered = editions(result)

    def act(unit: Unit) -> tuple[list[Published], tuple[str, ...]]:
        made = [published.publish(unit, it.kind, it.name, it.hash, it.compiled) for it in offered]
        return [row for row in made if row], published.retire(unit, [flow.name for flow in result.flows])

    with _store() as store:
        made, retired = work(store, act, ACTOR)
    if as_a_program:
        click.echo(json.dumps({"published": [_plain(row) for row in made], "retired": list(retired)}))
        return
    for row in made:
        click.echo(f"{row.kind} {row.name}: version {row.id} is live ({row.hash[:8]})")
    for name in retired:
        click.echo(f"flow {name}: no longer live, its file is gone")
    if not made and not retired:
        click.echo("Nothing has changed: what is live is what these files say.")


def _checked(folder: Path) -> Result:
    if not folder.is_dir():
        click.echo(f"there is no folder {folder}", err=True)
        raise SystemExit(NOT_FOUND)
    result = load_folder(folder)
    if result.problems:
        click.echo(as_text(result), err=True)
    if result.errors:
        click.echo(f"Nothing was published. {_still_live()}", err=True)
        raise SystemExit(WRONG)
    return result


@flows.command("list")
@click.option("--json", "as_a_program", is_flag=True)
def list_(as_a_program: bool) -> None:
    """Show every version, the newest first."""
    with _store() as store, store.reading() as unit:
        kinds = (published.BUSINESS, published.FLOW)
        rows = sorted((row for kind in kinds for row in unit.many(Published, kind=kind)), key=lambda row: -row.id)
    if as_a_program:
        click.echo(json.dumps([_plain(row) for row in rows]))
        return
    for row in rows:
        click.echo(f"{row.id:>6}  {row.kind:8}  {row.name:20}  {row.hash[:8]}  {row.at:%Y-%m-%d %H:%M}Z  {_live(row)}")
    if not rows:
        click.echo("Nothing is published yet. Next: ivr flows publish", err=True)


@flows.command()
@click.argument("name")
@click.option("--to", type=int, help="The version to go back to; left out: the one before.")
def rollback(name: str, to: int | None) -> None:
    """Make a former version of a flow (or of `business`) live again; calls in progress end on theirs."""
    kind = published.BUSINESS if name == published.BUSINESS else published.FLOW
    with _store() as store:
        try:
            row = work(store, lambda unit: published.rollback(unit, kind, name, to), ACTOR)
        except published.Unfit as refusal:
            click.echo(f"Not rolled back: {refusal}.", err=True)
            raise SystemExit(WRONG) from None
    if row is None:
        click.echo(f'There is no other version of "{name}". Next: ivr flows list', err=True)
        raise SystemExit(NOT_FOUND)
    click.echo(f"{row.kind} {row.name}: version {row.id} is live ({row.hash[:8]})")


@contextmanager
def _store() -> Iterator[SqlStore]:
    """The database of the settings; where it cannot be had, one line and exit code 4."""
    try:
        engine = make_engine(Settings.from_env(os.environ).database_url)
    except SettingsError as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(USAGE) from None
    try:
        yield SqlStore(engine)
    except Unreachable as away:
        click.echo(f"The database cannot be reached: {away}", err=True)
        raise SystemExit(CANNOT_REACH) from None
    finally:
        engine.dispose()


def _still_live() -> str:
    """What goes on answering, as far as the database can be asked."""
    try:
        with _store() as store, store.reading() as unit:
            live = [row for row in unit.many(Published, live=True) if row.kind == published.FLOW]
    except SystemExit:
        return "What was live before goes on answering."
    if not live:
        return "Nothing is live yet, so calls hear an apology."
    named = ", ".join(f"{row.name} (version {row.id} of {row.at:%Y-%m-%d %H:%M}Z)" for row in live)
    return f"Calls go on being answered by {named}."


def _live(row: Published) -> str:
    return "live" if row.live else ""


def _plain(row: Published) -> dict[str, object]:
    at = row.at.isoformat()
    return {"id": row.id, "kind": row.kind, "name": row.name, "hash": row.hash, "at": at, "live": row.live}
