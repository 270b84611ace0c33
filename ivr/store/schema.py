"""Bringing a database to a schema, and telling which one it has."""

from __future__ import annotations

from sqlalchemy import Engine, insert

from ivr.store.tables import clock_offset, metadata


def create(engine: Engine) -> None:
    """Brings an empty database to the newest schema."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(clock_offset).values(id=1, seconds=0.0))
