"""`ivr test`: call scripts, played on the very engine that answers calls. It changes nothing."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ivr.cli.context import refuse
from ivr.cli.exits import NOT_FOUND, WRONG
from ivr.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--coverage", is_flag=True, help="Also say which nodes, and which ways out of them, no script took.")
@click.option("--json", "as_a_program", is_flag=True, help="The same for programs, coverage included.")
def test(paths: tuple[Path, ...], coverage: bool, as_a_program: bool) -> None:
    """Play call scripts: those in `scripts` beside the flows, or single files, wherever they stand beside flows.

    \b
    Examples:
      ivr test
      ivr test callflows/ --coverage
      ivr test callflows/scripts/evening.yaml

    Exit code 0: all went as written; with --coverage, and nothing is left out. 1: not so. 3: there is no such file.
    """
    from ivr.rehearsal.scripts.show import as_json, as_text
    from ivr.rehearsal.scripts.suite import NoScript, run_suite

    wanted = paths or (Settings.from_env(os.environ).callflows_dir,)
    missing = [path for path in wanted if not path.exists()]
    if missing:
        click.echo(f"there is nothing at {missing[0]}", err=True)
        raise SystemExit(NOT_FOUND)
    try:
        suites = [run_suite(path) for path in wanted]
    except NoScript as other:
        refuse(str(other), WRONG)
    click.echo(as_json(suites) if as_a_program else as_text(suites, coverage))
    whole = not coverage or all(one.percent == 100 for suite in suites for one in suite.coverage)
    raise SystemExit(0 if whole and all(suite.good for suite in suites) else WRONG)
