"""Visits: a sign-in that counts until it is over. Who waits for callers on duty is not signed out for waiting.

`now` is the time of the world: the store's clock jumps where the carrier is simulated, and signs nobody out by that.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ivr.frozen import frozen, replace
from ivr.switchboard import trail
from ivr.switchboard.ports import Store, Unit, work
from ivr.switchboard.rows import Account, Agent, AgentState, Visit

IDLE = timedelta(minutes=30)
"""So long may a person do nothing."""
LONGEST = timedelta(hours=12)
"""So long a visit lasts, whatever the person does."""
NOTED = timedelta(minutes=1)
"""That somebody is there is noted no more often than this."""


@frozen
class Present:
    """Somebody who is signed in: their visit, their account, and who they are on the telephone, if anybody."""

    visit: Visit
    account: Account
    agent: Agent | None
    now: datetime

    @property
    def unnoted(self) -> bool:
        """Whether it is some time since it was noted that they are there."""
        return self.now - self.visit.seen_at >= NOTED


def begin(unit: Unit, account: Account, hash: str, address: str, how: str, now: datetime) -> Visit:
    """A new visit, under a name of its own; `how` they showed who they are stands in the trail."""
    visit = unit.insert(Visit(0, hash, account.id, now, now, address))
    trail.note(unit, trail.By(account.id, account.name, address), f"sign in by {how}", f"account {account.id}")
    return visit


def present(unit: Unit, hash: str, now: datetime) -> Present | None:
    """Whose visit this is, if it counts still."""
    visit = unit.one(Visit, hash=hash)
    if visit is None or visit.ended_at is not None or now - visit.began_at >= LONGEST:
        return None
    account = unit.get(Account, visit.account_id)
    if account is None or not account.active:
        return None
    agent = unit.get(Agent, account.agent_id) if account.agent_id is not None else None
    on_duty = agent is not None and agent.state is AgentState.AVAILABLE
    if now - visit.seen_at >= IDLE and not on_duty:
        return None
    return Present(visit, account, agent, now)


def seen(store: Store, id: int, now: datetime) -> None:
    """The person has done something now."""
    work(store, lambda unit: _seen(unit, id, now))


def _seen(unit: Unit, id: int, now: datetime) -> None:
    visit = unit.get(Visit, id)
    if visit is not None and visit.ended_at is None and now - visit.seen_at >= NOTED:
        unit.save(replace(visit, seen_at=now))


def end(store: Store, by: trail.By, id: int) -> None:
    """Signed out here."""
    work(store, lambda unit: _end(unit, by, id), by.actor)


def _end(unit: Unit, by: trail.By, id: int) -> None:
    visit = unit.get(Visit, id)
    if visit is not None and visit.ended_at is None:
        unit.save(replace(visit, ended_at=unit.now))
        trail.note(unit, by, "sign out", f"account {visit.account_id}")


def end_everywhere(store: Store, by: trail.By, account_id: int, but: int | None = None) -> int:
    """Signed out on every device, `but` in one visit. How many ended."""
    return work(store, lambda unit: _end_everywhere(unit, by, account_id, but), by.actor)


def _end_everywhere(unit: Unit, by: trail.By, account_id: int, but: int | None) -> int:
    ended = end_all(unit, account_id, but)
    trail.note(unit, by, "sign out everywhere", f"account {account_id}", after={"count": ended})
    return ended


def end_all(unit: Unit, account_id: int, but: int | None = None) -> int:
    """Every visit of an account is over, `but` one. How many there were."""
    open = [one for one in unit.many(Visit, account_id=account_id, ended_at=None) if one.id != but]
    for visit in open:
        unit.save(replace(visit, ended_at=unit.now))
    return len(open)
