"""A database of its own for each test, made in a few milliseconds from one that was migrated once.

It knows how to make and drop databases; what stands in them is the store's business.
"""

import importlib
import itertools
import os
import secrets
import shutil
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text


def migrate(url: str) -> None:
    """Bring an empty database to the newest schema."""
    if find_spec("ivr.store") is None or find_spec("ivr.store.sql.schema") is None:
        return  # the store is not built yet: an empty database is all there is
    engine = create_engine(url)
    try:
        importlib.import_module("ivr.store.sql.schema").create(engine)
    finally:
        engine.dispose()


class PostgresqlDatabases:
    """Databases on one server, copied from a migrated template. Names are unique to this run."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url
        self._prefix = f"ivr_test_{os.getpid()}_{secrets.token_hex(3)}"
        self._numbers = itertools.count(1)
        self._engine: Engine = create_engine(admin_url, isolation_level="AUTOCOMMIT")
        self._template = f"{self._prefix}_template"
        self._execute(f"CREATE DATABASE {self._template}")
        migrate(self._url(self._template))

    def make(self) -> str:
        """Return the URL of a new database."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        self._execute(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def close(self) -> None:
        """Drop the template and let go of the server."""
        self.drop(self._url(self._template))
        self._engine.dispose()

    def _url(self, name: str) -> str:
        return make_url(self._admin_url).set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


class SqliteDatabases:
    """Files, copied from a migrated one."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")

    def make(self, folder: Path) -> str:
        """Return the URL of a new file below `folder`."""
        path = folder / "ivr.db"
        if self._template.exists():
            shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"
