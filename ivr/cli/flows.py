"""`ivr flows`: makes checked call flows live, lists what is and was, and goes back. It runs nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from ivr.app import refused_flows
from ivr.authoring.folder import Result, load_folder
from ivr.authoring.publish import editions
from ivr.authoring.show import as_text
from ivr.cli import context
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.settings import SettingsError
from ivr.switchboard import flows as published
from ivr.switchboard.ports import Unit, work
from ivr.switchboard.rows import Published

ACTOR = "flows"
UNCHANGED = "Nothing has changed: what is live is what these files say."


@click.group()
def flows() -> None:
    """What answers calls: publish, list, roll back."""


@flows.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--new", "only_new", is_flag=True, help="Leave what was live before, and was replaced, as it is.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def publish(path: Path | None, only_new: bool, as_json: bool) -> None:
    """Check a folder of call flows and make it live; where anything is wrong, what is live goes on answering."""
    result = _checked(path or context.settings().callflows_dir)
    offered = editions(result)

    def act(unit: Unit) -> tuple[list[Published], tuple[str, ...]]:
        if only_new and all(published.known(unit, it.kind, it.name, it.hash) for it in offered):
            return [], ()
        made = [published.publish(unit, it.kind, it.name, it.hash, it.compiled) for it in offered]
        gone = [f"flow {name}" for name in published.retire(unit, [flow.name for flow in result.flows])]
        gone += [f"card {name}" for name in published.retire(unit, list(result.cards), published.CARD)]
        return [row for row in made if row], tuple(gone)

    with context.parts() as parts:
        made, retired = work(parts.store, act, ACTOR)
        refused_flows.clear(parts.settings.var_dir)
        with parts.store.reading() as unit:
            answering = [row.name for row in made if row.kind != published.CARD]
            going = sum((Counter(published.in_progress(unit, name)) for name in answering), Counter[int]())
    if as_json:
        names = [one.partition(" ")[2] for one in retired]
        click.echo(json.dumps({"published": [_plain(row) for row in made], "retired": names}))
        return
    for row in made:
        click.echo(f"{row.kind} {row.name}: version {row.id} is live ({row.hash[:8]})")
    _tell_of_calls(going)
    for name in retired:
        click.echo(f"{name}: no longer live, its file is gone")
    if not made and not retired:
        click.echo("Nothing is new in these files." if only_new else UNCHANGED)


@flows.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """Show every version, the newest first."""
    with context.parts() as parts, parts.store.reading() as unit:
        rows = published.history(unit)
    if as_json:
        click.echo(json.dumps([_plain(row) for row in rows]))
        return
    for row in rows:
        live = "live" if row.live else ""
        click.echo(f"{row.id:>6}  {row.kind:8}  {row.name:20}  {row.hash[:8]}  {row.at:%Y-%m-%d %H:%M}Z  {live}")
    if not rows:
        click.echo("Nothing is published yet. Next: ivr flows publish", err=True)


@flows.command()
@click.argument("name")
@click.option("--to", type=int, help="The version to go back to; left out: the newest that differs.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def rollback(name: str, to: int | None, as_json: bool) -> None:
    """Make a former version of a flow (or of `business`) live again; calls in progress end on theirs."""
    kind = published.BUSINESS if name == published.BUSINESS else published.FLOW
    with context.parts() as parts:
        try:
            row = work(parts.store, lambda unit: published.rollback(unit, kind, name, to), ACTOR)
        except published.Unfit as refusal:
            click.echo(f"Not rolled back: {refusal}.", err=True)
            raise SystemExit(WRONG) from None
        with parts.store.reading() as unit:
            going = published.in_progress(unit, name)
    if row is None:
        click.echo(f'There is no other version of "{name}". Next: ivr flows list', err=True)
        raise SystemExit(NOT_FOUND)
    if as_json:
        click.echo(json.dumps({"published": _plain(row), "in_progress": dict(going)}))
        return
    click.echo(f"{row.kind} {row.name}: version {row.id} is live ({row.hash[:8]})")
    _tell_of_calls(going)


def _tell_of_calls(going: Mapping[int, int]) -> None:
    """Callers who are on the line now hear the version on which they began, to the end."""
    for version, calls in sorted(going.items()):
        click.echo(f"calls in progress that end on version {version}: {calls}")


def _checked(folder: Path) -> Result:
    if not folder.is_dir():
        click.echo(f"There is no folder {folder}.", err=True)
        raise SystemExit(NOT_FOUND)
    result = load_folder(folder)
    if result.problems:
        click.echo(as_text(result), err=True)
    if result.errors:
        refused_flows.note(context.settings().var_dir, datetime.now(UTC), result.errors)
        click.echo(f"Nothing was published. {_still_live()}", err=True)
        raise SystemExit(WRONG)
    return result


def _still_live() -> str:
    """What goes on answering, as far as the database can be asked."""
    try:
        with context.parts() as parts, parts.store.reading() as unit:
            live = [row for row in published.history(unit) if row.live and row.kind == published.FLOW]
    except (ConnectionError, SettingsError):
        return "What was live before goes on answering."
    if not live:
        return "Nothing is live yet, so calls hear an apology."
    named = ", ".join(f"{row.name} (version {row.id} of {row.at:%Y-%m-%d %H:%M}Z)" for row in live)
    return f"Calls go on being answered by {named}."


def _plain(row: Published) -> dict[str, object]:
    at = row.at.isoformat()
    return {"id": row.id, "kind": row.kind, "name": row.name, "hash": row.hash, "at": at, "live": row.live}
