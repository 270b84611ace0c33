"""Bringing a database to a schema, and telling which one it has. Alembic is loaded only where something is changed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, inspect, make_url, text

if TYPE_CHECKING:
    from ivr.store.sql.store import SqlStore

HEAD = "0012"
"""The revision for which this program is written: the head of `migrations/`, which a test holds it to."""

FOLDER = Path(__file__).resolve().parents[3] / "migrations"


_REVISION = text("SELECT version_num FROM alembic_version")


def head() -> str:
    """The newest revision."""
    return HEAD


def current(engine: Engine) -> str | None:
    """The revision of a database; None where nothing was ever migrated."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        revision: str | None = connection.execute(_REVISION).scalar()
        return revision


def is_at_head(engine: Engine) -> bool:
    """Whether a database has the schema for which this program is written."""
    return current(engine) == HEAD


class OtherSchema(ConnectionError):
    """A database has another schema than this program's, which therefore takes no work from it. It says what to do."""


def demand(engine: Engine) -> None:
    """OtherSchema unless a database has the schema for which this program is written."""
    _demand(current(engine))


def demand_still(store: SqlStore) -> None:
    """The same, by one cheap look, of a database that had it a moment ago; Unreachable where it is away."""
    with store.reading() as unit:
        _demand(unit.run(_REVISION).scalar())


def _demand(at: str | None) -> None:
    if (wrong := amiss(at)) is not None:
        raise OtherSchema(f"the database as it should be: {wrong[0]}; {wrong[1]}")


def amiss(at: str | None) -> tuple[str, str] | None:
    """What is wrong with a database at this revision, and what to do about it; None where it is this program's."""
    if at == HEAD:
        return None
    if at is None:
        return "it is empty", "run `python -m ivr db upgrade`"
    if any(path.name.startswith(f"{at}_") for path in (FOLDER / "versions").glob("*.py")):
        return f"it is behind, at {at} instead of {HEAD}", "run `python -m ivr db upgrade`"
    return f"it is at {at}, made by a newer program than this one, whose is {HEAD}", "start that one instead"


def _begin_privately(url: URL) -> None:
    """A file that SQLite makes by itself is everybody's to read, who has an account on the machine; what stands beside
    it later has its rights. One that there is keeps those that somebody gave it."""
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith((":", "file:")):
        with suppress(OSError):  # whoever opens it says what is wrong
            os.close(os.open(url.database, os.O_RDONLY | os.O_CREAT, 0o600))


def upgrade(url: str, revision: str = "head") -> None:
    """Brings a database to a revision, in one transaction: all of it happens, or nothing."""
    from alembic import command

    _begin_privately(make_url(url))
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
