"""`ivr check`: what is wrong with the call flows, all of it at once. It changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from ivr.authoring.check import NOTHING
from ivr.authoring.check.before import Before
from ivr.authoring.folder import BUSINESS_FILE, Result, load_folder
from ivr.authoring.problem import in_order
from ivr.authoring.show import as_github, as_json, as_sarif, as_text, speech_as_text
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.settings import Settings

LIVE = "live"

FORMATS: dict[str, Callable[[Result], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--format", "shape", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option(
    "--against", help="Also tell what changes for callers: `live`, or a folder or file with the version before."
)
@click.option("--unsaid", is_flag=True, help="Also tell what holds where nothing was said.")
@click.option("--json", "as_a_program", is_flag=True, help="The same as --format json.")
def check(
    paths: tuple[Path, ...], strict: bool, shape: str, against: str | None, unsaid: bool, as_a_program: bool
) -> None:
    """Check call flows: folders, or single flow files with the business.yaml beside them.

    \b
    Examples:
      ivr check
      ivr check callflows/main.yaml --strict
      ivr check --format json | jq .errors
      ivr check --against live

    Exit code 0: good. 1: something is wrong. 3: there is no such file, or nothing to compare with.
    """
    before = _before(against) if against else NOTHING
    result = read(paths or (Settings.from_env(os.environ).callflows_dir,), before)
    if unsaid:
        click.echo("\n".join(result.unsaid), err=True)
    click.echo(FORMATS["json" if as_a_program else shape](result))
    if shape == "text" and not as_a_program and result.speech:
        click.echo(speech_as_text(result))
    raise SystemExit(WRONG if result.errors or (strict and result.warnings) else 0)


def _before(against: str) -> Before:
    """What is compared with: `live` is what answers calls now, with what callers pressed there."""
    if against != LIVE:
        old = read((Path(against),))
        if old.errors:
            click.echo(f"{against} does not check, so nothing is compared with it", err=True)
            raise SystemExit(NOT_FOUND)
        return Before({flow.name: flow for flow in old.flows})
    from ivr.callflow.compiled import load_flow
    from ivr.cli import context
    from ivr.reports.shop.presses import presses
    from ivr.switchboard import flows as published

    with context.parts() as parts, parts.store.reading() as unit:
        rows = [row for row in published.history(unit) if row.live and row.kind == published.FLOW]
        return Before({row.name: load_flow(row.compiled) for row in rows}, presses(unit))


def read(paths: tuple[Path, ...], before: Before = NOTHING) -> Result:
    """All that the paths name, as one result; files of one folder are read together."""
    folders = dict[Path, set[Path]]()
    for path in paths:
        if not path.exists():
            click.echo(f"there is nothing at {path}", err=True)
            raise SystemExit(NOT_FOUND)
        only = folders.setdefault(path if path.is_dir() else path.parent, set())
        if path.is_file() and path.name != BUSINESS_FILE:
            only.add(path)
        else:
            only.update(path.parent.glob("*.y*ml") if path.is_file() else path.glob("*.y*ml"))
    return _joined([load_folder(folder, frozenset(only), before) for folder, only in folders.items()])


def _joined(results: list[Result]) -> Result:
    if len(results) == 1:
        return results[0]
    problems = in_order(problem for result in results for problem in result.problems)
    unsaid = tuple(line for result in results for line in result.unsaid)
    speech = tuple(one for result in results for one in result.speech)
    flows = tuple(flow for result in results for flow in result.flows)
    files = tuple(file for result in results for file in result.files)
    texts = {file: text for result in results for file, text in result.texts.items()}
    return replace(
        results[0],
        problems=problems,
        business=None,
        flows=flows,
        files=files,
        texts=texts,
        unsaid=unsaid,
        speech=speech,
    )
