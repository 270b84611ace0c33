"""What an error of a database means to us: too late, never allowed, away, or a bug of ours that is not hidden."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from ivr.switchboard.ports import Broken, Conflict, Held, Unreachable

TOO_LATE = frozenset({"23505", "40001", "40P01"})
"""PostgreSQL: unique violation, serialization failure, deadlock: another unit was quicker."""

_LOCK_NOT_AVAILABLE = "55P03"
_UNIQUE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


class Silence(Exception):
    """The server is there and says nothing: to ask it once more would take as long again."""


ERRORS = (DBAPIError, sqlite3.Error)
"""What the databases raise; SQLite's own while a connection is being set up."""


def meaning(error: DBAPIError | sqlite3.Error) -> Exception:
    """The exception of the port for this one; the error itself where there is none."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(error, original)
    state = getattr(original, "sqlstate", None) or ""
    if state in TOO_LATE:
        return Conflict(str(original))
    if state == _LOCK_NOT_AVAILABLE:
        return Held(str(original))
    if state.startswith("23"):
        return Broken(str(original))
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if lost or isinstance(error, OperationalError | InterfaceError) or state == "25006":
        return Unreachable(str(original))
    return error


def _of_sqlite(error: Exception, original: sqlite3.Error) -> Exception:
    if isinstance(original, sqlite3.IntegrityError):
        kind = Conflict if original.sqlite_errorname in _UNIQUE else Broken
        return kind(str(original))
    # The plain SQLITE_ERROR is a wrong statement, such as one on a table that is not there: a bug.
    if isinstance(original, sqlite3.OperationalError) and original.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
        return Unreachable(str(original))
    return error
