"""Whether an installation is fit: each check looks at one thing and says what is wrong and what to do about it.

Nothing in here repairs anything, and nothing says a secret or a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ivr.app import refused_flows
from ivr.app.parts import Parts
from ivr.settings import Carrier
from ivr.store import schema
from ivr.store.refusals import ERRORS, meaning
from ivr.switchboard import pulses
from ivr.switchboard.ports import Unreachable
from ivr.switchboard.rows import Agent, AgentState


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

UNCOMPARED = timedelta(minutes=30)
"""The sweep compares the two ledgers every ten minutes."""
RECONCILE = "python -m ivr reconcile"

REDIS_PATIENCE = 0.5
"""Seconds."""
SKEW = timedelta(seconds=2)
DEAD = timedelta(seconds=90)
"""A sweep that did not pass for so long is dead: one that is started every minute is not."""


def look(check: Check, parts: Parts) -> Found:
    """The check; that it cannot be made is a finding as well."""
    try:
        return check(parts)
    except Exception as fault:
        meant = meaning(fault) if isinstance(fault, ERRORS) else fault
        name = getattr(check, "__name__", "check")
        if isinstance(meant, Unreachable | PoolTimeout):
            said = str(meant).strip().partition("\n")[0]
            return Found(name, Health.AWAY, f"cannot be reached: {said}", "start the database, or mend DATABASE_URL")
        return Found(name, Health.BAD, f"a fault of the database: {type(fault).__name__}", "see the log")


def database(parts: Parts) -> Found:
    """It answers."""
    with parts.store.reading() as unit:
        unit.run(text("SELECT 1"))
    return Found("database", Health.OK, parts.store.engine.dialect.name)


def migrations(parts: Parts) -> Found:
    """Its schema is the one that this program is written for."""
    at = schema.current(parts.store.engine)
    wrong = schema.amiss(at)
    return Found("migrations", Health.BAD, *wrong) if wrong else Found("migrations", Health.OK, str(at))


def flows(parts: Parts) -> Found:
    """Something is published that answers calls."""
    try:
        business = parts.board.library.business()
    except LookupError:
        return Found("flows", Health.BAD, "nothing is published: calls hear an apology", "python -m ivr flows publish")
    if not business.numbers:
        return Found(
            "flows", Health.BAD, "no flow names a number", "add `numbers` to a flow, then python -m ivr flows publish"
        )
    return Found("flows", Health.OK, f"{business.title}: numbers that are answered: {len(business.numbers)}")


def publishing(parts: Parts) -> Found:
    """The files that were offered last went live."""
    refusal = refused_flows.last(parts.settings.var_dir)
    if refusal is None:
        return Found("publishing", Health.OK, "the last call flows that were offered are live")
    what = f"the call flows offered at {refusal.at} have {refusal.errors} errors; the ones before go on answering"
    return Found("publishing", Health.WARN, what, "python -m ivr check, then python -m ivr flows publish")


def sweep(parts: Parts) -> Found:
    """Nothing waits much longer than the sweep's period; and it lives even where nothing waits."""
    deadline, now = parts.store.next_deadline(), parts.store.now()
    grace = max(2 * parts.board.rules.sweep_period, timedelta(seconds=1))
    if deadline is not None and now - deadline > grace:
        return _no_sweep(f"something has been due for {int((now - deadline).total_seconds())} s")
    with parts.store.reading() as unit:
        age, _ = pulses.ages(unit).get(pulses.SWEEP, (None, 0))
    if age is None:
        return _no_sweep("none has ever run")
    if age > DEAD:
        return _no_sweep(f"the last pass was {int(age.total_seconds())} s ago")
    return Found("sweep", Health.OK, "nothing is overdue")


def _no_sweep(what: str) -> Found:
    return Found("sweep", Health.WARN, what, "see whether `python -m ivr sweep` runs")


def spool(parts: Parts) -> Found:
    """No debt waits beside the database: the sweep of this machine takes what stands there within seconds."""
    lines = parts.spool.lines()
    if not lines:
        return Found("spool", Health.OK, "nothing waits beside the database")
    what = f"{lines} missed calls wait in the spool of this machine"
    return Found("spool", Health.WARN, what, "see whether `python -m ivr sweep` runs with this VAR_DIR, and its log")


