"""What can be struck dead, cut, emptied or filled up, and how it is mended; when it happens is the rig's affair."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text

from tests.live.ground import children

if TYPE_CHECKING:
    from tests.kill.rig import Rig

HOURS = 7200.0
PAUSE = 60.0
"""Virtual seconds for which a part may stand still: well below the quiet time, which is what we assume of the world."""


PAGES = 65536
"""Bytes to which files may grow while there is no room: more than the spool, less than a few commits."""


@dataclass(frozen=True)
class Strike:
    """`act` may run in the middle of anything. What the parts of the ground need is `mend`ed; parts that died are
    started by the rig. `lasts` is for how many virtual seconds at most nobody mends it."""

    name: str
    act: Callable[[Rig], None]
    mend: Callable[[Rig], None] = lambda rig: None
    lasts: float = 60.0
    needs: str = ""
    """`postgresql` or `sqlite`, where only that can be struck so; `small`, where the disk must be."""


def _parts(*names: str) -> Callable[[Rig], None]:
    return lambda rig: rig.town.kill(*names)


def _web_worker(rig: Rig) -> None:
    """One of gunicorn's workers; gunicorn starts another."""
    pid = rig.town.pid("web") or 0
    with suppress(OSError):
        os.kill(rig.dice.choice(children(pid)), signal.SIGKILL)


def _stops(name: str) -> Callable[[Rig], None]:
    return lambda rig: rig.town.stops(name)


def _goes_on(name: str) -> Callable[[Rig], None]:
    return lambda rig: rig.town.goes_on(name)


def _ground(word: str) -> Callable[[Rig], None]:
    return lambda rig: rig.ground.does(word)


def _flush(rig: Rig) -> None:
    with suppress(RedisError), Redis.from_url(rig.ground.redis) as client:
        client.flushall()


def _commit(rig: Rig) -> None:
    rig.wire_cuts(rig.dice.random() < 0.5)


def _fill(rig: Rig) -> None:
    """The log of SQLite is emptied first, so that the next commit needs room."""
    if rig.kind == "sqlite":
        _needs_room(rig)
    rig.ground.does("fill")


def _needs_room(rig: Rig) -> None:
    with suppress(Exception), rig.parts.store.engine.connect() as connection:
        connection.execute(text("ROLLBACK"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def _no_room(rig: Rig) -> None:
    """The error of a disk that takes no more, put into the parts where no small disk can be mounted: the kernel refuses
    what they write beyond the first pages of a file."""
    _needs_room(rig)
    _let_files_grow(rig, PAGES)


def _room_again(rig: Rig) -> None:
    _let_files_grow(rig, resource.RLIM_INFINITY)


def _let_files_grow(rig: Rig, to: int) -> None:
    """For all processes of all parts; those that they fork later inherit it."""
    for name in rig.town.names():
        if (pid := rig.town.pid(name)) is None:
            continue
        with suppress(OSError):
            for one in (pid, *children(pid)):
                resource.prlimit(one, resource.RLIMIT_FSIZE, (to, resource.RLIM_INFINITY))


def _everything(rig: Rig) -> None:
    """As when the machine is switched off."""
    rig.town.kill(*rig.town.names())
    rig.ground.does("kill redis")
    if rig.kind == "postgresql":
        rig.ground.does("kill postgresql")


def _everything_mended(rig: Rig) -> None:
    if rig.kind == "postgresql":
        rig.ground.does("start postgresql")
    rig.ground.does("start redis")


STRIKES: tuple[Strike, ...] = (
    Strike("kill -9 web", _parts("web")),
    Strike("kill -9 a web worker", _web_worker),
    Strike("kill -9 sweep", _parts("sweep")),
    Strike("kill -9 worker", _parts("worker")),
    Strike("kill -9 web, sweep and worker", _parts("web", "sweep", "worker")),
    Strike("the worker stands still", _stops("worker"), _goes_on("worker"), PAUSE),
    Strike("the sweep stands still", _stops("sweep"), _goes_on("sweep"), PAUSE),
    Strike("kill -9 PostgreSQL", _ground("kill postgresql"), _ground("start postgresql"), needs="postgresql"),
    Strike("kill -9 a PostgreSQL backend", _ground("kill backend"), needs="postgresql"),
    Strike("commit outcome unknown", _commit, needs="postgresql"),
    Strike("kill -9 Redis", _ground("kill redis"), _ground("start redis")),
    Strike("FLUSHALL", _flush),
    Strike("Redis off for hours", _ground("kill redis"), _ground("start redis"), HOURS),
    Strike("disk full", _fill, _ground("free"), needs="small"),
    Strike("disk full, as an error", _no_room, _room_again, needs="sqlite"),
    Strike("kill -9 everything", _everything, _everything_mended),
)


def possible(kind: str, small: bool) -> Mapping[str, Strike]:
    """Those that can strike an installation on such a database, by name."""
    met = {"", kind, "small" if small else ""}
    return {strike.name: strike for strike in STRIKES if strike.needs in met}
