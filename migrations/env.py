"""How Alembic reaches the database: one that is named by `ivr.store.sql.schema`, else an empty one of its own to
compare the tables with. It decides nothing about what a schema is."""

import tempfile
from pathlib import Path
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import BigInteger, Connection, text
from sqlalchemy.schema import SchemaItem

from ivr.store.sql.engine import Limits, make_engine
from ivr.store.sql.tables import Closed, Moment, metadata

PATIENT = Limits(wait=60, statement=3600, pool=1)
LOCK = 6_072_028
"""Any number that nobody else uses: two upgrades at once stand in line on PostgreSQL."""


def as_written(kind: str, item: Any, autogen: AutogenContext) -> str | bool:
    """A migration is frozen: it names our types by what they are, and imports nothing of ours."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "moment"
    if isinstance(item, Closed):
        return "sa.Text()"
    return "whole" if isinstance(item, BigInteger) else False


def ours(item: SchemaItem, name: str | None, kind: str, reflected: bool, other: SchemaItem | None) -> bool:
    """SQLite keeps lists of its own."""
    return not (name or "").startswith("sqlite_")


def options() -> dict[str, Any]:
    """What Alembic is told for either database. SQLite too can take a change of its tables back."""
    return {
        "target_metadata": metadata,
        "render_item": as_written,
        "include_object": ours,
        "transactional_ddl": True,
        "render_as_batch": True,
    }


def migrate(connection: Connection) -> None:
    """Runs what Alembic was asked for, in one transaction."""
    context.configure(connection=connection, **options())
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


def bring_to_head(connection: Connection) -> None:
    """For an empty database of our own, to compare with: every migration, apart from what Alembic was asked for."""
    steps = MigrationContext.configure(
        connection, opts={"fn": lambda revision, _: context.script._upgrade_revs("head", revision)}
    )
    with Operations.context(steps):
        steps.run_migrations()


def run(url: str, empty: bool = False) -> None:
    """On the database at `url`."""
    engine = make_engine(url, PATIENT)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                # Before the transaction, or it has no effect: a table that is made anew takes no others along.
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            with connection.begin():
                if empty:
                    bring_to_head(connection)
                migrate(connection)
    finally:
        engine.dispose()


if url := context.config.attributes.get("url"):
    run(url)
else:
    with tempfile.TemporaryDirectory() as folder:
        run(f"sqlite:///{Path(folder) / 'compare.db'}", empty=True)
