"""Connections to the database: how long anything may wait, and what each dialect must be told when it connects."""

from __future__ import annotations

import itertools
import logging
import random
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from ivr.store.sql.haste import left, within

log = logging.getLogger(__name__)

SLACK = 0.25
"""Seconds that an answer may be on its way from a server that keeps its limits."""


LOCKED = 0.45, 0.02
"""The share of its wait that a connection to PostgreSQL stands before a lock: less, so that who is kept out knows why.
The second is added for each further connection of a pool: of two who wait for each other one gives up first, before the
server would notice (its deadlock_timeout is 1 s), and then both have time to go on."""


@dataclass(frozen=True, slots=True)
class Limits:
    """All in seconds but `pool`. A call on the line cannot wait for a database that is away."""

    wait: float = 1.0
    """For a connection, of the pool or a new one, and for locks (SQLite: for the one writer)."""
    statement: float = 1.0
    """How long one statement may take on PostgreSQL."""
    pool: int = 8
    """How many connections one process may hold."""


def make_engine(url: str, limits: Limits | None = None) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`; it connects to nothing yet."""
    limits = limits or Limits()
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url, limits)
    milliseconds = int(limits.statement * 1000)
    options = {
        "statement_timeout": milliseconds,
        "idle_in_transaction_session_timeout": 10 * milliseconds,  # a process that hangs does not hold its locks on
    }
    engine = create_engine(
        url,
        hide_parameters=True,  # errors are logged, and numbers are parameters
        pool_size=limits.pool,
        max_overflow=0,
        pool_timeout=limits.wait,
        pool_use_lifo=True,
        pool_recycle=1800,
        pool_reset_on_return=None,  # whoever gives one back has committed or rolled back already
        connect_args={
            "connect_timeout": 2,  # libpq knows no shorter one
            "tcp_user_timeout": 10 * milliseconds,
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
        },
    )
    number = itertools.count()
    event.listen(engine, "do_connect", lambda dialect, record, args, how: _impatient(args, how, limits, next(number)))
    return engine


def _impatient(args: Any, how: Any, limits: Limits, number: int) -> Any:
    """Imported here: SQLite needs no driver of PostgreSQL's."""
    from ivr.store.sql.impatient import Impatient

    least, further = LOCKED
    locked = limits.wait * (least + further * (number % limits.pool + random.random() / 2))
    with within(limits.wait):
        connection = Impatient.connect(*args, **{**how, "options": f"{how['options']} -c lock_timeout={locked:.3f}s"})
    connection.patience = max(limits.wait, limits.statement) + SLACK
    return connection


def _sqlite(url: str, limits: Limits) -> Engine:
    pooled: dict[str, Any] = {}
    if make_url(url).database not in (None, "", ":memory:"):
        pooled = {"pool_size": limits.pool, "max_overflow": 0, "pool_timeout": limits.wait}
        pooled["pool_use_lifo"] = True  # the connection that wrote last knows all pages; others read them again
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": limits.wait}, **pooled)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", lambda connection: _begin(connection, limits.wait))
    return engine


def _set_up(connection: Any, record: object) -> None:
    """The driver begins no transaction of its own: SQLite needs to hear at once whether this one will write."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


_WAITS = "waits"


def _begin(connection: Connection, wait: float) -> None:
    """Who is in haste waits less for another program; the connection keeps what it was told last."""
    now, driver = left(wait), connection.connection.driver_connection
    assert driver is not None
    if connection.info.get(_WAITS, wait) != now:
        driver.execute(f"PRAGMA busy_timeout={int(now * 1000)}")
        connection.info[_WAITS] = now
    driver.execute(f"BEGIN {connection.get_execution_options().get('sqlite_begin', 'IMMEDIATE')}")


def reader(engine: Engine) -> Engine:
    """The same pool, for transactions that see one moment throughout and write nothing."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(sqlite_begin="DEFERRED")
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def let_go(connection: Connection) -> None:
    """Gives a connection back; what was not committed is rolled back. Where it has died its server has done that by
    itself, and what was read, or is being raised, is as true as before."""
    try:
        connection.close()
    except DBAPIError:
        log.warning("a connection had died before it was given back")
