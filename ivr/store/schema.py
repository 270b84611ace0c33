"""Bringing a database to a schema, and telling which one it has. Alembic is loaded only where something is changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text

HEAD = "0002"
"""The revision for which this program is written: the head of `migrations/`, which a test holds it to."""

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def head() -> str:
    """The newest revision."""
    return HEAD


def current(engine: Engine) -> str | None:
    """The revision of a database; None where nothing was ever migrated."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def is_at_head(engine: Engine) -> bool:
    """Whether a database has the schema for which this program is written."""
    return current(engine) == HEAD


def upgrade(url: str, revision: str = "head") -> None:
    """Brings a database to a revision, in one transaction: all of it happens, or nothing."""
    from alembic import command

    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Takes a database back to a revision; `base` leaves nothing."""
    from alembic import command

    command.downgrade(_config(url), revision)


def create(engine: Engine) -> None:
    """Brings the database of an engine to the newest schema."""
    upgrade(engine.url.render_as_string(hide_password=False))


def _config(url: str) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = url
    return config