def ledgers(parts: Parts) -> Found:
    """The carrier's log of calls and our rows say the same, as far as they were compared lately."""
    with parts.store.reading() as unit:
        age, drift = pulses.ages(unit).get(pulses.RECONCILE, (timedelta(0), 0))
    if drift:
        return Found("ledgers", Health.WARN, f"the carrier's log and our rows differ by {drift} calls", RECONCILE)
    if age > UNCOMPARED:
        what = f"the carrier's log was compared with our rows {int(age.total_seconds())} s ago"
        return Found("ledgers", Health.WARN, what, RECONCILE)
    return Found("ledgers", Health.OK, "the carrier's log and our rows agree")


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


def heartbeat(parts: Parts) -> Found:
    """On a real account somebody outside is told that all is well: what is dead cannot call for help."""
    if parts.settings.heartbeat_url is None and parts.settings.carrier is Carrier.TWILIO:
        return Found(
            "heartbeat", Health.WARN, "nobody outside hears whether this installation lives", "set HEARTBEAT_URL"
        )
    return Found("heartbeat", Health.OK, "set" if parts.settings.heartbeat_url else "none, and none is needed")


def agents(parts: Parts) -> Found:
    """There is somebody to ask."""
    with parts.store.reading() as unit:
        rows = unit.many(Agent, state=tuple(AgentState))
    ready = sum(row.state is AgentState.AVAILABLE for row in rows)
    if not rows:
        return Found(
            "agents", Health.WARN, "there is nobody to answer", "python -m ivr agents add NAME +NUMBER --team TEAM"
        )
    if not ready:
        return Found("agents", Health.OK, f"{len(rows)}, none of them available now: callers are called back")
    return Found("agents", Health.OK, f"{len(rows)}, of whom {ready} are available")


def proxies(parts: Parts) -> Found:
    """Who signs in and who asks by a form are told apart by where they come from: https ends in front of us."""
    count = parts.settings.proxies
    if parts.settings.public_url.startswith("https:") and not count:
        what = "PUBLIC_URL is https and PROXIES is 0: all who come seem to come from one place, and wait for each other"
        return Found("proxies", Health.WARN, what, "set PROXIES to how many proxies stand before us: mostly 1")
    return Found("proxies", Health.OK, f"{count} before us")


def browsers(parts: Parts) -> Found:
    """Agents who work at pages can be put through: at Twilio a page is a telephone by an application of its own."""
    with parts.store.reading() as unit:
        count = sum(row.page for row in unit.many(Agent, state=tuple(AgentState)))
    if count and parts.settings.carrier is Carrier.TWILIO and parts.settings.twilio_app_sid is None:
        what = f"{count} agents answer in the browser, and without TWILIO_APP_SID their pages cannot call"
        do = "set TWILIO_APP_SID, TWILIO_API_KEY and TWILIO_API_SECRET, or give these agents a telephone number"
        return Found("browsers", Health.WARN, what, do)
    return Found("browsers", Health.OK, f"agents who answer in the browser: {count}")


ESSENTIAL: tuple[Check, ...] = (database, migrations, flows)
"""Without these no call is answered as it should be."""
BESIDE: tuple[Check, ...] = (sweep, spool, ledgers, redis, publishing)
"""Without these promises are kept less promptly, or what was changed is not live."""
WITH_DATABASE: tuple[Check, ...] = (
    clock, flows, publishing, agents, browsers, proxies, sweep, spool, ledgers, heartbeat
)  # fmt: skip
"""What `doctor` asks of a database that is there and at the newest schema."""


def fit(parts: Parts) -> list[Found]:
    """All of it, but what the telephone company would have to be asked: for people who look at a page."""
    found = [look(database, parts), look(migrations, parts)]
    if all(one.health is Health.OK for one in found):
        found += [look(check, parts) for check in WITH_DATABASE]
    return [*found, look(redis, parts)]
