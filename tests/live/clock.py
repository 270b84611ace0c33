"""A clock that stands: SQLite's own time is left out of the product's, so what it was set to is what time it is.

Where it stands, the same work gets the same times, however slow the machine is. It is the only thing that it changes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event, text

STANDING = "STANDING_CLOCK"
"""In the environment of a part whose clock stands."""
_MOVING, _EPOCH = "'now', seconds", "0, 'unixepoch', seconds"
_SET = text("UPDATE clock_offset SET seconds = :to WHERE seconds < :to")


def stand(engine: Engine | type[Engine]) -> None:
    """From now on, for one engine or for all of this process."""
    event.listen(engine, "before_cursor_execute", _standing, retval=True)


def move(engine: Engine, to: float) -> None:
    """It is that time now, in epoch seconds, for everybody who uses this database; never an earlier one."""
    with engine.begin() as connection:
        connection.execute(_SET, {"to": to})


def _standing(connection: Any, cursor: Any, statement: str, given: Any, context: Any, many: bool) -> tuple[str, Any]:
    return statement.replace(_MOVING, _EPOCH), given
