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
from ivr.app.said import Said, said
from ivr.settings import Carrier
from ivr.store.sql import schema
from ivr.store.sql.refusals import ERRORS, meaning
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
    """What one check found. `do`: what to do about it; empty where all is well. Both may be `Said`."""

    name: str
    health: Health
    what: str
    do: str = ""


Check = Callable[[Parts], Found]

UNCOMPARED = timedelta(minutes=30)
"""The sweep compares the two ledgers every ten minutes."""
RECONCILE = "python -m ivr reconcile"
PUBLISH = "python -m ivr flows publish"
HIRE = "python -m ivr agents add NAME +NUMBER --team TEAM"

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
            why = str(meant).strip().partition("\n")[0]
            what = said("cannot be reached: %(why)s", why=why)
            return Found(name, Health.AWAY, what, said("start the database, or mend DATABASE_URL"))
        what = said("a fault of the database: %(why)s", why=type(fault).__name__)
        return Found(name, Health.BAD, what, said("see the log"))


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
        return Found("flows", Health.BAD, said("nothing is published: calls hear an apology"), PUBLISH)
    if not business.numbers:
        do = said("add `numbers` to a flow, then python -m ivr flows publish")
        return Found("flows", Health.BAD, said("no flow names a number"), do)
    answered = said("%(name)s: numbers that are answered: %(n)s", name=business.title, n=len(business.numbers))
    return Found("flows", Health.OK, answered)


def publishing(parts: Parts) -> Found:
    """The files that were offered last went live."""
    refusal = refused_flows.last(parts.settings.var_dir)
    if refusal is None:
        return Found("publishing", Health.OK, said("the last call flows that were offered are live"))
    what = said(
        "the call flows offered at %(at)s have %(n)s errors; the ones before go on answering",
        at=refusal.at,
        n=refusal.errors,
    )
    return Found("publishing", Health.WARN, what, said("python -m ivr check, then python -m ivr flows publish"))


def sweep(parts: Parts) -> Found:
    """Nothing waits much longer than the sweep's period; and it lives even where nothing waits."""
    deadline, now = parts.store.next_deadline(), parts.store.now()
    grace = max(2 * parts.board.rules.sweep_period, timedelta(seconds=1))
    if deadline is not None and now - deadline > grace:
        return _no_sweep(said("something has been due for %(n)s s", n=int((now - deadline).total_seconds())))
    with parts.store.reading() as unit:
        age, _ = pulses.ages(unit).get(pulses.SWEEP, (None, 0))
    if age is None:
        return _no_sweep(said("none has ever run"))
    if age > DEAD:
        return _no_sweep(said("the last pass was %(n)s s ago", n=int(age.total_seconds())))
    return Found("sweep", Health.OK, said("nothing is overdue"))


def _no_sweep(what: Said) -> Found:
    return Found("sweep", Health.WARN, what, said("see whether `python -m ivr sweep` runs"))


def spool(parts: Parts) -> Found:
    """No debt waits beside the database: the sweep of this machine takes what stands there within seconds."""
    lines = parts.spool.lines()
    if not lines:
        return Found("spool", Health.OK, said("nothing waits beside the database"))
    what = said("%(n)s missed calls wait in the spool of this machine", n=lines)
    do = said("see whether `python -m ivr sweep` runs with this VAR_DIR, and its log")
    return Found("spool", Health.WARN, what, do)


def ledgers(parts: Parts) -> Found:
    """The carrier's log of calls and our rows say the same, as far as they were compared lately."""
    with parts.store.reading() as unit:
        age, drift = pulses.ages(unit).get(pulses.RECONCILE, (timedelta(0), 0))
    if drift:
        what = said("the carrier's log and our rows differ by %(n)s calls", n=drift)
        return Found("ledgers", Health.WARN, what, RECONCILE)
    if age > UNCOMPARED:
        what = said("the carrier's log was compared with our rows %(n)s s ago", n=int(age.total_seconds()))
        return Found("ledgers", Health.WARN, what, RECONCILE)
    return Found("ledgers", Health.OK, said("the carrier's log and our rows agree"))


