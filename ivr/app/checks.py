"""Whether an installation is fit: each check looks at one thing and says what is wrong and what to do about it.

Nothing in here repairs anything, and nothing says a secret or a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from ivr.app import refused_flows
from ivr.app.parts import Parts
from ivr.settings import Carrier
from ivr.store import schema
from ivr.store.refusals import ERRORS, meaning
from ivr.switchboard.ports import Unreachable


class Health(StrEnum):
    OK = "ok"
    WARN = "warn"
    """It works, but not as it should."""
    BAD = "bad"
    AWAY = "away"
    """It cannot be reached, so nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one check found. `do`: what to do about it; empty where all is well."""

    name: str
    health: Health
    what: str
    do: str = ""


Check = Callable[[Parts], Found]

REDIS_PATIENCE = 0.5
"""Seconds."""
SKEW = timedelta(seconds=2)


def look(check: Check, parts: Parts) -> Found:
    """The check; what it cannot reach is a finding as well."""
    try:
        return check(parts)
    except Unreachable as away:
        return _away(check, away)
    except ERRORS as error:
        found = meaning(error)
        if isinstance(found, Unreachable):
            return _away(check, found)
        fault = type(error).__name__
        return Found(_name(check), Health.BAD, f"a fault of the database: {fault}", "see the log")


def _away(check: Check, away: Exception) -> Found:
    said = str(away).strip().partition("\n")[0]
    return Found(_name(check), Health.AWAY, f"cannot be reached: {said}", "start the database, or mend DATABASE_URL")


def _name(check: Check) -> str:
    return getattr(check, "__name__", "check")


def database(parts: Parts) -> Found:
    """It answers."""
    parts.store.now()
    return Found("database", Health.OK, parts.store.engine.dialect.name)


def migrations(parts: Parts) -> Found:
    """Its schema is the one that this program is written for."""
    at = schema.current(parts.store.engine)
    if at == schema.head():
        return Found("migrations", Health.OK, at)
    return Found("migrations", Health.BAD, f"the schema is {at or 'empty'}, not {schema.head()}", "ivr db upgrade")


def flows(parts: Parts) -> Found:
    """Something is published that answers calls."""
    try:
        business = parts.board.library.business()
    except LookupError:
        return Found("flows", Health.BAD, "nothing is published: calls hear an apology", "ivr flows publish")
    if not business.numbers:
        return Found("flows", Health.BAD, "no flow names a number", "add `numbers` to a flow, then ivr flows publish")
    return Found("flows", Health.OK, f"{business.title}: numbers that are answered: {len(business.numbers)}")


def publishing(parts: Parts) -> Found:
    """The files that were offered last went live."""
    refusal = refused_flows.last(parts.settings.var_dir)
    if refusal is None:
        return Found("publishing", Health.OK, "the last call flows that were offered are live")
    what = f"the call flows offered at {refusal.at} have {refusal.errors} errors; the ones before go on answering"
    return Found("publishing", Health.WARN, what, "ivr check, then ivr flows publish")


def sweep(parts: Parts) -> Found:
    """Nothing waits much longer than the sweep's period."""
    deadline, now = parts.store.next_deadline(), parts.store.now()
    grace = max(2 * parts.board.rules.sweep_period, timedelta(seconds=1))
    if deadline is None or now - deadline <= grace:
        return Found("sweep", Health.OK, "nothing is overdue")
    late = int((now - deadline).total_seconds())
    return Found("sweep", Health.WARN, f"something has been due for {late} s", "see whether `ivr sweep` runs")


def redis(parts: Parts) -> Found:
    """The doorbell works, where there is one."""
    from redis import Redis
    from redis.exceptions import RedisError

    url = parts.settings.redis_url
    if url is None:
        return Found("redis", Health.OK, "none is configured: the sweep does all the work")
    server = Redis.from_url(url, socket_timeout=REDIS_PATIENCE, socket_connect_timeout=REDIS_PATIENCE)
    try:
        with server:
            server.ping()
    except RedisError as away:
        what = f"cannot be reached ({type(away).__name__}): calls are kept, by the sweep, but less promptly"
        return Found("redis", Health.WARN, what, "start it, or mend REDIS_URL")
    return Found("redis", Health.OK, "answers")


def clock(parts: Parts) -> Found:
    """The database's clock, by which we promise, agrees with this machine's, and nobody moved it on a real carrier."""
    offset = parts.store.clock_offset()
    if offset and parts.settings.carrier is not Carrier.SIMULATED:
        what = f"this database was used for rehearsals: its clock is {offset:.0f} s ahead"
        return Found("clock", Health.BAD, what, "use a database of its own for the real carrier")
    skew = parts.store.now() - timedelta(seconds=offset) - datetime.now(UTC)
    if abs(skew) <= SKEW:
        return Found("clock", Health.OK, f"agrees with the database's within {SKEW.seconds} s")
    what = f"the database's clock is {skew.total_seconds():+.0f} s off this machine's"
    return Found("clock", Health.WARN, what, "let both machines keep time by NTP")


ESSENTIAL: tuple[Check, ...] = (database, migrations, flows)
"""Without these no call is answered as it should be."""
BESIDE: tuple[Check, ...] = (sweep, redis, publishing)
"""Without these promises are kept less promptly, or what was changed is not live."""
