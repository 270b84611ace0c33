"""How a command finds what it is asked for: files, folders, and what was published, as NAME@VERSION or `live`."""

from __future__ import annotations

from pathlib import Path

import click

from ivr.authoring.diff import Version
from ivr.authoring.folder import BUSINESS_FILE, load_folder
from ivr.authoring.show import as_text
from ivr.callflow.compiled import load_flow
from ivr.cli import context
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.promise.compiled import load_business
from ivr.switchboard import flows as published
from ivr.switchboard.rows import Published

LIVE = "live"


def find(named: str) -> Version:
    """What a person named; ends the command in words where there is no such thing, or where it does not check."""
    path = Path(named)
    if path.exists():
        return read(path)
    name, _, which = named.rpartition("@")
    if named == LIVE or name:
        return _published(name, which)
    context.refuse(f"there is no {named}: give a file, a folder, NAME@VERSION, NAME@live or live", NOT_FOUND)


def read(path: Path) -> Version:
    """A folder of call flows, or one file with the business.yaml beside it."""
    folder = path if path.is_dir() else path.parent
    result = load_folder(folder)
    if result.errors or result.business is None:
        click.echo(as_text(result), err=True)
        raise SystemExit(WRONG)
    flows = {flow.name: flow for flow in result.flows}
    if path.is_dir() or path.name == BUSINESS_FILE:
        return Version(flows if path.is_dir() else {}, result.business, path.is_dir())
    only = {flow.name: flow for flow in load_folder(folder, frozenset({path})).flows}
    if not only:
        context.refuse(f"{path} answers no number by itself", NOT_FOUND)
    return Version(only, result.business)


def _published(name: str, which: str) -> Version:
    with context.parts() as parts, parts.store.reading() as unit:
        rows = published.history(unit)
    chosen = [row for row in rows if _is_meant(row, name, which)]
    if not chosen:
        context.refuse(f"no such version was published: {name or 'anything'}@{which}. Next: ivr flows list", NOT_FOUND)
    flows = {row.name: load_flow(row.compiled) for row in chosen if row.kind == published.FLOW}
    businesses = [load_business(row.compiled) for row in chosen if row.kind == published.BUSINESS]
    return Version(flows, businesses[0] if businesses else None, whole=not name)


def _is_meant(row: Published, name: str, which: str) -> bool:
    if name and row.name != name:
        return False
    return row.live if which == LIVE else which == str(row.id)