def redis(parts: Parts) -> Found:
    """The doorbell works, where there is one."""
    from redis import Redis
    from redis.exceptions import RedisError

    url = parts.settings.redis_url
    if url is None:
        return Found("redis", Health.OK, said("none is configured: the sweep does all the work"))
    server = Redis.from_url(url, socket_timeout=REDIS_PATIENCE, socket_connect_timeout=REDIS_PATIENCE)
    try:
        with server:
            server.ping()
    except RedisError as away:
        why = type(away).__name__
        what = said("cannot be reached (%(why)s): calls are kept, by the sweep, but less promptly", why=why)
        return Found("redis", Health.WARN, what, said("start it, or mend REDIS_URL"))
    return Found("redis", Health.OK, said("answers"))


def clock(parts: Parts) -> Found:
    """The database's clock, by which we promise, agrees with this machine's, and nobody moved it on a real carrier."""
    offset = parts.store.clock_offset()
    if offset and parts.settings.carrier is not Carrier.SIMULATED:
        what = said("this database was used for rehearsals: its clock is %(n)s s ahead", n=round(offset))
        return Found("clock", Health.BAD, what, said("use a database of its own for the real carrier"))
    skew = parts.store.now() - timedelta(seconds=offset) - datetime.now(UTC)
    if abs(skew) <= SKEW:
        return Found("clock", Health.OK, said("agrees with the database's within %(n)s s", n=SKEW.seconds))
    what = said("the database's clock is %(n)s s off this machine's", n=f"{skew.total_seconds():+.0f}")
    return Found("clock", Health.WARN, what, said("let both machines keep time by NTP"))


def heartbeat(parts: Parts) -> Found:
    """On a real account somebody outside is told that all is well: what is dead cannot call for help."""
    if parts.settings.heartbeat_url is None and parts.settings.carrier is Carrier.TWILIO:
        what = said("nobody outside hears whether this installation lives")
        return Found("heartbeat", Health.WARN, what, said("set HEARTBEAT_URL"))
    is_set = said("it is set") if parts.settings.heartbeat_url else said("none, and none is needed")
    return Found("heartbeat", Health.OK, is_set)


def agents(parts: Parts) -> Found:
    """There is somebody to ask."""
    with parts.store.reading() as unit:
        rows = unit.many(Agent, state=tuple(AgentState))
    ready = sum(row.state is AgentState.AVAILABLE for row in rows)
    if not rows:
        return Found("agents", Health.WARN, said("there is nobody to answer"), HIRE)
    if not ready:
        what = said("%(n)s, none of them available now: callers are called back", n=len(rows))
        return Found("agents", Health.OK, what)
    return Found("agents", Health.OK, said("%(n)s, of whom %(ready)s are available", n=len(rows), ready=ready))


def proxies(parts: Parts) -> Found:
    """Who signs in and who asks by a form are told apart by where they come from: https ends in front of us."""
    count = parts.settings.proxies
    if parts.settings.public_url.startswith("https:") and not count:
        what = said(
            "PUBLIC_URL is https and PROXIES is 0: all who come seem to come from one place, and wait for each other"
        )
        return Found("proxies", Health.WARN, what, said("set PROXIES to how many proxies stand before us: mostly 1"))
    return Found("proxies", Health.OK, said("%(n)s before us", n=count))


def browsers(parts: Parts) -> Found:
    """Agents who work at pages can be put through: at Twilio a page is a telephone by an application of its own."""
    with parts.store.reading() as unit:
        count = sum(row.page for row in unit.many(Agent, state=tuple(AgentState)))
    if count and parts.settings.carrier is Carrier.TWILIO and parts.settings.twilio_app_sid is None:
        what = said("%(n)s agents answer in the browser, and without TWILIO_APP_SID their pages cannot call", n=count)
        do = said("set TWILIO_APP_SID, TWILIO_API_KEY and TWILIO_API_SECRET, or give these agents a telephone number")
        return Found("browsers", Health.WARN, what, do)
    return Found("browsers", Health.OK, said("agents who answer in the browser: %(n)s", n=count))


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
