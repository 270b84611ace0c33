"""`audit`: the product's equation, over the whole database."""

from __future__ import annotations

import json
import sys

import click

from ivr.cli import context


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def audit(as_json: bool) -> None:
    """Every obligation has one fate: exit 1 unless the books balance and nothing is overdue."""
    from ivr.reports.equation import audit as books

    with context.parts() as made:
        found = books.audit(made.store, made.board.rules.sweep_period)
    click.echo(json.dumps(found.as_json()) if as_json else found.as_text())
    for finding in found.findings:
        click.echo(finding, err=True)
    sys.exit(0 if found.balanced and not found.overdue else 1)
