"""`db`: the schema of the database, up, down, and where it is."""

from __future__ import annotations

import sys

import click

from ivr.cli import context
from ivr.store.sql import schema
from ivr.store.sql.engine import make_engine


@click.group()
def db() -> None:
    """Migrations."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database to the newest schema, or to REVISION."""
    settings = context.settings()
    settings.var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with context.reachable():
        schema.upgrade(settings.database_url, revision)
        click.echo(f"the database is at {schema.current(make_engine(settings.database_url))}", err=True)


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Bring the database back to REVISION."""
    with context.reachable():
        schema.downgrade(context.settings().database_url, revision)


@db.command()
def current() -> None:
    """Print the schema's revision; exit 1 where it is not the newest."""
    engine = make_engine(context.settings().database_url)
    with context.reachable():
        click.echo(schema.current(engine) or "empty")
        sys.exit(0 if schema.is_at_head(engine) else 1)
